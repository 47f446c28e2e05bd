//! Goes on with a state that somebody put back from a copy.

use std::path::Path;

use jiff::civil::DateTime;
use rusqlite::params;

use crate::{
    catalog::phrases::PhraseBook,
    state::{
        StateDatabase,
        audit::AuditAction,
        connection::StoreResult,
        error::StateError,
        server::{
            server_place::ServerPlace,
            server_schema::{describe_failure, upgrade_schema},
            turn_note::TurnNote,
        },
        stamp,
    },
};

/// Beyond what any other machine of the office can have seen before it was put back.
const LEAP: i64 = 1_000_000_000;

/// Lets a data folder go on with a state that is less far than it has seen. What was sent, made and changed since nobody knows: what was to be
/// sent counts as uncertain, what was to be made as failed, no time that has passed is caught up, and all sessions end. Returns how many
/// deliveries are in doubt.
pub fn accept_older(data: &Path, now: DateTime) -> Result<usize, StateError> {
    let Some(place) = ServerPlace::read(data)? else {
        let path = data.join(StateDatabase::FILE).display().to_string();
        return Err(StateError::NotMoved { path });
    };
    let server = place.connect()?;
    upgrade_schema(&server, &place)?;
    let note = TurnNote::read(data, &place.state);
    let phrases = PhraseBook::built_in();
    let problem = phrases.format_phrase("state.put_back", &[]);
    let detail = phrases.format_phrase("state.accepted", &[]);
    let at = stamp(now);
    let accept = || -> StoreResult<(usize, i64)> {
        let begun = server.begin_writing()?;
        server.execute("delete from session", [])?;
        let sql = "update delivery set state = 'uncertain', problem = ?1, changed_at = ?2, owner = null, leased_until = null \
            where state in ('due', 'sending')";
        let in_doubt = server.execute(sql, params![problem, at])?;
        let sql = "update run set state = 'failed', note = ?1, changed_at = ?2, owner = null, leased_until = null where state = 'waiting'";
        server.execute(sql, params![problem, at])?;
        server.execute(
            "update schedule_mark set planned_at = ?1, seen_at = ?1, begun_at = ?1",
            [&at],
        )?;
        let sql = "insert into audit (at, address, action, detail) values (?1, 'console', ?2, ?3)";
        server.execute(sql, params![at, AuditAction::Change.id(), detail])?;
        let sql = "update state_mark set turn = ?1 + case when turn < ?2 then ?2 else turn end returning turn";
        let turn = server.query_row(sql, params![LEAP, note.highest()], |row| row.get(0))?;
        begun.commit()?;
        Ok((in_doubt, turn))
    };
    let accepted =
        accept().map_err(|source| describe_failure(&server, "go on with the state", source));
    let (in_doubt, turn) = accepted?;
    note.note(turn);
    Ok(in_doubt)
}
