//! Giải trình of the period shown, to take away.

use std::sync::Arc;

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};

use crate::{
    evidence::{EvidenceError, EvidenceOrder, make_evidence},
    view::{ExportMark, file_stem},
    web::{
        ServedSite,
        http::{error::WebError, query::RequestQuery},
    },
};

/// Hands out the zip. It is made anew each time: it hangs on the lock and the ledger too.
pub async fn lock_evidence(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    let own = Arc::clone(&site);
    let (name, bytes) = site
        .run_query(query, move |context| {
            let settings = own.sending.current();
            let period = context.view.period;
            let order = EvidenceOrder {
                catalog: context.catalog,
                settings: &settings,
                data: &own.data,
                warehouse: context.warehouse,
                period,
                on: None,
            };
            let bytes = make_evidence(&order).map_err(|error| match error {
                EvidenceError::Warehouse(error) => WebError::from(error),
                EvidenceError::Report(error) => WebError::from(error),
                EvidenceError::Catalog(error) => WebError::from(error),
                EvidenceError::Lock(error) => WebError::Conflict {
                    problem: context.catalog.phrases.tell_on_page(&error) + ".",
                },
                error => WebError::Conflict { problem: context.catalog.phrases.tell_error(&error) },
            })?;
            let name = &context.catalog.evidence_cover.name;
            let mark = ExportMark::of_build(context.words(), context.warehouse);
            Ok((mark.name_file(&file_stem(&[name, &period.to_string()])), bytes))
        })
        .await?;
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.zip\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}
