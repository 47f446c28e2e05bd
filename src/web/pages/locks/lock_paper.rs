//! The lock that is looked at, and its papers as they were locked.

use std::sync::Arc;

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};

use crate::{
    period_lock::{LockFolder, LockedPeriod},
    report::ReportFormat,
    web::{
        ServedSite,
        http::{error::WebError, page_context::PageContext, query::RequestQuery},
    },
};

/// The lock that the address names, taken off or not; the one in force where it names none.
pub fn find_shown(
    context: &PageContext,
    folder: &LockFolder,
) -> Result<Option<Arc<LockedPeriod>>, WebError> {
    let Some(id) = context.query.get_option("lock") else {
        return Ok(context.lock.locked.clone());
    };
    let phrases = &context.catalog.phrases;
    let found = folder
        .find_lock(id)
        .map_err(|error| WebError::Conflict { problem: phrases.tell_error(&error) })?;
    // Its numbers are of its own days.
    let days = (context.view.period.start(), context.view.period.end());
    let found = found.filter(|lock| (lock.note.first_day, lock.note.last_day) == days);
    found.map(Arc::new).map(Some).ok_or_else(|| WebError::NotFound { what: id.to_owned() })
}

/// Hands out a paper as it was locked; without the name of one, the names of all, a line each.
pub async fn lock_paper(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    let folder = LockFolder::of_data(&site.data);
    let (name, bytes) = site
        .run_query(query, move |context| {
            let shown = find_shown(context, &folder)?;
            let Some(asked) = context.query.get_option("file").map(str::to_owned) else {
                let papers = shown.iter().flat_map(|lock| &lock.note.papers);
                let names: Vec<&str> = papers.map(|paper| paper.file_name.as_str()).collect();
                return Ok(("papers.txt".to_owned(), names.join("\n").into_bytes()));
            };
            let not_found = || WebError::NotFound { what: asked.clone() };
            let lock = shown.as_ref().ok_or_else(not_found)?;
            let mut papers = lock.note.papers.iter();
            let paper = papers.find(|paper| paper.file_name == asked).ok_or_else(not_found)?;
            let bytes = lock.read_paper(paper).map_err(|error| WebError::Conflict {
                problem: context.catalog.phrases.tell_error(&error),
            })?;
            Ok((paper.file_name.clone(), bytes))
        })
        .await?;
    let format: Option<ReportFormat> =
        name.rsplit('.').next().and_then(|ending| ending.parse().ok());
    let media_type = format.map_or("application/octet-stream", ReportFormat::media_type);
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}
