//! What can go wrong with the warehouse.

use miette::Diagnostic;

use crate::catalog::CatalogError;

/// Lists what can go wrong when a warehouse is built, published or asked.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum WarehouseError {
    #[error("{doing}: {source}")]
    Engine { doing: String, source: duckdb::Error },

    #[error("{doing}: {source}")]
    #[diagnostic(help("xem ổ đĩa còn chỗ trống không và quyền ghi vào thư mục dữ liệu"))]
    Io { doing: String, source: std::io::Error },

    #[error("trong `{data}` chưa có số liệu nào")]
    #[diagnostic(help("nạp tệp trước đã: `motcua ingest TỆP --data {data}`"))]
    NotBuilt { data: String },

    #[error("`{path}` do một phiên bản khác của motcua dựng")]
    #[diagnostic(help("dựng lại từ kho lưu tệp: `motcua build`"))]
    OtherVersion { path: String },

    #[error("`{path}` {problem}")]
    #[diagnostic(help("dựng lại từ kho lưu tệp: `motcua build --force`; không mất gì"))]
    DamagedFile { path: String, problem: &'static str },

    #[error("đang có việc nạp hoặc dựng số liệu khác chạy ({owner})")]
    #[diagnostic(help("đợi việc ấy xong rồi chạy lại; việc đã dừng giữa chừng thì tự nhả"))]
    Locked { owner: String },

    #[error("không công bố số liệu: kiểm tra `{id}` thấy {found} chỗ sai, chỗ đầu: {first}")]
    #[diagnostic(help(
        "số liệu đã công bố trước đó vẫn giữ nguyên; gửi câu này cho người quản trị (queries/checks/{id}.sql)"
    ))]
    Audit { id: String, found: usize, first: String },

    #[error("không có đơn vị nào tên `{scope}` như `scope` (đơn vị của văn phòng) ghi")]
    #[diagnostic(help("gần giống: {names}; sửa `--scope`, hoặc `scope` trong motcua.toml"))]
    Scope { scope: String, names: String },

    #[error("câu SQL của chương trình và giá trị điền vào `{{{name}}}` không khớp nhau")]
    #[diagnostic(help("đây là lỗi của motcua: gửi câu này cho người quản trị"))]
    Placeholder { name: String },

    #[error(transparent)]
    #[diagnostic(transparent)]
    Content(#[from] CatalogError),

    #[error("tài khoản này không được xem phần này")]
    OutOfSight,

    #[error("`{path}`, dòng {line}: {problem}")]
    #[diagnostic(help("dòng tiêu đề của tệp danh mục phải ghi đúng tên cột của bảng"))]
    Reference { path: String, line: u64, problem: String },

    #[error(
        "`{file}`: {rows} dòng không được nhận mà cũng không bị loại, đầu tiên là dòng {first}: lỗi của connector hoặc của motcua"
    )]
    #[diagnostic(help("báo người quản trị kèm tên connector; không dùng số liệu của tệp này"))]
    Lost { file: String, rows: u64, first: u64 },
}

impl WarehouseError {
    /// Returns a closure for `map_err` that wraps an engine error with what was being done.
    pub fn wrap_engine(doing: impl Into<String>) -> impl FnOnce(duckdb::Error) -> Self {
        let doing = doing.into();
        move |source| Self::Engine { doing, source }
    }

    /// Whether the content's SQL or the rows it met are at fault, not the machine.
    pub fn is_of_content(&self) -> bool {
        let Self::Engine { source, .. } = self else {
            return matches!(self, Self::Lost { .. });
        };
        let told = source.to_string();
        let of_the_machine = [
            "IO",
            "Out of Memory",
            "Interrupt",
            "INTERNAL",
            "FATAL",
            "TransactionContext",
            "Connection",
        ];
        !of_the_machine.iter().any(|fault| told.starts_with(&format!("{fault} Error")))
    }

    /// Whether the published file may not be as it was written; only reading it through says so for sure.
    pub fn may_be_damage(&self) -> bool {
        let of_the_file = ["IO Error", "Serialization Error", "INTERNAL Error", "FATAL Error"];
        match self {
            // A file whose first blocks cannot be read looks as if another program had written it.
            Self::DamagedFile { .. } | Self::OtherVersion { .. } => true,
            Self::Engine { source, .. } => {
                let told = source.to_string();
                of_the_file.iter().any(|fault| told.starts_with(fault))
            }
            _ => false,
        }
    }

    /// Returns a closure for `map_err` that wraps an IO error with what was being done.
    pub fn wrap_io(doing: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let doing = doing.into();
        move |source| Self::Io { doing, source }
    }
}
