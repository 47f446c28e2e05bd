//! The bytes of a JSON export as documents in UTF-8, mended where programs write what is no JSON.

use super::{records::RecordStop, repair::mend, survey::DocumentSurvey};
use crate::ingest::{
    Export, IngestError,
    export::UnnamedFile,
    table::temp_csv::TempCsv,
    text::encoding::{TextEncoding, guess},
};

/// An export that can be read as JSON, and what is in it.
pub fn surveyed(export: &Export) -> Result<(Export, DocumentSurvey), IngestError> {
    let export = in_utf8(export)?;
    let first = match DocumentSurvey::of(export.open()?) {
        Ok(survey) => return Ok((export, survey)),
        Err(stop) => stop,
    };
    let (bytes, is_mended) =
        UnnamedFile::filled(|out| mend(export.bytes.open()?, out)).map_err(export.unreadable())?;
    if !is_mended {
        return Err(refused(&export, first));
    }
    let mended = export.holding(bytes);
    match DocumentSurvey::of(mended.open()?) {
        Ok(survey) => Ok((mended, survey)),
        Err(stop) => Err(refused(&export, stop)),
    }
}

/// The same text as UTF-8 without a mark before it.
fn in_utf8(export: &Export) -> Result<Export, IngestError> {
    let head = export.head(4)?;
    let encoding = guess(&head);
    if encoding == TextEncoding::Utf8 && !head.starts_with(b"\xEF\xBB\xBF") {
        return Ok(export.clone());
    }
    let (text, _) = UnnamedFile::filled(|out| encoding.transcode(export.bytes.open()?, out))
        .map_err(export.unreadable())?;
    Ok(export.holding(text))
}

/// Why a document could not be read to its end, as the user is told.
pub fn refused(export: &Export, stop: RecordStop) -> IngestError {
    let error = match stop {
        RecordStop::Write(error) => return TempCsv::refused(export, &error),
        RecordStop::TooLong => {
            return export.malformed(
                "một bản ghi dài hơn 2 MB nên không phải bản ghi hồ sơ",
                "xem lại tệp có đúng là câu trả lời của hệ thống, rồi xuất ít bản ghi hơn mỗi lần",
            );
        }
        RecordStop::Json(error) => error,
    };
    let place = format!("dòng {}, cột {}", error.line(), error.column());
    if error.is_eof() {
        return export.malformed(
            format!("JSON bị cắt ngang ở {place}"),
            "tải hoặc lưu lại cả câu trả lời của hệ thống, rồi nhận lại tệp đủ",
        );
    }
    if error.is_io() {
        return export.malformed(
            format!("không đọc được hết tệp, đến {place}"),
            "chép lại tệp rồi nhận lại",
        );
    }
    if error.to_string().starts_with("too many places") {
        return export.malformed(
            "JSON có quá nhiều nhóm nên không tìm được danh sách bản ghi",
            "xuất dưới dạng một danh sách bản ghi, hoặc nhờ người quản trị ghi nơi có bản ghi vào `records` của connector",
        );
    }
    let problem = if unicode(&error) {
        format!("có ký tự không phải UTF-8 ở {place}")
    } else {
        format!("không phải JSON đúng quy cách ở {place}")
    };
    export.malformed(
        problem,
        "lưu lại đúng câu trả lời của hệ thống ở dạng UTF-8, không sửa tay; nếu vẫn lỗi thì xuất dạng Excel hoặc CSV",
    )
}

fn unicode(error: &serde_json::Error) -> bool {
    error.to_string().contains("unicode")
}
