//! Why a document without any record is refused.

use super::{key::is_same, remainder::is_count, survey::DocumentSurvey};
use crate::ingest::{Export, ExportProblem, IngestError};

/// What an answer calls an error.
const ERRORS: [&str; 12] = [
    "error",
    "errors",
    "errorCode",
    "errCode",
    "errorMessage",
    "errMsg",
    "errorDescription",
    "message",
    "msg",
    "detail",
    "exception",
    "fault",
];
/// What else stands in such an answer.
const ENVELOPE: [&str; 19] = [
    "data",
    "result",
    "results",
    "items",
    "records",
    "rows",
    "content",
    "list",
    "value",
    "code",
    "status",
    "statusCode",
    "success",
    "timestamp",
    "path",
    "trace",
    "traceId",
    "requestId",
    "title",
];

/// Whether a document holds no list of records, and says but that something failed.
pub fn is_error(survey: &DocumentSurvey) -> bool {
    let names = || survey.places.iter().flat_map(|place| &place.names);
    let is_one_of = |known: &[&str], name: &str| known.iter().any(|one| is_same(one, name));
    !survey.places.iter().any(|place| place.is_list)
        && survey.nameless.is_none()
        && names().any(|name| is_one_of(&ERRORS, name))
        && names()
            .all(|name| is_one_of(&ERRORS, name) || is_one_of(&ENVELOPE, name) || is_count(name))
}

/// Why a document without any record is refused.
pub fn no_records_error(export: &Export, survey: &DocumentSurvey) -> IngestError {
    if is_error(survey) {
        return export.malformed_error(ExportProblem::ErrorAnswer);
    }
    export.malformed_error(match &survey.nameless {
        Some((pointer, _)) => {
            ExportProblem::Nameless { pointer: shown_pointer(pointer).to_owned() }
        }
        None => ExportProblem::NoRecords,
    })
}

/// A pointer as the user is told it; that of the document itself is empty.
pub fn shown_pointer(pointer: &str) -> &str {
    if pointer.is_empty() { "/" } else { pointer }
}
