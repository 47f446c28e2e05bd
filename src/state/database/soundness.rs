//! Whether the state is whole, and whether it still has the users it had.
//!
//! Without a user everybody may look, so a state that lost its users must not be taken for a new one: once a data folder has
//! users, a small file beside the state says so.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::Connection;

use crate::state::connection::{StateConnection, StoreResult};

/// Is the file that says so; whoever wants to begin anew removes it.
pub const MARK: &str = "has-users.txt";

const MARK_TEXT: &str = "Thư mục dữ liệu này có tài khoản người dùng, trong tệp state.sqlite hoặc máy chủ PostgreSQL. Tệp này để khi nơi ấy bị mất \
    hoặc bị xóa trắng thì motcua không mở trang cho mọi người xem: đừng xóa, trừ khi muốn bỏ hết tài khoản để làm lại từ đầu.\n";

/// The file beside a state that says it has users.
pub fn mark_path(state: &Path) -> PathBuf {
    state.with_file_name(MARK)
}

/// Notes beside the state that it has users. A folder that cannot be written to is told of where something is stored.
pub fn mark_users(state: &Path) {
    let mark = mark_path(state);
    if !mark.exists()
        && let Err(error) = fs::write(&mark, MARK_TEXT)
    {
        tracing::error!(error = %error, path = %mark.display(), "that there are users is not noted");
    }
}

/// Whether a file that was there holds nothing at all, once nobody writes to it.
pub fn is_emptied(connection: &Connection, patience: Duration) -> rusqlite::Result<bool> {
    connection.busy_timeout(patience)?;
    connection.execute_batch("begin immediate")?;
    let holds = "select exists (select 1 from sqlite_schema)";
    let holds_something: bool = connection.query_row(holds, [], |row| row.get(0))?;
    connection.execute_batch("rollback")?;
    Ok(!holds_something)
}

/// Whether nothing is wrong in what is kept, as far as it can be told. A server looks after its own files.
pub fn is_whole_state(connection: &StateConnection) -> StoreResult<bool> {
    Ok(connection.file().map_or(Ok(true), is_whole)?)
}

/// Whether `SQLite` finds nothing wrong in the whole file.
pub fn is_whole(connection: &Connection) -> rusqlite::Result<bool> {
    let said: String = connection.query_row("pragma quick_check(1)", [], |row| row.get(0))?;
    Ok(said == "ok")
}
