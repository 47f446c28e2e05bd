//! What is said of a workbook that cannot be read.

use crate::ingest::{Export, IngestError};

/// Refuses a workbook whose inner parts are damaged, with the way on.
pub fn workbook_error(export: &Export, problem: impl std::fmt::Display) -> IngestError {
    export.malformed_error(
        format!("không đọc được sổ tính ({problem})"),
        "mở tệp bằng Excel, lưu lại thành .xlsx rồi nạp lại; nếu Excel cũng không mở được thì xuất lại",
    )
}
