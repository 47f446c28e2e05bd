//! The register of urging: each time somebody was urged.

use jiff::civil::{Date, DateTime};
use rusqlite::params;

use super::{
    super::{
        StateDatabase,
        connection::{StateRow, StoreResult},
        error::StateError,
        stamp,
        stored::{
            time::{day, time},
            word::stored_word,
        },
    },
    note_guard::{PlainNote, blank_code},
};

/// Lists whom or what somebody was urged about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UrgingSubject {
    /// All that is overdue at an agency.
    Agency,
    /// One dossier.
    Dossier,
}

/// Lists the ways an agency is urged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UrgingChannel {
    Letter,
    Phone,
    Chat,
    Mail,
    Meeting,
}

/// Tells of an urging that is to be noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUrging {
    pub urged_on: Date,
    pub subject: UrgingSubject,
    pub subject_code: String,
    /// Who was urged; of a dossier, who solves it.
    pub agency_code: String,
    pub channel: UrgingChannel,
    /// Written by a template; nobody types it.
    pub message: String,
    pub note: PlainNote,
}

/// Tells of an urging as it was noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrgingRecord {
    pub id: i64,
    pub urged_on: Date,
    pub noted_at: DateTime,
    pub noted_by: Option<String>,
    pub subject: UrgingSubject,
    pub subject_code: String,
    pub agency_code: String,
    pub channel: UrgingChannel,
    pub message: String,
    pub note: String,
}

impl UrgingSubject {
    /// Lists both.
    pub const ALL: [Self; 2] = [Self::Agency, Self::Dossier];

    /// Returns the text under which it is stored.
    pub fn id(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Dossier => "dossier",
        }
    }
}

impl UrgingChannel {
    /// Lists all channels, in the order the page offers them.
    pub const ALL: [Self; 5] = [Self::Letter, Self::Phone, Self::Chat, Self::Mail, Self::Meeting];

    /// Returns the text under which it is stored.
    pub fn id(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Phone => "phone",
            Self::Chat => "chat",
            Self::Mail => "mail",
            Self::Meeting => "meeting",
        }
    }
}

stored_word!(UrgingSubject, "subject of an urging");
stored_word!(UrgingChannel, "channel of an urging");

impl StateDatabase {
    /// Notes urgings, all or none.
    pub fn record_urgings(
        &self,
        now: DateTime,
        user: Option<&str>,
        urgings: &[NewUrging],
    ) -> Result<(), StateError> {
        let sql = "insert into urging (urged_on, noted_at, noted_by, subject, subject_code, agency_code, channel, message, note) \
            values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        self.with("note who was urged", |t| {
            for one in urgings {
                t.execute(
                    sql,
                    params![
                        one.urged_on.to_string(),
                        stamp(now),
                        user,
                        one.subject,
                        one.subject_code,
                        one.agency_code,
                        one.channel,
                        one.message,
                        one.note.as_str()
                    ],
                )?;
            }
            Ok(())
        })
    }

    /// Lists all urgings, the newest first.
    pub fn list_urgings(&self) -> Result<Vec<UrgingRecord>, StateError> {
        let sql = "select id, urged_on, noted_at, noted_by, subject, subject_code, agency_code, channel, message, note \
            from urging order by urged_on desc, id desc";
        self.read("read who was urged", |c| c.query_all(sql, [], read_urging))
    }

    /// Takes off all urgings of one dossier, which is to be erased, and its code out of what was noted of others.
    pub fn forget_urgings_of(&self, dossier_code: &str) -> Result<(), StateError> {
        let own = "delete from urging where subject = ?1 and subject_code = ?2";
        let others = "select id, message, note from urging where instr(note, ?1) > 0 or instr(message, ?1) > 0";
        self.with("take the urgings of a dossier off", |t| {
            t.execute(own, params![UrgingSubject::Dossier.id(), dossier_code])?;
            let named: Vec<(i64, String, String)> = t.query_all(others, [dossier_code], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
            for (id, message, note) in named {
                let (message, note) =
                    (blank_code(&message, dossier_code), blank_code(&note, dossier_code));
                t.execute(
                    "update urging set message = ?2, note = ?3 where id = ?1",
                    params![id, message, note],
                )?;
            }
            Ok(())
        })
    }

    /// Takes an urging off the register. Returns whether there was one.
    pub fn remove_urging(&self, id: i64) -> Result<bool, StateError> {
        self.with("take an urging off", |t| {
            Ok(t.execute("delete from urging where id = ?1", [id])? > 0)
        })
    }
}

fn read_urging(row: &StateRow) -> StoreResult<UrgingRecord> {
    Ok(UrgingRecord {
        id: row.get(0)?,
        urged_on: day(row, 1)?,
        noted_at: time(row, 2)?,
        noted_by: row.get(3)?,
        subject: row.get(4)?,
        subject_code: row.get(5)?,
        agency_code: row.get(6)?,
        channel: row.get(7)?,
        message: row.get(8)?,
        note: row.get(9)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn urgings_are_kept_and_listed_by_their_days() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = StateDatabase::open(folder.path()).expect("a state");
        let of = |on, code: &str| NewUrging {
            urged_on: on,
            subject: UrgingSubject::Agency,
            subject_code: code.into(),
            agency_code: code.into(),
            channel: UrgingChannel::Phone,
            message: "Đề nghị giải quyết 12 hồ sơ".into(),
            note: PlainNote::default(),
        };
        let (first, second) = (date(2024, 1, 2), date(2024, 1, 9));
        let now = first.at(9, 0, 0, 0);
        state
            .record_urgings(now, Some("lan"), &[of(first, "06283"), of(second, "06274")])
            .expect("noted");
        let codes = || -> Vec<String> {
            let listed = state.list_urgings().expect("listed");
            listed.into_iter().map(|one| one.subject_code).collect()
        };
        assert_eq!(codes(), ["06274", "06283"], "the newest first");
        let id = state.list_urgings().expect("listed")[1].id;
        assert!(state.remove_urging(id).expect("taken off"));
        assert!(!state.remove_urging(id).expect("nothing is left"));
        assert_eq!(codes(), ["06274"]);
        let of_dossier = |code: &str| NewUrging {
            subject: UrgingSubject::Dossier,
            subject_code: code.into(),
            ..of(second, "06274")
        };
        state
            .record_urgings(now, Some("lan"), &[of_dossier("A1"), of_dossier("A2")])
            .expect("noted");
        state.forget_urgings_of("A1").expect("taken off");
        assert_eq!(codes(), ["A2", "06274"], "what is erased is urged no more");
        let note = PlainNote::parse("nhắc A2, A21; xem A2.").expect("plain");
        state
            .record_urgings(now, Some("lan"), &[NewUrging { note, ..of(second, "06283") }])
            .expect("noted");
        state.forget_urgings_of("A2").expect("taken off");
        let listed = state.list_urgings().expect("listed");
        assert_eq!(listed[0].note, "nhắc ***, A21; xem ***.", "nor named beside others");
    }
}
