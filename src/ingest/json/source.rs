//! The bytes of a JSON export as documents in UTF-8, mended where programs write what is no JSON.

use super::{records::RecordStop, repair::repair_json, survey::DocumentSurvey};
use crate::ingest::{
    Export, IngestError,
    export::UnnamedFile,
    table::temp_csv::TempCsv,
    text::encoding::{TextEncoding, guess_encoding},
};

/// An export that can be read as JSON, and what is in it.
pub fn survey_export(export: &Export) -> Result<(Export, DocumentSurvey), IngestError> {
    let export = convert_to_utf8(export)?;
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

/// Why a document could not be read to its end, as the user is told.
pub fn record_error(export: &Export, stop: RecordStop) -> IngestError {
    let error = match stop {
        RecordStop::Write(error) => return TempCsv::write_error(export, &error),
        RecordStop::TooLong => {
            return export.malformed_error(
                "một bản ghi dài hơn 2 MB nên không phải bản ghi hồ sơ",
                "xem lại tệp có đúng là câu trả lời của hệ thống, rồi xuất ít bản ghi hơn mỗi lần",
            );
        }
        RecordStop::Json(error) => error,
    };
    let place = format!("dòng {}, cột {}", error.line(), error.column());
    if error.is_eof() {
        return export.malformed_error(
            format!("JSON bị cắt ngang ở {place}"),
            "tải hoặc lưu lại cả câu trả lời của hệ thống, rồi nhận lại tệp đủ",
        );
    }
    if error.is_io() {
        return export.malformed_error(
            format!("không đọc được hết tệp, đến {place}"),
            "chép lại tệp rồi nhận lại",
        );
    }
    if error.to_string().starts_with("too many places") {
        return export.malformed_error(
            "JSON có quá nhiều nhóm nên không tìm được danh sách bản ghi",
            "xuất dưới dạng một danh sách bản ghi, hoặc nhờ người quản trị ghi nơi có bản ghi vào `records` của connector",
        );
    }
    let problem = if is_unicode_error(&error) {
        format!("có ký tự không phải UTF-8 ở {place}")
    } else {
        format!("không phải JSON đúng quy cách ở {place}")
    };
    export.malformed_error(
        problem,
        "lưu lại đúng câu trả lời của hệ thống ở dạng UTF-8, không sửa tay; nếu vẫn lỗi thì xuất dạng Excel hoặc CSV",
    )
}

fn is_unicode_error(error: &serde_json::Error) -> bool {
    error.to_string().contains("unicode")
}
