//! Why a backup could not be made, read or restored, and what to do.

use std::{io, path::Path};

use miette::Diagnostic;

use crate::{
    catalog::CatalogError,
    ingest::{FileProblem, IngestError},
    state::StateError,
    warehouse::WarehouseError,
};

/// Reports why a backup was not made, not restored or cannot be trusted.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum BackupError {
    #[error("không đọc hoặc ghi được `{path}`: {problem}")]
    #[diagnostic(help("xem ổ đĩa còn cắm, còn chỗ trống và có quyền ghi không, rồi chạy lại"))]
    Disk { path: String, problem: FileProblem, source: io::Error },

    #[error("thư mục sao lưu `{path}` nằm trong thư mục dữ liệu")]
    #[diagnostic(help("chọn một thư mục khác, tốt nhất là trên ổ đĩa khác hoặc máy khác"))]
    Inside { path: String },

    #[error("chưa có thư mục sao lưu `{path}`")]
    #[diagnostic(help(
        "gắn ổ đĩa rồi đợi lần sau; lần đầu thì tạo thư mục ấy bên trong ổ đĩa, hoặc chạy `motcua backup {path}`"
    ))]
    NoFolder { path: String },

    #[error("đang có việc sao lưu khác ghi vào `{path}`")]
    #[diagnostic(help("đợi việc ấy xong rồi chạy lại; việc đã dừng giữa chừng thì tự nhả"))]
    Locked { path: String },

    #[error("trong `{path}` không có bản sao lưu nào{before}")]
    #[diagnostic(help(
        "xem lại đường dẫn: thư mục sao lưu có hai thư mục con `objects` và `backups`"
    ))]
    NoBackup { path: String, before: String },

    #[error("bản sao lưu `{path}` {problem}")]
    #[diagnostic(help(
        "dùng bản sao lưu khác: `motcua restore … --at NGÀY-GIỜ`, hoặc thư mục sao lưu khác"
    ))]
    Damaged { path: String, problem: String },

    #[error(
        "`{path}` do phiên bản motcua mới hơn ghi (bố cục {found}, chương trình này biết đến {known})"
    )]
    #[diagnostic(help("dùng chương trình mới hơn, hoặc bản sao lưu làm trước khi nâng cấp"))]
    Newer { path: String, found: u32, known: u32 },

    #[error("không đọc được `{path}`, nên không rõ thư mục dữ liệu do phiên bản motcua nào ghi")]
    #[diagnostic(help(
        "xoá tệp này nếu chưa từng dùng chương trình mới hơn, hoặc khôi phục từ bản sao lưu"
    ))]
    NotMarked { path: String },

    #[error("`{path}` đã có dữ liệu, nên không khôi phục vào đó")]
    #[diagnostic(help("chọn một thư mục chưa có hoặc còn trống bằng `--data`"))]
    NotEmpty { path: String },

    #[error(transparent)]
    #[diagnostic(transparent)]
    Catalog(#[from] CatalogError),

    #[error(transparent)]
    #[diagnostic(transparent)]
    Ingest(#[from] IngestError),

    #[error(transparent)]
    #[diagnostic(transparent)]
    State(#[from] StateError),

    #[error(transparent)]
    #[diagnostic(transparent)]
    Warehouse(#[from] WarehouseError),
}

impl BackupError {
    /// Makes the conversion of an IO error at a path.
    pub fn at_path(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.display().to_string();
        move |source| Self::Disk { path, problem: FileProblem::from(&source), source }
    }
}
