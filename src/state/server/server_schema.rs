//! The schema of a state in a server: made once, brought to the newest shape by whoever opens it first, by one at a time.

use rusqlite::{params, types::Value};

use super::{
    living_mark::{COMING, LivingMark, is_gone},
    server_error::{OtherMark, ServerError},
    server_place::ServerPlace,
};
use crate::state::{
    connection::{StateConnection, StoreError, StoreResult},
    error::StateError,
};

/// The step at which a server first held a state: steps are numbered as those of `SQLite` are.
pub const FIRST_STEP: usize = 11;

/// Each brings the schema from the one before it to its own number. Applied ones are never changed.
const STEPS: [&[&str]; 2] = [
    &[
        include_str!("../schema/server/11_access.sql"),
        include_str!("../schema/server/11_audit.sql"),
        include_str!("../schema/server/11_sending.sql"),
        include_str!("../schema/server/11_outbox.sql"),
    ],
    &[include_str!("../schema/server/12_machines.sql")],
];

/// Counts the steps this program knows.
pub const KNOWN_STEPS: usize = FIRST_STEP - 1 + STEPS.len();

/// Makes the schema of a new state within what is being written, under an id that was drawn for it. Fails where the schema holds anything.
pub fn make_schema(
    server: &StateConnection,
    schema: &str,
    state_id: &str,
) -> Result<(), StateError> {
    let told = |source| describe_failure(server, "make the schema", source);
    let encoding: String = server
        .query_row("select getdatabaseencoding()::text", [], |row| row.get(0))
        .map_err(told)?;
    if encoding != "UTF8" {
        return Err(StateError::Encoding { server: server.shown(), encoding });
    }
    let is_there = "select exists (select 1 from pg_namespace where nspname = ?1)";
    if !server.query_row(is_there, [schema], |row| row.get::<bool>(0)).map_err(told)? {
        server.run_batch(&format!("create schema \"{schema}\"")).map_err(told)?;
    }
    // Who may make tables there could put another in the place of ours.
    let is_own = "select nspowner = current_user::regrole and not exists (select 1 from aclexplode(nspacl) granted \
        where granted.privilege_type = 'CREATE' and granted.grantee <> nspowner) from pg_namespace where nspname = ?1";
    if !server.query_row(is_own, [schema], |row| row.get::<bool>(0)).map_err(told)? {
        return Err(StateError::NotOwned { server: server.shown(), schema: schema.to_owned() });
    }
    let holds = "select exists (select 1 from pg_class where relnamespace = ?1::regnamespace)";
    if server.query_row(holds, [schema], |row| row.get::<bool>(0)).map_err(told)? {
        return Err(StateError::Taken { server: server.shown(), schema: schema.to_owned() });
    }
    apply_steps(server, FIRST_STEP - 1).map_err(told)?;
    let sql = "insert into state_mark (id, state_id, step) values (1, ?1, ?2)";
    let step = Value::Integer(i64::try_from(KNOWN_STEPS).unwrap_or(i64::MAX));
    server.execute(sql, params![state_id, step]).map(drop).map_err(told)
}

/// Reads which state a schema holds and at which step it is; `None` where it holds none of ours.
pub fn read_mark(server: &StateConnection) -> StoreResult<Option<(String, usize)>> {
    let read = server.query_optional("select state_id, step from state_mark", [], |row| {
        Ok((row.get(0)?, row.get::<u32>(1)? as usize))
    });
    match read {
        // There is no such table, or no such schema.
        Err(StoreError::Server(ServerError::Told { code, .. })) if code == "42P01" => Ok(None),
        read => read,
    }
}

/// Holds a schema against what a data folder says of it; returns its step. Fails where it holds no state, or another one.
pub fn check_mark(server: &StateConnection, place: &ServerPlace) -> Result<usize, StateError> {
    let mark = read_mark(server);
    let mark = mark.map_err(|source| describe_failure(server, "open the state", source))?;
    match mark {
        Some((state, step)) if is_of_place(&state, place) && step > KNOWN_STEPS => {
            Err(StateError::Newer { path: server.shown(), found: step, known: KNOWN_STEPS })
        }
        Some((state, step)) if is_of_place(&state, place) => Ok(step),
        Some((state, _)) if is_gone(&state, &place.state) => {
            Err(StateError::MovedBack { server: server.shown(), schema: place.schema.clone() })
        }
        _ => Err(StateError::OtherState { server: server.shown(), schema: place.schema.clone() }),
    }
}

/// Only the folder that carried the state there names one that is still coming: where it names it, all was copied.
fn is_of_place(mark: &str, place: &ServerPlace) -> bool {
    mark.strip_prefix(COMING).unwrap_or(mark) == place.state
}

/// Brings the schema to the newest shape, unless another program does so meanwhile, and finishes what a move left to be done. From then on the
/// connection asks no other state.
pub fn upgrade_schema(server: &StateConnection, place: &ServerPlace) -> Result<(), StateError> {
    let told = |source| describe_failure(server, "bring the schema up to date", source);
    let mark = read_mark(server).map_err(told)?;
    if check_mark(server, place)? < KNOWN_STEPS
        || mark.is_some_and(|(state, _)| state != place.state)
    {
        let begun = server.begin_writing().map_err(told)?;
        let found = check_mark(server, place)?;
        apply_steps(server, found).map_err(told)?;
        let step = Value::Integer(i64::try_from(KNOWN_STEPS).unwrap_or(i64::MAX));
        let sql = "update state_mark set state_id = ?1, step = ?2";
        server.execute(sql, params![place.state, step]).map_err(told)?;
        begun.commit().map_err(told)?;
    }
    server.hold_to(living_mark(place));
    Ok(())
}

/// What is asked of a schema from when it was opened.
pub fn living_mark(place: &ServerPlace) -> LivingMark {
    LivingMark { state: place.state.clone(), step: KNOWN_STEPS, turns: None }
}

fn apply_steps(server: &StateConnection, found: usize) -> StoreResult<()> {
    for text in STEPS[found + 1 - FIRST_STEP..].iter().copied().flatten() {
        server.run_batch(text)?;
    }
    Ok(())
}

/// What an error of a server says to whoever has to act.
pub fn describe_failure(
    server: &StateConnection,
    doing: &'static str,
    source: StoreError,
) -> StateError {
    tell_server(&server.shown(), &source).unwrap_or_else(|| StateError::Server {
        doing,
        server: server.shown(),
        source: Box::new(source),
    })
}

/// What only a server can be wrong with: it is away, or holds another state than the one that was opened.
pub fn tell_server(shown: &str, source: &StoreError) -> Option<StateError> {
    let server = shown.to_owned();
    let StoreError::Server(error) = source else { return None };
    Some(match error {
        ServerError::Other { schema, found } => {
            let schema = schema.clone();
            match found {
                OtherMark::Gone => StateError::MovedBack { server, schema },
                OtherMark::Step(found) => {
                    StateError::Newer { path: server, found: *found, known: KNOWN_STEPS }
                }
                OtherMark::Older => StateError::PutBack { server, schema },
                OtherMark::Unknown => StateError::OtherState { server, schema },
            }
        }
        // The lock of the schema was not had in time.
        ServerError::Told { code, .. } if code == "55P03" => StateError::Busy { path: server },
        error if error.is_away() => StateError::Away { server, told: error.to_string() },
        _ => return None,
    })
}
