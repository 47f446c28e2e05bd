//! How much of the log is kept, and for how long.

use jiff::{ToSpan, civil::DateTime};
use rusqlite::params;

use super::{
    super::{
        StateDatabase,
        connection::{StateConnection, StoreResult},
        error::StateError,
        stamp,
    },
    AuditAction,
};

/// Says how much of the log is kept.
#[derive(Debug, Clone, Copy)]
pub struct AuditRetention {
    /// Lines in all, as far as what is kept for its days leaves room.
    pub entries: u32,
    /// Days for which taking away, taking in and changes are kept.
    pub keep_days: u32,
}

/// What strangers can make as much of as they like: it goes first.
const OF_STRANGERS: [AuditAction; 3] =
    [AuditAction::LoginThrottled, AuditAction::LoginFailed, AuditAction::Refused];
/// What is done every day.
const OF_EVERY_DAY: [AuditAction; 4] =
    [AuditAction::Login, AuditAction::Logout, AuditAction::DrillDown, AuditAction::Report];
/// What somebody may be asked about years later.
const OF_CONSEQUENCE: [AuditAction; 5] = [
    AuditAction::Export,
    AuditAction::Upload,
    AuditAction::Rebuild,
    AuditAction::Change,
    AuditAction::LogShortened,
];

impl StateDatabase {
    /// Lets the oldest lines go that are more or older than is kept, notes how many, and returns that. What is done every day goes
    /// only after all that strangers did; what is of consequence never goes before its days are over.
    pub fn shorten_audit(&self, rules: AuditRetention, now: DateTime) -> Result<u64, StateError> {
        let before = stamp(now.saturating_sub(i64::from(rules.keep_days).days()));
        self.with("shorten the audit log", |t| {
            let all: i64 = t.query_row("select count(*) from audit", [], |row| row.get(0))?;
            t.execute("update audit_retention set is_open = 1", [])?;
            let sql =
                format!("delete from audit where at < ?1 and action in ({})", ids(&OF_CONSEQUENCE));
            let mut gone = t.execute(&sql, [&before])?;
            let entries = i64::from(rules.entries);
            if all > entries {
                // A twentieth more: the log is not shortened line by line.
                let mut excess = all - (entries - entries / 20);
                for kind in [OF_STRANGERS.as_slice(), &OF_EVERY_DAY] {
                    let went = delete_oldest(t, kind, excess)?;
                    excess -= i64::try_from(went).unwrap_or(excess);
                    gone += went;
                }
            }
            t.execute("update audit_retention set is_open = 0", [])?;
            if gone > 0 {
                let sql = "insert into audit (at, address, action, detail) values (?1, '', ?2, ?3)";
                t.execute(
                    sql,
                    params![stamp(now), AuditAction::LogShortened.id(), gone.to_string()],
                )?;
            }
            Ok(gone as u64)
        })
    }
}

fn delete_oldest(t: &StateConnection, kind: &[AuditAction], at_most: i64) -> StoreResult<usize> {
    let sql = format!(
        "delete from audit where id in (select id from audit where action in ({}) order by id limit ?1)",
        ids(kind)
    );
    t.execute(&sql, [at_most.max(0)])
}

/// The ids of actions as SQL: our own words.
fn ids(kind: &[AuditAction]) -> String {
    kind.iter().map(|action| format!("'{}'", action.id())).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log_of(lines: &[(&str, AuditAction)]) -> (StateDatabase, tempfile::TempDir) {
        let folder = tempfile::tempdir().expect("a folder");
        let state = StateDatabase::open(folder.path()).expect("a state");
        for (day, action) in lines {
            let at = format!("{day}T08:00:00").parse().expect("a time");
            state.append_audit(at, Some("lan"), "10.0.0.7", *action, "").expect("noted");
        }
        (state, folder)
    }

    fn left(state: &StateDatabase, rules: AuditRetention) -> Vec<String> {
        let now = "2026-11-22T08:00:00".parse().expect("a time");
        state.shorten_audit(rules, now).expect("shortened");
        let mut log = state.list_audit(None, None, 100).expect("read");
        log.reverse();
        log.into_iter().map(|one| format!("{} {}", &one.at[..10], one.action)).collect()
    }

    #[test]
    fn what_strangers_did_goes_first_and_what_is_of_consequence_stays() {
        let (state, _folder) = log_of(&[
            ("2026-11-01", AuditAction::Export),
            ("2026-11-02", AuditAction::Login),
            ("2026-11-03", AuditAction::LoginFailed),
            ("2026-11-04", AuditAction::LoginFailed),
            ("2026-11-05", AuditAction::Change),
            ("2026-11-06", AuditAction::LoginFailed),
        ]);
        let all = left(&state, AuditRetention { entries: 6, keep_days: 30 });
        assert_eq!(all.len(), 6, "no more than is kept");
        assert_eq!(
            left(&state, AuditRetention { entries: 4, keep_days: 30 }),
            [
                "2026-11-01 export",
                "2026-11-02 login",
                "2026-11-05 change",
                "2026-11-06 login_failed",
                "2026-11-22 log_shortened",
            ]
        );
        assert_eq!(
            left(&state, AuditRetention { entries: 1, keep_days: 30 }),
            [
                "2026-11-01 export",
                "2026-11-05 change",
                "2026-11-22 log_shortened",
                "2026-11-22 log_shortened"
            ],
            "more than one, and none of them goes before its days are over"
        );
    }

    #[test]
    fn what_is_of_consequence_goes_when_its_days_are_over() {
        let (state, _folder) =
            log_of(&[("2026-10-01", AuditAction::Export), ("2026-10-23", AuditAction::Export)]);
        assert_eq!(
            left(&state, AuditRetention { entries: 100, keep_days: 30 }),
            ["2026-10-23 export", "2026-11-22 log_shortened"]
        );
    }

    #[test]
    fn a_log_that_was_shortened_is_only_added_to_again() {
        let (state, _folder) = log_of(&[("2026-10-01", AuditAction::Export)]);
        left(&state, AuditRetention { entries: 100, keep_days: 30 });
        let refused = state.with("tamper", |t| t.execute("delete from audit", []));
        assert!(refused.expect_err("refused").to_string().contains("only added to"));
    }
}
