//! Enums as the words they are stored under.
//!
//! A word this program does not know is an error that names it, never some other state.

use rusqlite::types::{FromSqlError, FromSqlResult, ValueRef};

/// Tells of a stored word that no variant is called by.
#[derive(Debug, thiserror::Error)]
#[error("`{word}` is no {what}")]
pub(in crate::state) struct UnknownWord {
    pub what: &'static str,
    pub word: String,
}

/// Reads a word, and refuses one that means nothing.
pub(in crate::state) fn read_word<T>(
    value: ValueRef<'_>,
    what: &'static str,
    meaning: impl FnOnce(&str) -> Option<T>,
) -> FromSqlResult<T> {
    let word = value.as_str()?;
    let unknown = || UnknownWord { what, word: word.to_owned() };
    meaning(word).ok_or_else(|| FromSqlError::other(unknown()))
}

/// Stores an enum by its `id()`, and reads it back from among its `ALL`.
macro_rules! stored_word {
    ($type:ty, $what:literal) => {
        impl rusqlite::types::ToSql for $type {
            fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
                Ok(self.id().into())
            }
        }

        impl rusqlite::types::FromSql for $type {
            fn column_result(
                value: rusqlite::types::ValueRef<'_>,
            ) -> rusqlite::types::FromSqlResult<Self> {
                crate::state::stored::word::read_word(value, $what, |word| {
                    Self::ALL.into_iter().find(|known| known.id() == word)
                })
            }
        }
    };
}

pub(in crate::state) use stored_word;

stored_word!(crate::catalog::settings::sending::DeliveryChannel, "channel of a delivery");

#[cfg(test)]
mod tests {
    use crate::state::StateDatabase;

    #[test]
    fn a_word_nobody_knows_is_an_error_that_names_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = StateDatabase::open(folder.path()).expect("a state");
        state
            .with("write", |t| {
                t.execute(
                    "insert into alert (kind, subject, agency_code, state, detail, since) \
                     values ('gossip', '', '', 'new', '', '2026-11-22T08:00:00')",
                    [],
                )
            })
            .expect("written");
        let refused = state.list_alerts(true).expect_err("refused").to_string();
        assert!(refused.contains("`gossip` is no kind of alert"), "{refused}");
    }

    #[test]
    fn a_row_of_before_that_was_tried_out_reads_as_a_test() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = StateDatabase::open(folder.path()).expect("a state");
        state
            .with("write", |t| {
                t.execute(
                    "insert into delivery (report_id, period, occasion, agency_code, channel, address, name, state, next_at, \
                     created_at, changed_at) values ('weekly', '2026-W47', 'test 2026-11-22T08:00:00', '', 'mail', 'a@x.example', \
                     '', 'sent', '2026-11-22T08:00:00', '2026-11-22T08:00:00', '2026-11-22T08:00:01')",
                    [],
                )
            })
            .expect("written");
        let one = state.deliveries(None, 1).expect("read").remove(0);
        let moment = "2026-11-22T08:00:00".parse().expect("a time");
        assert_eq!(one.purpose, crate::state::delivery_purpose::DeliveryPurpose::Test(moment));
        assert!(one.state.has_ended());
    }
}
