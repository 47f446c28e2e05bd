//! Copies all rows of a state, whatever keeps it, and holds what came against what went.

use rusqlite::types::Value;

use crate::state::{
    connection::{StateConnection, StateRow, StoreResult},
    error::StateError,
};

/// Holds a table: its name, and the columns its rows are told apart and put in order by.
pub struct StateTable {
    pub name: &'static str,
    pub key: &'static str,
}

/// Lists all tables, what others name before those that name it.
pub const TABLES: [StateTable; 17] = [
    StateTable { name: "user", key: "id" },
    StateTable { name: "session", key: "digest" },
    StateTable { name: "token", key: "id" },
    StateTable { name: "audit", key: "id" },
    StateTable { name: "audit_repeat", key: "audit_id" },
    StateTable { name: "audit_retention", key: "id" },
    StateTable { name: "device_key", key: "id" },
    StateTable { name: "schedule_mark", key: "schedule_id" },
    StateTable { name: "run", key: "id" },
    StateTable { name: "parcel", key: "id" },
    StateTable { name: "parcel_file", key: "parcel_id, number" },
    StateTable { name: "delivery", key: "id" },
    StateTable { name: "alert", key: "id" },
    StateTable { name: "backup_record", key: "id" },
    StateTable { name: "proof_record", key: "id" },
    StateTable { name: "urging", key: "id" },
    StateTable { name: "duty", key: "name" },
];

/// Are the tables whose numbers a server draws itself.
const NUMBERED: [&str; 10] = [
    "user",
    "token",
    "audit",
    "run",
    "parcel",
    "delivery",
    "alert",
    "backup_record",
    "proof_record",
    "urging",
];

/// So many rows go at once; of attachments, which are large, one: an answer is waited for so long and no longer.
const ROWS: usize = 200;
const LARGE_ROWS: usize = 1;

/// Copies every row within what is being written to `to`, which holds a schema and nothing else; returns the tables with the number of
/// their rows. Fails where a row that came is not as it was.
pub fn copy_state(
    from: &StateConnection,
    to: &StateConnection,
) -> Result<Vec<(&'static str, u64)>, StateError> {
    let failed = |source| StateError::Store { doing: "copy the state", path: to.shown(), source };
    // The schema comes with this one row.
    to.execute("delete from audit_retention", []).map_err(failed)?;
    let mut counted = Vec::new();
    for table in TABLES {
        let columns = list_columns(from, to, table.name).map_err(failed)?;
        let rows = copy_table(from, to, &table, &columns).map_err(failed)?;
        if !is_same(from, to, &table, &columns).map_err(failed)? {
            return Err(StateError::Differs { table: table.name.to_owned() });
        }
        counted.push((table.name, rows));
    }
    if to.file().is_none() {
        for table in NUMBERED {
            let sql = format!(
                "select setval(pg_get_serial_sequence('\"{table}\"', 'id'), \
                 (select coalesce(max(id), 0) + 1 from {table}), false)"
            );
            to.query_row(&sql, [], |_| Ok(())).map_err(failed)?;
        }
    }
    Ok(counted)
}

/// Lets go of every row that a move broken off has copied, within what is being written.
pub fn empty_tables(server: &StateConnection) -> StoreResult<()> {
    // The log lets go of nothing unless that is said; whoever copies anew begins with this row.
    server.execute("update audit_retention set is_open = 1", [])?;
    for table in TABLES.iter().rev().filter(|table| table.name != "audit_retention") {
        server.execute(&format!("delete from {}", table.name), [])?;
    }
    Ok(())
}

/// Reads every row of every table; returns how many there are.
pub fn read_through(connection: &StateConnection) -> StoreResult<usize> {
    let mut rows = 0;
    for table in TABLES {
        let all = ["*".to_owned()];
        let mut done = 0;
        loop {
            let read = read_rows(connection, &table, &all, done)?.len();
            if read == 0 {
                break;
            }
            done += read;
        }
        rows += done;
    }
    Ok(rows)
}

/// The columns as `SQLite` has them, which one of the two always is.
fn list_columns(
    from: &StateConnection,
    to: &StateConnection,
    table: &str,
) -> StoreResult<Vec<String>> {
    let file = if from.file().is_some() { from } else { to };
    let sql = "select name from pragma_table_info(?1) order by cid";
    file.query_all(sql, [table], |row| row.get(0))
}

fn copy_table(
    from: &StateConnection,
    to: &StateConnection,
    table: &StateTable,
    columns: &[String],
) -> StoreResult<u64> {
    let (mut done, names) = (0, columns.join(", "));
    loop {
        let rows = read_rows(from, table, columns, done)?;
        if rows.is_empty() {
            return Ok(done as u64);
        }
        let mut numbers = 1..;
        let one = |_: &StateRow| {
            let holes: Vec<String> =
                numbers.by_ref().take(columns.len()).map(|number| format!("?{number}")).collect();
            format!("({})", holes.join(", "))
        };
        let holes: Vec<String> = rows.iter().map(one).collect();
        let sql = format!("insert into {} ({names}) values {}", table.name, holes.join(", "));
        let values: Vec<Value> = rows.iter().flat_map(StateRow::values).cloned().collect();
        done += to.execute(&sql, values.as_slice())?;
    }
}

fn is_same(
    from: &StateConnection,
    to: &StateConnection,
    table: &StateTable,
    columns: &[String],
) -> StoreResult<bool> {
    let mut done = 0;
    loop {
        let went = read_rows(from, table, columns, done)?;
        let came = read_rows(to, table, columns, done)?;
        if went.len() != came.len() || went.iter().zip(&came).any(|(a, b)| !is_same_row(a, b)) {
            return Ok(false);
        }
        if went.is_empty() {
            return Ok(true);
        }
        done += went.len();
    }
}

/// A server keeps no character of number zero: a sign stands for it.
fn is_same_row(went: &StateRow, came: &StateRow) -> bool {
    let kept = |value: &Value| match value {
        Value::Text(text) => Value::Text(text.replace('\0', "\u{2400}")),
        other => other.clone(),
    };
    went.values().iter().map(kept).eq(came.values().iter().map(kept))
}

fn read_rows(
    connection: &StateConnection,
    table: &StateTable,
    columns: &[String],
    done: usize,
) -> StoreResult<Vec<StateRow>> {
    let (names, name, key) = (columns.join(", "), table.name, table.key);
    let rows = if name == "parcel_file" { LARGE_ROWS } else { ROWS };
    let sql = format!("select {names} from {name} order by {key} limit {rows} offset {done}");
    connection.query_all(&sql, [], |row| Ok(row.clone()))
}
