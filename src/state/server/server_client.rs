//! One connection to a server of PostgreSQL: made when it is first asked, made again after it broke, and never waited for without end.

use std::{
    cell::{Cell, RefCell},
    sync::Arc,
    time::{Duration, Instant},
};

use rusqlite::types::Value;
use tokio_postgres::{
    Client, NoTls, SimpleQueryMessage,
    types::{ToSql, Type},
};

use super::{
    living_mark::LivingMark,
    server_address::ServerAddress,
    server_error::ServerError,
    server_runtime::{begin_aside, wait_for},
    server_value::{OwnedValue, read_row},
    statement_text::translate_statement,
};
use crate::state::connection::{patience::PATIENCE, row::StateRow};

/// So long after it could not be reached it is not tried again: whoever asks meanwhile is told at once.
const REST: Duration = Duration::from_secs(2);

/// Holds a connection to one schema of a server.
pub struct ServerClient {
    address: ServerAddress,
    schema: String,
    client: RefCell<Option<Arc<Client>>>,
    /// Which state was opened; until then anything may be asked of the schema.
    living: RefCell<Option<LivingMark>>,
    /// When it could last not be reached, and why.
    failed: RefCell<Option<(Instant, String)>>,
    /// Between the begin and the end of what is written whole.
    is_within: Cell<bool>,
    /// How far the state has come once what is being written is kept.
    turn: Cell<i64>,
}

impl ServerClient {
    /// Makes a client that connects when it is first asked.
    pub fn new(address: ServerAddress, schema: &str) -> Self {
        Self {
            address,
            schema: schema.to_owned(),
            client: RefCell::default(),
            living: RefCell::default(),
            failed: RefCell::default(),
            is_within: Cell::new(false),
            turn: Cell::new(0),
        }
    }

    /// Names host and database.
    pub fn shown(&self) -> String {
        self.address.shown()
    }

    /// Names the schema.
    pub fn schema(&self) -> &str {
        &self.schema
    }

    /// From now on nothing is asked of any other state.
    pub fn hold_to(&self, living: LivingMark) {
        *self.living.borrow_mut() = Some(living);
    }

    /// Changes something; returns how many rows.
    pub fn execute(&self, sql: &str, values: &[Value]) -> Result<usize, ServerError> {
        let asked = AskedStatement::new(sql, values);
        let changed = self.ask(false, |client| {
            let asked = Arc::clone(&asked);
            async move { client.execute_typed(&asked.sql, &asked.given()).await }
        })?;
        Ok(usize::try_from(changed).unwrap_or(usize::MAX))
    }

    /// Asks for all rows of an answer. What only asks is asked again where the connection turns out to be broken.
    pub fn query(&self, sql: &str, values: &[Value]) -> Result<Vec<StateRow>, ServerError> {
        let asked = AskedStatement::new(sql, values);
        // Within what is being written it was held against the schema, and nobody else writes.
        let living = self.living.borrow().clone().filter(|_| !self.is_within.get());
        let check = living.as_ref().map(LivingMark::check_sql);
        let rows = self.ask(true, |client| {
            let (asked, check) = (Arc::clone(&asked), check.clone());
            async move {
                let given = asked.given();
                let question = client.query_typed(&asked.sql, &given);
                let Some(check) = check else { return question.await };
                // Both go at once, the check first.
                let (checked, rows) = tokio::join!(client.batch_execute(&check), question);
                checked?;
                rows
            }
        });
        let rows = rows.map_err(|error| self.read_error(error))?;
        rows.iter().map(read_row).collect()
    }

    /// Runs statements without values, as they stand.
    pub fn run_batch(&self, sql: &str) -> Result<(), ServerError> {
        self.ask(false, |client| {
            let sql = sql.to_owned();
            async move { client.batch_execute(&sql).await }
        })
    }

    /// Begins to write as the only one: whoever else writes into the schema waits for the end, as with `SQLite`.
    pub fn begin(&self) -> Result<(), ServerError> {
        // Nothing was done yet where the connection turns out to be broken.
        let check = self.living.borrow().as_ref().map(LivingMark::begin_sql).unwrap_or_default();
        let sql = format!(
            "begin isolation level read committed read write; \
             select pg_advisory_xact_lock(1836020835, hashtext('{}')); {check}",
            self.schema
        );
        let begun = self.ask(true, |client| {
            let sql = sql.clone();
            async move { client.simple_query(&sql).await }
        });
        match begun {
            Ok(told) => self.turn.set(read_turn(&told)),
            Err(error) => {
                // After a refused lock the transaction is still open.
                self.forget();
                return Err(self.read_error(error));
            }
        }
        self.is_within.set(true);
        Ok(())
    }

    /// Begins to read everything as it is at one moment.
    pub fn begin_snapshot(&self) -> Result<(), ServerError> {
        self.ask(true, |client| async move {
            client.batch_execute("begin isolation level repeatable read read only").await
        })?;
        self.is_within.set(true);
        Ok(())
    }

    /// Keeps what was written. Where no answer comes nobody knows whether it was: the error says so to whoever wrote.
    pub fn commit(&self) -> Result<(), ServerError> {
        // To a transaction in which something was refused and passed over, `commit` alone takes all back and says that it is well.
        let done = self.run_batch("select 1; commit");
        if done.is_ok() {
            self.is_within.set(false);
            if let Some(living) = &*self.living.borrow() {
                living.note_turn(self.turn.get());
            }
        }
        done
    }

    /// Takes back what was written; a connection that does not even do that is given up, and the server takes it back itself.
    pub fn roll_back(&self) {
        if self.client.borrow().is_some() && self.run_batch("rollback").is_err() {
            self.forget();
        }
        self.is_within.set(false);
    }

    fn read_error(&self, error: ServerError) -> ServerError {
        match &*self.living.borrow() {
            Some(living) => living.read_error(error, &self.schema),
            None => error,
        }
    }

    fn forget(&self) {
        *self.client.borrow_mut() = None;
    }

    /// Asks over the connection there is, or a new one; what may be asked twice is, where the old one is found broken.
    fn ask<T, F>(
        &self,
        may_repeat: bool,
        question: impl Fn(Arc<Client>) -> F,
    ) -> Result<T, ServerError>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, tokio_postgres::Error>> + Send + 'static,
    {
        let known = self.client.borrow().clone().filter(|client| !client.is_closed());
        if self.is_within.get() && known.is_none() {
            return Err(ServerError::BrokenOff);
        }
        let may_repeat = may_repeat && known.is_some() && !self.is_within.get();
        let client = known.map_or_else(|| self.connect(), Ok)?;
        match self.wait(question(client)) {
            Err(error) if may_repeat && error.is_broken() => self.wait(question(self.connect()?)),
            done => done,
        }
    }

    fn wait<T: Send + 'static>(
        &self,
        asked: impl Future<Output = Result<T, tokio_postgres::Error>> + Send + 'static,
    ) -> Result<T, ServerError> {
        let limit = PATIENCE + Duration::from_secs(2);
        let error = match wait_for(limit, asked) {
            Some(Ok(answer)) => return Ok(answer),
            Some(Err(error)) => ServerError::from(error),
            None => ServerError::Silent { seconds: limit.as_secs() },
        };
        if error.is_away() {
            self.forget();
        }
        // Whoever waits behind must not wait as long again.
        if matches!(error, ServerError::Silent { .. }) {
            *self.failed.borrow_mut() = Some((Instant::now(), error.to_string()));
        }
        Err(error)
    }

    fn connect(&self) -> Result<Arc<Client>, ServerError> {
        if let Some((at, told)) = &*self.failed.borrow()
            && at.elapsed() < REST
        {
            return Err(ServerError::Away { told: told.clone() });
        }
        let (address, set_up) = (self.address.clone(), set_up(&self.schema));
        let connecting = async move {
            let client = connect_to(&address).await?;
            client.batch_execute(&set_up).await?;
            Ok(client)
        };
        match self.wait(connecting) {
            Ok(client) => {
                let client = Arc::new(client);
                *self.client.borrow_mut() = Some(Arc::clone(&client));
                *self.failed.borrow_mut() = None;
                Ok(client)
            }
            Err(error) => {
                *self.failed.borrow_mut() = Some((Instant::now(), error.to_string()));
                Err(error)
            }
        }
    }
}

/// The last row of what was asked to begin; zero where nothing was.
fn read_turn(told: &[SimpleQueryMessage]) -> i64 {
    let mut rows = told.iter().rev();
    let last = rows.find_map(|one| match one {
        SimpleQueryMessage::Row(row) => row.get(0),
        _ => None,
    });
    last.and_then(|turn| turn.parse().ok()).unwrap_or_default()
}

/// Connects, and lets the talk go on beside.
async fn connect_to(address: &ServerAddress) -> Result<Client, tokio_postgres::Error> {
    let config = address.config();
    let Some(encryption) = address.encryption() else {
        let (client, talk) = config.connect(NoTls).await?;
        begin_aside(async move { drop(talk.await) });
        return Ok(client);
    };
    let (client, talk) = config.connect(encryption).await?;
    begin_aside(async move { drop(talk.await) });
    Ok(client)
}

/// What every connection is told first. What is kept stays kept whatever happens to the power, and nothing waits without end, on either side.
fn set_up(schema: &str) -> String {
    let patience = PATIENCE.as_millis();
    // The lock's limit comes first: who waited for another who writes is told so.
    let lock = patience - 2000;
    format!(
        "set search_path to \"{schema}\"; set statement_timeout = {patience}; set lock_timeout = {lock}; \
         set idle_in_transaction_session_timeout = {idle}; set standard_conforming_strings = on; set bytea_output = hex; \
         select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'",
        idle = 2 * patience
    )
}

/// A statement with its values, as a server is asked it.
struct AskedStatement {
    sql: String,
    values: Vec<OwnedValue>,
}

impl AskedStatement {
    fn new(sql: &str, values: &[Value]) -> Arc<Self> {
        let (sql, places) = translate_statement(sql, values);
        let values = places.iter().map(|place| OwnedValue::of(&values[*place])).collect();
        Arc::new(Self { sql, values })
    }

    fn given(&self) -> Vec<(&(dyn ToSql + Sync), Type)> {
        self.values.iter().map(OwnedValue::given).collect()
    }
}
