use crate::domain::sight::UnknownRole;

/// Lists what can go wrong with the state of an office.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum StateError {
    #[error("cannot {doing} in `{path}`: {source}")]
    #[diagnostic(help("the file must be writable, and on a disk of this machine with room left"))]
    Store { doing: &'static str, path: String, source: rusqlite::Error },

    #[error(
        "`{path}` do phiên bản motcua mới hơn ghi (bố cục {found}, chương trình này biết đến {known})"
    )]
    #[diagnostic(help(
        "dùng chương trình mới hơn, hoặc khôi phục bản sao lưu làm trước khi nâng cấp: `motcua restore`"
    ))]
    Newer { path: String, found: usize, known: usize },

    #[error("there is a user `{name}` already")]
    #[diagnostic(help(
        "`motcua user list` shows all; a disabled one comes back with `motcua user reset {name}`"
    ))]
    NameTaken { name: String },

    #[error("there is no user `{name}`")]
    #[diagnostic(help("`motcua user list` shows all"))]
    NoUser { name: String },

    #[error("`{name}` cannot be a user's name")]
    #[diagnostic(help("two to forty letters, digits, dots, hyphens or underscores"))]
    BadName { name: String },

    #[error("a user of the role `commune` needs an agency, and only such a one has it")]
    #[diagnostic(help("add `--agency CODE`, or choose another role"))]
    AgencyAndRole,

    #[error("the password has fewer than {least} characters")]
    #[diagnostic(help("several words are easy to keep in mind and hard to guess"))]
    ShortPassword { least: usize },

    #[error("`{name}` is the last administrator")]
    #[diagnostic(help("make another one first: `motcua user add NAME --role admin`"))]
    LastAdmin { name: String },

    #[error("the operating system gives no random numbers: {0}")]
    NoRandomness(String),

    #[error(transparent)]
    Role(#[from] UnknownRole),
}
