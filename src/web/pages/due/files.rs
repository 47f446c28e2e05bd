//! What is due as files to take away.

use std::sync::Arc;

use axum::{extract::State, response::Response};

use super::request::find_due;
use crate::{
    view::{ExportMark, ExportTable, due_table, file_stem},
    web::{
        ServedSite,
        http::{
            error::WebError,
            export::{ExportFormat, file_response},
            page_context::PageContext,
            query::RequestQuery,
        },
    },
};

/// Answers with what is due as a CSV file.
pub async fn due_csv(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    site.run_query(query, |context| due_file(context, ExportFormat::Csv)).await
}

/// Answers with what is due as an XLSX file.
pub async fn due_xlsx(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    site.run_query(query, |context| due_file(context, ExportFormat::Xlsx)).await
}

fn due_file(context: &PageContext, format: ExportFormat) -> Result<Response, WebError> {
    let (words, found) = (context.words(), find_due(context)?);
    let title = words.fill_phrase("due.title", &[]);
    let whose = found.agency.as_ref().map_or("", |agency| &agency.name);
    let table = match &found.list {
        Some(list) => {
            due_table(context.catalog, list, found.window, |code| context.name_today(code))
        }
        None => ExportTable::new(&title, [words.fill_phrase("due.none_known", &[])]),
    };
    let day = found.list.map_or(context.today, |list| list.counted_from.date());
    let mark = ExportMark::of_build(words, context.warehouse);
    file_response(&table, format, &file_stem(&[&title, whose, &day.to_string()]), &mark)
}
