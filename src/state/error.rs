use super::access::password_rules::{LEAST, PasswordFault};
use crate::domain::sight::UnknownRole;

/// Lists what can go wrong with the state of an office.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum StateError {
    #[error("cannot {doing} in `{path}`: {source}")]
    #[diagnostic(help("the file must be writable, and on a disk of this machine with room left"))]
    Store { doing: &'static str, path: String, source: rusqlite::Error },

    #[error("`{path}` was written by a newer motcua (schema {found}, this one knows {known})")]
    #[diagnostic(help("use the newer program, or restore the copy made before it was installed"))]
    Newer { path: String, found: usize, known: usize },

    #[error("`{path}` bị hỏng, hoặc không phải tệp trạng thái của motcua")]
    #[diagnostic(help(
        "dừng motcua, rồi khôi phục tệp này từ bản sao lưu gần nhất; đừng xóa tệp hỏng"
    ))]
    Unsound { path: String },

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

    #[error(transparent)]
    #[diagnostic(help(
        "ghép vài từ không liên quan với nhau, từ {LEAST} ký tự: dễ nhớ mà khó đoán"
    ))]
    GuessedPassword(#[from] PasswordFault),

    #[error("`{path}` rỗng, không còn tài khoản nào trong đó, nên không mở")]
    #[diagnostic(help(
        "khôi phục tệp này từ bản sao lưu; nếu thư mục dữ liệu này chưa từng có tài khoản nào thì xóa tệp rỗng ấy rồi chạy lại"
    ))]
    Emptied { path: String },

    #[error("`{path}` bị hỏng hoặc không phải tệp trạng thái của motcua, nên không mở")]
    #[diagnostic(help(
        "dừng motcua, rồi khôi phục tệp này từ bản sao lưu gần nhất; đừng xóa tệp hỏng, còn cần để xem lại"
    ))]
    Damaged { path: String },

    #[error(
        "`{path}` không có tài khoản nào, mà thư mục dữ liệu này đã từng có tài khoản (tệp `{mark}`), nên không mở cho mọi người"
    )]
    #[diagnostic(help(
        "khôi phục `{path}` từ bản sao lưu; nếu đúng là muốn làm lại từ đầu thì xóa tệp `{mark}` rồi thêm tài khoản bằng `motcua user add`"
    ))]
    UsersLost { path: String, mark: String },

    #[error("`{name}` is the last administrator")]
    #[diagnostic(help("make another one first: `motcua user add NAME --role admin`"))]
    LastAdmin { name: String },

    #[error("the operating system gives no random numbers: {0}")]
    NoRandomness(String),

    #[error(transparent)]
    Role(#[from] UnknownRole),
}

impl StateError {
    /// Tells whether nothing can be kept now, because the disk is full or may only be read.
    pub fn is_unwritable(&self) -> bool {
        use rusqlite::ErrorCode::{
            CannotOpen, DiskFull, PermissionDenied, ReadOnly, SystemIoFailure,
        };
        match self {
            Self::Store { source: rusqlite::Error::ToSqlConversionFailure(_), .. } => true,
            Self::Store { source, .. } => matches!(
                source.sqlite_error_code(),
                Some(CannotOpen | DiskFull | PermissionDenied | ReadOnly | SystemIoFailure)
            ),
            _ => false,
        }
    }

    /// Passes over what could not be noted while nothing can be kept: what was only to be noted stops nobody.
    pub fn pass_over_unwritable(noted: Result<(), Self>) -> Result<(), Self> {
        match noted {
            Err(error) if error.is_unwritable() => Ok(()),
            other => other,
        }
    }
}
