//! A file whose state lies elsewhere: whoever had it open before is told, instead of writing to what nobody reads.

use std::{fs, path::Path};

use rusqlite::Connection;

use super::{StateDatabase, StateError};

/// Stands in the head of a file that was carried into a server. It is written in the transaction that keeps everybody else from writing.
const MOVED: i32 = 0x6d74_6376;

/// Tells whether the state of a file was carried into a server.
pub fn is_moved(file: &Connection) -> rusqlite::Result<bool> {
    Ok(read_number(file)? == MOVED)
}

/// Marks a file as carried into a server, or takes the mark away.
pub fn mark_moved(file: &Connection, is_moved: bool) -> rusqlite::Result<()> {
    write_number(file, if is_moved { MOVED } else { 0 })
}

/// Reads the number a file was given by the move that made it; zero of one that no move made.
pub fn read_number(file: &Connection) -> rusqlite::Result<i32> {
    file.pragma_query_value(None, "application_id", |row| row.get(0))
}

/// Writes the number of the move that made a file.
pub fn write_number(file: &Connection, number: i32) -> rusqlite::Result<()> {
    file.pragma_update(None, "application_id", number)
}

/// Makes a number of a move of what was drawn.
pub fn move_number(drawn: &str) -> i32 {
    let number = i32::from_str_radix(drawn.get(..7).unwrap_or_default(), 16).unwrap_or_default();
    if [0, MOVED].contains(&number) { 1 } else { number }
}

/// Fails where a folder without a file had one that was carried elsewhere: a new one beside it would begin with nothing, unnoticed.
pub fn refuse_second(data: &Path) -> Result<(), StateError> {
    let Some(path) = find_left(data) else { return Ok(()) };
    Err(StateError::MovedAway { path })
}

/// Tells whether the state of a folder is a file of it, or would be: neither in a server nor carried there.
pub fn is_of_folder(data: &Path) -> bool {
    let is_there = |name: &str| data.join(name).exists();
    !is_there(StateDatabase::PLACE) && (is_there(StateDatabase::FILE) || find_left(data).is_none())
}

fn find_left(data: &Path) -> Option<String> {
    let is_left = |name: &str| {
        name.starts_with(StateDatabase::MOVED_FILE) || name == StateDatabase::BACK_FILE
    };
    let entries = fs::read_dir(data).ok()?.filter_map(Result::ok);
    let mut names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.find(|name| is_left(name)).map(|name| data.join(name).display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_had_the_file_open_writes_and_reads_nothing_once_it_was_carried_away() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = StateDatabase::open_file(folder.path()).expect("a state");
        assert!(!state.has_users().expect("asked"));
        let path = folder.path().join(StateDatabase::FILE);
        let file = Connection::open(&path).expect("opened");
        mark_moved(&file, true).expect("marked");
        let written = state.with("write", |t| t.execute("delete from session", []));
        assert!(matches!(written, Err(StateError::MovedAway { .. })), "{written:?}");
        assert!(matches!(state.has_users(), Err(StateError::MovedAway { .. })));
        assert!(matches!(
            StateDatabase::open_file(folder.path()),
            Err(StateError::MovedAway { .. })
        ));
        mark_moved(&file, false).expect("taken away");
        state
            .with("write", |t| t.execute("delete from session", []))
            .expect("it is the state again");
    }

    #[test]
    fn no_new_state_is_made_beside_one_that_was_carried_away() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("state.sqlite.moved-2"), "").expect("written");
        let refused = StateDatabase::open_file(folder.path()).err().expect("refused");
        assert!(matches!(refused, StateError::MovedAway { .. }), "{refused}");
        assert!(!folder.path().join(StateDatabase::FILE).exists());
        assert!(!is_of_folder(folder.path()), "an empty one to read would let everybody in");
    }
}
