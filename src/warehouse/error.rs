//! What can go wrong with the warehouse.

use miette::Diagnostic;

#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum WarehouseError {
    #[error("{doing}: {source}")]
    Engine { doing: String, source: duckdb::Error },

    #[error("{doing}: {source}")]
    #[diagnostic(help("check free space and the rights on the data folder"))]
    Io { doing: String, source: std::io::Error },

    #[error("there is no warehouse in `{data}` yet")]
    #[diagnostic(help("take some exports in first: `motcua ingest PATH --data {data}`"))]
    NotBuilt { data: String },

    #[error("`{path}` was built by another version of motcua")]
    #[diagnostic(help("build it anew from the archive: `motcua build`"))]
    OtherVersion { path: String },

    #[error("another build is running: {owner}")]
    #[diagnostic(help("wait until it is done; a crashed build lets go by itself"))]
    Locked { owner: String },

    #[error("the check `{id}` keeps this build from being published: {found} rows, first {first}")]
    #[diagnostic(help("the warehouse published before is untouched; see queries/checks/{id}.sql"))]
    Audit { id: String, found: usize, first: String },

    #[error("no agency is called `{scope}`, which the scope names")]
    #[diagnostic(help("nearest: {names}"))]
    Scope { scope: String, names: String },

    #[error("this is not to be seen by who asks")]
    OutOfSight,

    #[error("`{path}`, line {line}: {problem}")]
    #[diagnostic(help("the heading of a reference file names columns of its table"))]
    Reference { path: String, line: u64, problem: String },

    #[error(
        "`{file}`: {rows} dòng không được nhận mà cũng không bị loại, đầu tiên là dòng {first}: lỗi của connector hoặc của motcua"
    )]
    #[diagnostic(help("báo người quản trị kèm tên connector; không dùng số liệu của tệp này"))]
    Lost { file: String, rows: u64, first: u64 },
}

impl WarehouseError {
    pub fn engine(doing: impl Into<String>) -> impl FnOnce(duckdb::Error) -> Self {
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

    pub fn io(doing: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let doing = doing.into();
        move |source| Self::Io { doing, source }
    }
}
