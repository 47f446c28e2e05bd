//! What one machine of an office does for all.

use jiff::{ToSpan, civil::DateTime};
use rusqlite::params;

use crate::state::{StateDatabase, error::StateError, stamp};

/// A machine that has not been seen for so long has lost what another may take over.
pub const UNSEEN_HOURS: i64 = 24;

/// So long it is not written down anew that a machine was seen.
const SEEN_MINUTES: i64 = 5;

/// Lists what one machine does for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfficeDuty {
    /// Lets go of what is kept no longer: by whose settings that is must not change with who runs.
    Keeping,
    /// Looks at what may be wrong, and tells it.
    Alerts,
}

impl OfficeDuty {
    /// Lists all of them.
    pub const ALL: [Self; 2] = [Self::Keeping, Self::Alerts];

    /// Names it as it is stored.
    pub fn id(self) -> &'static str {
        match self {
            Self::Keeping => "keeping",
            Self::Alerts => "alerts",
        }
    }

    /// Tells whether another machine may take it over. Nothing is lost where nothing is let go of.
    fn is_taken_over(self) -> bool {
        self == Self::Alerts
    }
}

impl StateDatabase {
    /// Tells whether this machine does something for all; the only one there is always does. Where nobody does, it does from now on.
    pub fn has_duty(&self, duty: OfficeDuty, now: DateTime) -> Result<bool, StateError> {
        let Some(machine) = self.machine() else { return Ok(true) };
        let sql = "select machine, seen_at from duty where name = ?1";
        let known = self.read("ask whose a duty is", |c| {
            c.query_optional(sql, [duty.id()], |row| {
                Ok((row.get::<String>(0)?, row.get::<String>(1)?))
            })
        })?;
        let ago = |minutes: i64| stamp(now.saturating_sub(minutes.minutes()));
        let ahead = stamp(now.saturating_add((60 * UNSEEN_HOURS).minutes()));
        let (fresh, lost) = (ago(SEEN_MINUTES), ago(60 * UNSEEN_HOURS));
        match &known {
            Some((of, seen)) if *of == machine && *seen > fresh && *seen <= ahead => {
                return Ok(true);
            }
            Some((of, seen)) if *of != machine => {
                let is_lost = *seen <= lost || *seen > ahead;
                if !(duty.is_taken_over() && is_lost) {
                    return Ok(false);
                }
            }
            _ => {}
        }
        let (was, is) = (known.map(|(of, _)| of), stamp(now));
        self.with("take a duty", |t| {
            let sql = "insert into duty (name, machine, seen_at) values (?1, ?2, ?3) on conflict (name) \
                do update set machine = ?2, seen_at = ?3 where duty.machine is not distinct from ?4";
            Ok(t.execute(sql, params![duty.id(), machine, is, was])? == 1)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::server::test_server;
    use jiff::civil::date;

    #[test]
    fn what_one_does_for_all_nobody_else_does_until_it_is_gone() {
        let [one, other] = [(); 2].map(|()| tempfile::tempdir().expect("a folder"));
        let first = StateDatabase::open(one.path()).expect("a state");
        let at = |hour: i8| date(2026, 11, 30).at(hour, 0, 0, 0);
        if !test_server::is_named() {
            // The only machine there is.
            assert!(first.has_duty(OfficeDuty::Alerts, at(7)).expect("asked"));
            return;
        }
        test_server::share(one.path(), other.path());
        let second = StateDatabase::open(other.path()).expect("the same state");
        for duty in OfficeDuty::ALL {
            assert!(first.has_duty(duty, at(7)).expect("asked"));
            assert!(!second.has_duty(duty, at(8)).expect("asked"));
            assert!(first.has_duty(duty, at(9)).expect("asked"));
        }
        let later = date(2026, 12, 2).at(9, 0, 0, 0);
        assert!(second.has_duty(OfficeDuty::Alerts, later).expect("asked"), "the first is gone");
        assert!(!first.has_duty(OfficeDuty::Alerts, later).expect("asked"));
        assert!(!second.has_duty(OfficeDuty::Keeping, later).expect("asked"));
    }
}
