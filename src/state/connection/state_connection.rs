//! A connection that closures ask and change the state over, whatever keeps it.

use std::cell::{Cell, OnceCell};

use rusqlite::types::Value;

use super::{
    row::StateRow,
    store_error::{StoreError, StoreResult},
    values::StatementValues,
};
use crate::state::{
    database::moved_file::is_moved,
    server::{living_mark::LivingMark, server_client::ServerClient},
};

/// Holds a connection to what keeps the state.
pub struct StateConnection {
    keeper: StateKeeper,
    /// Whether something is being written whole.
    is_writing: Cell<bool>,
    /// Which of several machines asks; none where there is but one.
    machine: OnceCell<String>,
}

enum StateKeeper {
    File(rusqlite::Connection),
    Server(Box<ServerClient>),
}

impl StateConnection {
    /// Makes a connection of an open file of `SQLite`.
    pub fn of_file(file: rusqlite::Connection) -> Self {
        Self::of_keeper(StateKeeper::File(file))
    }

    /// Makes a connection of one to a server.
    pub fn of_server(server: ServerClient) -> Self {
        Self::of_keeper(StateKeeper::Server(Box::new(server)))
    }

    fn of_keeper(keeper: StateKeeper) -> Self {
        Self { keeper, is_writing: Cell::new(false), machine: OnceCell::new() }
    }

    /// Says which of several machines asks, once.
    pub fn ask_as(&self, machine: String) {
        let _ = self.machine.set(machine);
    }

    /// Which of several machines asks; `None` where the state is of one.
    pub fn machine(&self) -> Option<&str> {
        self.machine.get().map(String::as_str)
    }

    /// Changes something; returns how many rows.
    pub fn execute(&self, sql: &str, values: impl StatementValues) -> StoreResult<usize> {
        let values = values.collect_values()?;
        Ok(match &self.keeper {
            StateKeeper::File(file) => file.execute(sql, rusqlite::params_from_iter(values))?,
            StateKeeper::Server(server) => server.execute(sql, &values)?,
        })
    }

    /// Asks for all rows of an answer.
    pub fn query_all<T>(
        &self,
        sql: &str,
        values: impl StatementValues,
        mut read: impl FnMut(&StateRow) -> StoreResult<T>,
    ) -> StoreResult<Vec<T>> {
        self.fetch(sql, values, usize::MAX)?.iter().map(&mut read).collect()
    }

    /// Asks for the first row of an answer. Fails where there is none.
    pub fn query_row<T>(
        &self,
        sql: &str,
        values: impl StatementValues,
        read: impl FnOnce(&StateRow) -> StoreResult<T>,
    ) -> StoreResult<T> {
        self.query_optional(sql, values, read)?.ok_or(StoreError::NoRow)
    }

    /// Asks for the first row of an answer; `None` where there is none.
    pub fn query_optional<T>(
        &self,
        sql: &str,
        values: impl StatementValues,
        read: impl FnOnce(&StateRow) -> StoreResult<T>,
    ) -> StoreResult<Option<T>> {
        self.fetch(sql, values, 1)?.first().map(read).transpose()
    }

    fn fetch(
        &self,
        sql: &str,
        values: impl StatementValues,
        at_most: usize,
    ) -> StoreResult<Vec<StateRow>> {
        let values = values.collect_values()?;
        match &self.keeper {
            StateKeeper::File(file) => fetch_of_file(file, sql, values, at_most),
            StateKeeper::Server(server) => Ok(server.query(sql, &values)?),
        }
    }

    /// Tells whether something is being written whole.
    pub fn is_writing(&self) -> bool {
        self.is_writing.get()
    }

    /// From now on nothing is asked of any other state of the server.
    pub fn hold_to(&self, living: LivingMark) {
        if let StateKeeper::Server(server) = &self.keeper {
            server.hold_to(living);
        }
    }

    /// Begins to write: until it ends nobody else writes. Fails where the state was carried elsewhere since it was opened.
    pub fn begin_writing(&self) -> StoreResult<OpenWrite<'_>> {
        match &self.keeper {
            StateKeeper::File(file) => file.execute_batch("begin immediate")?,
            StateKeeper::Server(server) => server.begin()?,
        }
        self.is_writing.set(true);
        let begun = OpenWrite { connection: self };
        self.ensure_living()?;
        Ok(begun)
    }

    /// Fails where a file was carried into a server since it was opened; a server is asked with each question.
    pub fn ensure_living(&self) -> StoreResult<()> {
        match &self.keeper {
            StateKeeper::File(file) if is_moved(file)? => Err(StoreError::MovedAway),
            _ => Ok(()),
        }
    }

    /// Runs statements without values.
    pub fn run_batch(&self, sql: &str) -> StoreResult<()> {
        match &self.keeper {
            StateKeeper::File(file) => file.execute_batch(sql)?,
            StateKeeper::Server(server) => server.run_batch(sql)?,
        }
        Ok(())
    }

    /// Begins to read everything as it is at one moment; nothing can be written until it ends.
    pub fn begin_snapshot(&self) -> StoreResult<OpenWrite<'_>> {
        match &self.keeper {
            StateKeeper::File(file) => file.execute_batch("begin")?,
            StateKeeper::Server(server) => server.begin_snapshot()?,
        }
        self.is_writing.set(true);
        Ok(OpenWrite { connection: self })
    }

    /// Names what keeps the state: the path of a file, host and database of a server.
    pub fn shown(&self) -> String {
        match &self.keeper {
            StateKeeper::File(file) => file.path().unwrap_or_default().to_owned(),
            StateKeeper::Server(server) => server.shown(),
        }
    }

    /// Gives the file of `SQLite`, where it is one.
    pub fn file(&self) -> Option<&rusqlite::Connection> {
        match &self.keeper {
            StateKeeper::File(file) => Some(file),
            StateKeeper::Server(_) => None,
        }
    }
}

/// Holds what is being written; what is not kept is taken back when it goes.
pub struct OpenWrite<'a> {
    connection: &'a StateConnection,
}

impl OpenWrite<'_> {
    /// Keeps what was written.
    pub fn commit(self) -> StoreResult<()> {
        match &self.connection.keeper {
            StateKeeper::File(file) => file.execute_batch("commit")?,
            StateKeeper::Server(server) => server.commit()?,
        }
        self.connection.is_writing.set(false);
        Ok(())
    }
}

impl Drop for OpenWrite<'_> {
    fn drop(&mut self) {
        if !self.connection.is_writing.replace(false) {
            return;
        }
        match &self.connection.keeper {
            // `SQLite` may have taken it back itself, as of a full disk.
            StateKeeper::File(file) if file.is_autocommit() => {}
            StateKeeper::File(file) => {
                if let Err(error) = file.execute_batch("rollback") {
                    tracing::error!(%error, "what was written by half was not taken back");
                }
            }
            StateKeeper::Server(server) => server.roll_back(),
        }
    }
}

fn fetch_of_file(
    file: &rusqlite::Connection,
    sql: &str,
    values: Vec<Value>,
    at_most: usize,
) -> StoreResult<Vec<StateRow>> {
    let mut statement = file.prepare(sql)?;
    let mut rows = statement.query(rusqlite::params_from_iter(values))?;
    let mut found = Vec::new();
    while found.len() < at_most
        && let Some(row) = rows.next()?
    {
        found.push(StateRow::of_file(row)?);
    }
    Ok(found)
}
