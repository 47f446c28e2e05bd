//! The rows that could not be used of what a job took in: whoever sent it asks for nothing else first.

use std::{collections::BTreeSet, sync::Arc};

use super::super::parts::rejected_list::RejectedList;
use crate::{
    view::rejected,
    web::{
        ServedSite,
        http::query::RequestQuery,
        jobs::job_runner::{UploadJob, UploadOutcome},
    },
};

/// Rows listed on the page.
const LISTED: usize = 50;

/// Lists what of a job's files is still to be mended. Empty while it goes on.
pub async fn list_unused_rows(
    site: Arc<ServedSite>,
    query: RequestQuery,
    work: Option<&UploadJob>,
) -> RejectedList {
    let ended: &[UploadOutcome] = work.and_then(|work| work.ended.as_deref()).unwrap_or_default();
    // By id: another export of last week may have the same name.
    let exports: BTreeSet<String> = ended.iter().filter_map(|one| one.source_id.clone()).collect();
    if exports.is_empty() {
        return RejectedList::default();
    }
    let listed = site.run_query(query, move |context| {
        let mut rows = Vec::new();
        for export in &exports {
            rows.extend(context.warehouse.provenance.list_rejected_rows(Some(export))?);
        }
        rejected::keep_open(&mut rows);
        Ok(RejectedList::of_rows(context.catalog, &rows, LISTED))
    });
    // Where nothing can be asked, the other pages say why, and what was said of each file stays.
    listed.await.unwrap_or_else(|error| {
        error.log_cause();
        RejectedList::default()
    })
}
