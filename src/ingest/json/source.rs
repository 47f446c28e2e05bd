//! The bytes of a JSON export as documents in UTF-8, mended where programs write what is no JSON.

use super::{records::RecordStop, repair::repair_json, survey::DocumentSurvey};
use crate::ingest::{
    Export, ExportProblem, IngestError,
    export::{UnnamedFile, call_length, unwrap_call},
    table::temp_rows::TempRows,
    text::encoding::{TextEncoding, guess_encoding},
};

/// So far reaches the name of a function.
const LONGEST_CALL: u64 = 200;

/// An export that can be read as JSON, and what is in it.
pub fn survey_export(export: &Export) -> Result<(Export, DocumentSurvey), IngestError> {
    let export = unwrap_document(convert_to_utf8(export)?)?;
    let first = match DocumentSurvey::survey_documents(export.open_bytes()?) {
        Ok(survey) => return Ok((export, survey)),
        Err(stop) => stop,
    };
    let (bytes, is_mended) =
        UnnamedFile::fill_new(|out| repair_json(export.bytes.open_reader()?, out))
            .map_err(export.unreadable_error())?;
    if !is_mended {
        return Err(record_error(&export, first));
    }
    let mended = export.with_bytes(bytes);
    match DocumentSurvey::survey_documents(mended.open_bytes()?) {
        Ok(survey) => Ok((mended, survey)),
        Err(stop) => Err(record_error(&export, stop)),
    }
}

/// The same text as UTF-8 without a mark before it.
fn convert_to_utf8(export: &Export) -> Result<Export, IngestError> {
    let head = export.first_bytes(4)?;
    let encoding = guess_encoding(&head);
    if encoding == TextEncoding::Utf8 && !head.starts_with(b"\xEF\xBB\xBF") {
        return Ok(export.clone());
    }
    let (text, _) =
        UnnamedFile::fill_new(|out| encoding.transcode_to_utf8(export.bytes.open_reader()?, out))
            .map_err(export.unreadable_error())?;
    Ok(export.with_bytes(text))
}

/// The document that a function is called with, where the export is such a call.
fn unwrap_document(export: Export) -> Result<Export, IngestError> {
    let head = export.first_bytes(LONGEST_CALL)?;
    let Some(before) = call_length(&String::from_utf8_lossy(&head)) else {
        return Ok(export);
    };
    let (bytes, ()) =
        UnnamedFile::fill_new(|out| unwrap_call(export.bytes.open_reader()?, before, out))
            .map_err(export.unreadable_error())?;
    Ok(export.with_bytes(bytes))
}

/// Why a document could not be read to its end, as the user is told.
pub fn record_error(export: &Export, stop: RecordStop) -> IngestError {
    let error = match stop {
        RecordStop::Write(error) => return TempRows::write_error(export, &error),
        RecordStop::TooLong => return export.malformed_error(ExportProblem::RecordTooLong),
        RecordStop::Json(error) => error,
    };
    let (line, column) = (error.line(), error.column());
    export.malformed_error(if error.is_eof() {
        ExportProblem::JsonCutOff { line, column }
    } else if error.is_io() {
        ExportProblem::JsonUnread { line, column }
    } else if error.to_string().starts_with("too many places") {
        ExportProblem::TooManyPlaces
    } else if is_unicode_error(&error) {
        ExportProblem::NotUtf8 { line, column }
    } else {
        ExportProblem::JsonBroken { line, column }
    })
}

fn is_unicode_error(error: &serde_json::Error) -> bool {
    error.to_string().contains("unicode")
}
