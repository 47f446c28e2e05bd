//! Lets a data folder use the state of another machine.

use std::path::Path;

use super::{
    move_state::{StateMove, put_aside},
    to_server::refuse_moved,
};
use crate::{
    catalog::connector::http::TokenFrom,
    state::{
        StateDatabase,
        error::StateError,
        server::{
            living_mark::{COMING, GONE},
            server_place::ServerPlace,
            server_schema::{describe_failure, read_mark, upgrade_schema},
        },
    },
};

/// Lets a data folder use the state that a server holds already, of another machine of the office. Fails where the folder has a state with
/// users of its own, or with anything that would be left behind, or names a server already; with `is_replaced` the latter two are left behind.
pub fn join_server(
    data: &Path,
    connection: TokenFrom,
    schema: &str,
    is_replaced: bool,
) -> Result<StateMove, StateError> {
    if !is_replaced {
        refuse_moved(data)?;
    }
    refuse_own(data, is_replaced)?;
    let mut place = ServerPlace { connection, schema: schema.to_owned(), state: String::new() };
    let server = place.connect()?;
    let mark = read_mark(&server);
    let mark = mark.map_err(|source| describe_failure(&server, "read the state", source))?;
    let (server_name, schema) = (server.shown(), schema.to_owned());
    place.state = match mark {
        Some((state, _)) if state.starts_with(COMING) => {
            return Err(StateError::Coming { server: server_name, schema });
        }
        Some((state, _)) if !state.starts_with(GONE) => state,
        _ => return Err(StateError::NoState { server: server_name, schema }),
    };
    upgrade_schema(&server, &place)?;
    place.write(data)?;
    let kept = put_aside(data)?;
    StateDatabase::open(data)?;
    Ok(StateMove { to: server.shown(), tables: Vec::new(), kept })
}

/// What only this folder holds would be seen by nobody any more.
fn refuse_own(data: &Path, is_left: bool) -> Result<(), StateError> {
    let path = data.join(StateDatabase::FILE);
    if !path.exists() || data.join(StateDatabase::PLACE).exists() {
        return Ok(());
    }
    let shown = path.display().to_string();
    let state = StateDatabase::open(data)?;
    if state.has_users()? {
        return Err(StateError::OwnUsers { path: shown });
    }
    let sql = "select exists (select 1 from delivery where state in ('due', 'sending')) \
        or exists (select 1 from run where state = 'waiting') or exists (select 1 from urging)";
    let has_work = state
        .read("look for what would be left behind", |c| c.query_row(sql, [], |row| row.get(0)));
    if !is_left && has_work? {
        return Err(StateError::OwnWork { path: shown });
    }
    Ok(())
}
