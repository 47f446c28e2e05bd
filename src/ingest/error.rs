//! Why an export could not be taken in, where, and what to do.

use std::{io::ErrorKind, path::Path};

use miette::Diagnostic;

/// Reports why an export was not taken in.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum IngestError {
    #[error("không đọc được `{path}`: {problem}")]
    #[diagnostic(help(
        "xem lại đường dẫn, quyền đọc, và tệp có đang mở ở chương trình khác không"
    ))]
    Unreadable { path: String, problem: String, source: std::io::Error },

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
        "sửa tiêu đề trong tệp, hoặc nhờ người quản trị thêm các tiêu đề này vào `aliases` của connector, hoặc viết connector mới: `motcua connector new TÊN --from TỆP`"
    ))]
    Unrecognised { path: String, problem: String },

    #[error("`{path}`: tiêu đề của tệp hợp với {connectors} như nhau")]
    #[diagnostic(help("chọn một loại bằng `--connector`"))]
    Ambiguous { path: String, connectors: String },

    #[error("{place}: tiêu đề có cột `{column}` hai lần, lần sau viết là `{heading}`")]
    #[diagnostic(help(
        "đổi tên một trong hai cột trong tệp, hoặc nhờ người quản trị ghi tên riêng của cột ấy vào `aliases` của connector"
    ))]
    AmbiguousHeading { place: String, heading: String, column: String },

    #[error("{place}: có hai bảng đặt cạnh nhau, cùng các tiêu đề")]
    #[diagnostic(help(
        "chuyển bảng bên phải xuống dưới bảng bên trái hoặc sang trang tính khác, mỗi bảng giữ dòng tiêu đề của nó, rồi nạp lại"
    ))]
    SideBySide { place: String },

    #[error("không đọc được ghi chú `{path}` của kho lưu tệp: {problem}")]
    #[diagnostic(help(
        "nạp lại tệp gốc, hoặc nhờ người quản trị khôi phục cả tệp này và tệp .parquet cùng tên từ bản sao lưu; số liệu đang hiện vẫn là của lần trước"
    ))]
    Archive { path: String, problem: String },

    #[error("tệp `{path}` của kho lưu (nạp từ `{file_name}`) {problem}, nên chưa tính lại số liệu")]
    #[diagnostic(help(
        "nạp lại tệp gốc `{file_name}`, hoặc nhờ người quản trị khôi phục tệp trong kho từ bản sao lưu; số liệu đang hiện vẫn là của lần trước"
    ))]
    Damaged { path: String, file_name: String, problem: String },

    #[error(
        "sổ xoá hồ sơ `{path}` không còn như lúc ghi, nên không dựng số liệu: hồ sơ đã xoá có thể hiện lại"
    )]
    #[diagnostic(help(
        "khôi phục tệp này từ bản sao lưu gần nhất; số liệu đang hiện vẫn là của lần trước"
    ))]
    Ledger { path: String },

    #[error("`{path}`: tệp bị thay trong lúc đang đọc, nên chưa nạp")]
    #[diagnostic(help("đợi hệ thống ghi xong tệp rồi nạp lại"))]
    Replaced { path: String },
}

/// What the system says of a file, in the words of who has to act; the rest keeps the system's own number.
pub fn describe_io_problem(error: &std::io::Error) -> String {
    let known = match error.kind() {
        ErrorKind::NotFound => "không có tệp này",
        ErrorKind::PermissionDenied => "không có quyền",
        ErrorKind::IsADirectory => "đây là thư mục, không phải tệp",
        ErrorKind::NotADirectory => "đường dẫn đi qua một tệp, không phải thư mục",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "ổ đĩa đã đầy",
        ErrorKind::ReadOnlyFilesystem => "ổ đĩa chỉ cho đọc",
        ErrorKind::UnexpectedEof => "tệp bị cắt ngang",
        ErrorKind::InvalidData => "nội dung tệp bị hỏng",
        _ => "",
    };
    match (known, error.raw_os_error()) {
        ("", Some(number)) => format!("lỗi {number} của hệ điều hành"),
        ("", None) => "lỗi khi đọc, ghi tệp".to_owned(),
        (known, _) => known.to_owned(),
    }
}

impl IngestError {
    /// Makes the conversion of an IO error at a path.
    pub fn unreadable_file(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.display().to_string();
        move |source| Self::from_io(path, source)
    }

    /// Makes the error of a file that cannot be read; `path` is what the user sees.
    pub fn from_io(path: String, source: std::io::Error) -> Self {
        Self::Unreadable { path, problem: describe_io_problem(&source), source }
    }

    /// Makes the error of an export that is not as it should be, with its place and what to do.
    pub fn malformed_at(
        place: impl Into<String>,
        problem: impl std::fmt::Display,
        hint: &str,
    ) -> Self {
        Self::Malformed { place: place.into(), problem: format!("{problem}"), hint: hint.into() }
    }
}
