//! Which state was opened, held against the schema with everything that is asked of it.
//!
//! Invariant: nothing is written into a state that was carried away, put back or upgraded since it was opened, and nothing read from it.

use std::sync::Arc;

use super::{
    server_error::{OtherMark, ServerError},
    turn_note::TurnNote,
};

/// Stands before the id of a state that is being carried into a server: no data folder names it yet, and nobody may join it.
pub const COMING: &str = "coming-";

/// Stands before the id of a state that was carried out of a server: no data folder may use it any more.
pub const GONE: &str = "gone-";

/// Is what the check of ours raises.
const CODE: &str = "MTC01";

/// Holds what a schema says of itself when it is opened.
#[derive(Debug, Clone)]
pub struct LivingMark {
    pub state: String,
    pub step: usize,
    /// How far it has come; `None` of who asks for something else than to use it.
    pub turns: Option<Arc<TurnNote>>,
}

impl LivingMark {
    /// Writes the statement that fails where the schema holds anything else. It finds no table where a pooler handed over a connection of
    /// another schema.
    pub fn check_sql(&self) -> String {
        let Self { state, step, .. } = self;
        let turn = self.turns.as_ref().map_or(0, |turns| turns.highest());
        format!(
            "do $living$ declare kept record; begin select state_id, step, turn into kept from state_mark; \
             if kept.state_id is distinct from '{state}' or kept.step <> {step} or kept.turn < {turn} then \
             raise exception using errcode = '{CODE}', message = coalesce(kept.state_id, '') || ' ' || coalesce(kept.step, 0); \
             end if; end $living$"
        )
    }

    /// Writes the same for whoever is about to write, and counts that; the last row says how far it has come then.
    pub fn begin_sql(&self) -> String {
        let check = self.check_sql();
        format!("{check}; update state_mark set turn = turn + 1; select turn from state_mark")
    }

    /// Notes how far it has come.
    pub fn note_turn(&self, turn: i64) {
        if let Some(turns) = &self.turns {
            turns.note(turn);
        }
    }

    /// Reads what the check found; an error of something else stays as it is.
    pub fn read_error(&self, error: ServerError, schema: &str) -> ServerError {
        let found = match &error {
            ServerError::Told { code, told } if code == CODE => self.read_found(told),
            // There is no such table; of an older step no such column.
            ServerError::Told { code, .. } if code == "42P01" || code == "42703" => {
                OtherMark::Unknown
            }
            _ => return error,
        };
        ServerError::Other { schema: schema.to_owned(), found }
    }

    fn read_found(&self, told: &str) -> OtherMark {
        let (state, step) = told.rsplit_once(' ').unwrap_or_default();
        if is_gone(state, &self.state) {
            return OtherMark::Gone;
        }
        match step.parse() {
            Ok(step) if state == self.state && step == self.step => OtherMark::Older,
            Ok(step) if state == self.state => OtherMark::Step(step),
            _ => OtherMark::Unknown,
        }
    }
}

/// Tells whether a mark says of a state that it was carried out; after a full stop it names the copy.
pub fn is_gone(mark: &str, state: &str) -> bool {
    mark.strip_prefix(GONE).is_some_and(|rest| rest.split('.').next() == Some(state))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::carried_out("gone-a1.77 12", OtherMark::Gone)]
    #[case::carried_out_by_an_older_program("gone-a1 11", OtherMark::Gone)]
    #[case::another_one_carried_out("gone-a12.77 12", OtherMark::Unknown)]
    #[case::upgraded("a1 13", OtherMark::Step(13))]
    #[case::put_back("a1 12", OtherMark::Older)]
    #[case::another("b2 12", OtherMark::Unknown)]
    #[case::none(" 0", OtherMark::Unknown)]
    fn what_a_schema_holds_instead_is_told(#[case] told: &str, #[case] found: OtherMark) {
        let mark = LivingMark { state: "a1".into(), step: 12, turns: None };
        let error = ServerError::Told { code: CODE.into(), told: told.into() };
        let read = mark.read_error(error, "x");
        assert!(matches!(read, ServerError::Other { found: it, .. } if it == found), "{read:?}");
    }
}
