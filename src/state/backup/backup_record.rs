//! When the office was backed up, and when a backup was last proved by restoring it.

use jiff::civil::DateTime;
use rusqlite::params;

use super::super::{
    StateDatabase, connection::StateRow, error::StateError, stamp, stored::time::time,
};

/// Says what came of one attempt to back up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupRecord {
    pub began_at: DateTime,
    /// `None` where no backup was made.
    pub backup_id: Option<String>,
    /// Whether nothing of the office is missing in it.
    pub is_whole: bool,
    /// What went wrong, in Vietnamese; empty where nothing did.
    pub note: String,
}

/// Says what came of restoring a backup aside and comparing all it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofRecord {
    pub proved_at: DateTime,
    pub backup_id: String,
    pub is_proved: bool,
    pub answers: u64,
    pub differing: u64,
    /// What went wrong, in Vietnamese; empty where nothing did.
    pub note: String,
}

/// Of this machine's data folder: what another has backed up is another archive.
const OWN: &str = "(?1 is null or machine = ?1)";

impl StateDatabase {
    /// Writes down what came of an attempt to back up.
    pub fn record_backup(&self, record: &BackupRecord) -> Result<(), StateError> {
        let sql = "insert into backup_record (began_at, backup_id, is_whole, note, machine) values (?1, ?2, ?3, ?4, ?5)";
        let BackupRecord { began_at, backup_id, is_whole, note } = record;
        self.with("write down the backup", |t| {
            t.execute(sql, params![stamp(*began_at), backup_id, is_whole, note, t.machine()])
        })
        .map(drop)
    }

    /// Writes down what came of proving a backup.
    pub fn record_backup_proof(&self, record: &ProofRecord) -> Result<(), StateError> {
        let sql = "insert into proof_record (proved_at, backup_id, is_proved, answers, differing, note, machine) \
            values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let counts = [record.answers, record.differing].map(u64::cast_signed);
        self.with("write down the proof", |t| {
            let (at, id) = (stamp(record.proved_at), &record.backup_id);
            let (is_proved, note) = (record.is_proved, &record.note);
            t.execute(sql, params![at, id, is_proved, counts[0], counts[1], note, t.machine()])
        })
        .map(drop)
    }

    /// The last attempt to back up, whatever came of it.
    pub fn last_backup(&self) -> Result<Option<BackupRecord>, StateError> {
        self.backup_record("")
    }

    /// The last backup that was made whole.
    pub fn last_whole_backup(&self) -> Result<Option<BackupRecord>, StateError> {
        self.backup_record("and is_whole = 1 and backup_id is not null")
    }

    /// The last proof, whether it succeeded or not.
    pub fn last_backup_proof(&self) -> Result<Option<ProofRecord>, StateError> {
        self.proof_record("")
    }

    /// The last proof that succeeded.
    pub fn last_good_proof(&self) -> Result<Option<ProofRecord>, StateError> {
        self.proof_record("and is_proved = 1")
    }

    fn backup_record(&self, which: &str) -> Result<Option<BackupRecord>, StateError> {
        let sql = format!(
            "select began_at, backup_id, is_whole, note from backup_record where {OWN} {which} order by id desc limit 1"
        );
        let read = |row: &StateRow| {
            Ok(BackupRecord {
                began_at: time(row, 0)?,
                backup_id: row.get(1)?,
                is_whole: row.get(2)?,
                note: row.get(3)?,
            })
        };
        self.read("read the backups", |c| c.query_optional(&sql, [c.machine()], read))
    }

    fn proof_record(&self, which: &str) -> Result<Option<ProofRecord>, StateError> {
        let sql = format!(
            "select proved_at, backup_id, is_proved, answers, differing, note from proof_record where {OWN} {which} order by id desc limit 1"
        );
        let read = |row: &StateRow| {
            Ok(ProofRecord {
                proved_at: time(row, 0)?,
                backup_id: row.get(1)?,
                is_proved: row.get(2)?,
                answers: row.get::<i64>(3)?.cast_unsigned(),
                differing: row.get::<i64>(4)?.cast_unsigned(),
                note: row.get(5)?,
            })
        };
        self.read("read the proofs", |c| c.query_optional(&sql, [c.machine()], read))
    }
}
