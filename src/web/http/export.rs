//! A table as a file that is sent.

use axum::{
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use headers::HeaderMapExt;
use headers_accept::Accept;
use mediatype::{
    MediaType, Name,
    names::{APPLICATION, CSV, HTML, JSON, TEXT},
};

use super::error::WebError;
use crate::view::{ExportMark, ExportTable};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// What stands behind the stroke of it.
const SHEET: Name<'static> =
    Name::new_unchecked("vnd.openxmlformats-officedocument.spreadsheetml.sheet");

/// Lists the file formats a table is sent in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    Csv,
    Xlsx,
}

/// What can be sent, in the order a client without a wish is served, and the form it is; `None` is the usual one.
static AVAILABLE: [(MediaType, Option<ExportFormat>); 4] = [
    (MediaType::new(APPLICATION, JSON), None),
    (MediaType::new(TEXT, HTML), None),
    (MediaType::new(TEXT, CSV), Some(ExportFormat::Csv)),
    (MediaType::new(APPLICATION, SHEET), Some(ExportFormat::Xlsx)),
];

/// Finds the form a client likes best; `None` is the usual one of an address.
pub fn accepted_format(headers: &HeaderMap) -> Option<ExportFormat> {
    let accepted = headers.typed_get::<Accept>()?;
    let best = accepted.negotiate(AVAILABLE.iter().map(|(kind, _)| kind))?;
    AVAILABLE.iter().find(|(kind, _)| kind == best).and_then(|(_, format)| *format)
}

/// The sheet as a file called so, which says of which build it is.
pub fn file_response(
    sheet: &ExportTable,
    format: ExportFormat,
    stem: &str,
    mark: &ExportMark,
) -> Result<Response, WebError> {
    let (bytes, kind, ending) = match format {
        ExportFormat::Csv => (sheet.to_csv(), "text/csv; charset=utf-8", "csv"),
        ExportFormat::Xlsx => (
            sheet.to_xlsx(mark).map_err(|error| WebError::Internal { cause: error.to_string() })?,
            XLSX,
            "xlsx",
        ),
    };
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}.{ending}\"", mark.name_file(stem)),
        ),
    ];
    Ok((headers, bytes).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::a_table("text/csv", Some(ExportFormat::Csv))]
    #[case::a_workbook(XLSX, Some(ExportFormat::Xlsx))]
    #[case::what_is_liked_best("text/csv;q=0.5, application/json", None)]
    #[case::wherever_it_stands("application/json;q=0.5, text/csv", Some(ExportFormat::Csv))]
    #[case::a_browser("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", None)]
    #[case::anything("*/*", None)]
    #[case::what_cannot_be_had("image/png", None)]
    #[case::no_list("csv", None)]
    fn the_form_a_client_likes_best_is_sent(
        #[case] accept: &str,
        #[case] format: Option<ExportFormat>,
    ) {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, accept.parse().expect("a header"));
        assert_eq!(accepted_format(&headers), format);
    }
}
