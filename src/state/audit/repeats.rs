//! What strangers do again and again, summed up.

use jiff::{ToSpan, civil::DateTime};
use rusqlite::params;

use super::super::{StateDatabase, error::StateError, stamp};

/// Tries within so long of the first are one line.
const WINDOW_MINUTES: i64 = 10;

impl StateDatabase {
    /// Notes refused tries to come in: of one account and address one line every ten minutes, with how many there were. `user` is
    /// nothing where an address tried many names.
    pub fn note_throttled(
        &self,
        now: DateTime,
        user: Option<&str>,
        address: &str,
        times: u32,
    ) -> Result<(), StateError> {
        let user = user.map(|name| name.chars().take(40).collect::<String>());
        let since = stamp(now.saturating_sub(WINDOW_MINUTES.minutes()));
        self.with("write the audit log", |t| {
            let sql = "select id, at from audit where action = 'login_throttled' and address = ?1 and user is not distinct from ?2 \
                order by id desc limit 1";
            let newest = t.query_optional(sql, params![address, user], |row| {
                Ok((row.get::<i64>(0)?, row.get::<String>(1)?))
            });
            let line = match newest? {
                Some((id, at)) if at > since => id,
                _ => {
                    let sql = "insert into audit (at, user, address, action, detail) \
                        values (?1, ?2, ?3, 'login_throttled', '') returning id";
                    t.query_row(sql, params![stamp(now), user, address], |row| row.get(0))?
                }
            };
            let sql = "insert into audit_repeat (audit_id, times, last_at) values (?1, ?2, ?3) \
                on conflict (audit_id) do update set times = audit_repeat.times + excluded.times, last_at = excluded.last_at";
            t.execute(sql, params![line, times, stamp(now)])
        })
        .map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_of_one_account_and_address_are_one_line_every_ten_minutes() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = StateDatabase::open(folder.path()).expect("a state");
        let note = |at: &str, user, address, times| {
            let now = format!("2026-11-22T{at}").parse().expect("a time");
            state.note_throttled(now, user, address, times).expect("noted");
        };
        note("08:00:00", Some("lan"), "10.0.0.7", 1);
        note("08:05:00", Some("lan"), "10.0.0.7", 40);
        note("08:06:00", Some("lan"), "10.0.0.8", 2);
        note("08:07:00", None, "10.0.0.7", 3);
        note("08:10:00", Some("lan"), "10.0.0.7", 5);
        let log = state.list_audit(None, None, 10).expect("read");
        let told: Vec<_> = log
            .iter()
            .rev()
            .map(|one| {
                let repeats = one.repeats.as_ref().expect("a count");
                (one.user.as_deref(), one.address.as_str(), repeats.times, &repeats.last_at[11..])
            })
            .collect();
        assert_eq!(
            told,
            [
                (Some("lan"), "10.0.0.7", 41, "08:05:00"),
                (Some("lan"), "10.0.0.8", 2, "08:06:00"),
                (None, "10.0.0.7", 3, "08:07:00"),
                (Some("lan"), "10.0.0.7", 5, "08:10:00"),
            ]
        );
    }
}
