//! Why an export could not be taken in, where, and what to do.

use std::path::Path;

use miette::Diagnostic;

#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum IngestError {
    #[error("cannot read `{path}`: {source}")]
    #[diagnostic(help("check the path, and that the file is not open in another program"))]
    Unreadable { path: String, source: std::io::Error },

    #[error("`{path}` không có dữ liệu nào")]
    #[diagnostic(help("xuất lại từ hệ thống rồi nạp lại"))]
    Empty { path: String },

    #[error("{place}: {problem}")]
    Malformed {
        place: String,
        problem: String,
        #[help]
        hint: String,
    },

    #[error("`{path}`: chưa nhận ra bảng trong tệp: {problem}")]
    #[diagnostic(help(
        "sửa tiêu đề trong tệp, hoặc thêm các tiêu đề này vào `aliases` của connector, hoặc viết connector mới: `motcua connector new TÊN --from TỆP`"
    ))]
    Unrecognised { path: String, problem: String },

    #[error("`{path}`: tiêu đề của tệp hợp với {connectors} như nhau")]
    #[diagnostic(help("chọn một loại bằng `--connector`"))]
    Ambiguous { path: String, connectors: String },

    #[error("{place}: tiêu đề có cột `{column}` hai lần, lần sau viết là `{heading}`")]
    #[diagnostic(help(
        "đổi tên một trong hai cột trong tệp, hoặc ghi tên riêng của cột ấy vào `aliases` của connector"
    ))]
    AmbiguousHeading { place: String, heading: String, column: String },

    #[error("{place}: có hai bảng đặt cạnh nhau, cùng các tiêu đề")]
    #[diagnostic(help(
        "chuyển bảng bên phải xuống dưới bảng bên trái hoặc sang trang tính khác, mỗi bảng giữ dòng tiêu đề của nó, rồi nạp lại"
    ))]
    SideBySide { place: String },

    #[error("the archive's note `{path}` cannot be read: {problem}")]
    #[diagnostic(help("restore it from a backup; the archive is the only copy of what came in"))]
    Archive { path: String, problem: String },
}

impl IngestError {
    pub fn unreadable(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.display().to_string();
        move |source| Self::Unreadable { path, source }
    }

    pub fn malformed(
        place: impl Into<String>,
        problem: impl std::fmt::Display,
        hint: &str,
    ) -> Self {
        Self::Malformed { place: place.into(), problem: format!("{problem}"), hint: hint.into() }
    }
}
