//! Exports taken in by an office of their own, and what became of their rows.

use std::{
    path::{Path, PathBuf},
    rc::Rc,
};

use jiff::civil::date;
use motcua::{
    domain::source::Source,
    pipeline::{IngestOutcome, IngestOverrides},
    warehouse::StagingOutcome,
};

use crate::support::office::Office;

pub struct Intake {
    pub office: Rc<Office>,
    pub source: Source,
    pub read: u64,
    pub staged: StagingOutcome,
}

/// A file of tests/files/.
pub fn kept(name: &str) -> PathBuf {
    Path::new("tests/files").join(name)
}

impl Intake {
    /// Takes in files of tests/files/, each an export.
    pub fn of(names: &[&str]) -> Vec<Self> {
        let paths: Vec<PathBuf> = names.iter().map(|name| kept(name)).collect();
        Self::by(Office::new(), &paths, &IngestOverrides::default())
    }

    /// Takes in one file with this text.
    pub fn text(name: &str, text: impl AsRef<[u8]>) -> Self {
        let office = Office::new();
        let path = office.file(name, text);
        Self::by(office, &[path], &IngestOverrides::default()).remove(0)
    }

    pub fn by(office: Office, paths: &[PathBuf], said: &IngestOverrides) -> Vec<Self> {
        let office = Rc::new(office);
        let (taken, build) = office.ingest_all(paths, said, date(2024, 1, 2).at(8, 0, 0, 0));
        let build = build.expect("built");
        let mut intakes = Vec::new();
        for taken in taken {
            let Ok(IngestOutcome::New(source)) = taken else { panic!("not taken in: {taken:?}") };
            let summary = build.sources.iter().find(|summary| summary.id == source.id);
            let summary = summary.expect("its summary");
            let StagingOutcome { kept, layout, rejected, erased, .. } = summary.staged;
            assert_eq!(summary.rows_read, kept + layout + rejected + erased, "no row is lost");
            intakes.push(Self {
                office: Rc::clone(&office),
                read: summary.rows_read,
                staged: summary.staged,
                source,
            });
        }
        intakes
    }

    /// Kept, set aside, rejected.
    pub fn counts(&self) -> (u64, u64, u64) {
        (self.staged.kept, self.staged.layout, self.staged.rejected)
    }

    /// The staged rows, in the order of the file.
    pub fn rows(&self, columns: &str) -> Vec<String> {
        let table = match self.source.connector.as_str() {
            "portal_progress_table" | "figures_csv" => "figure_version",
            "index_result_csv" => "index_result_version",
            "survey_csv" => "survey_version",
            "petition_csv" => "petition_version",
            "progress_json" => "progress_step_version",
            _ => "dossier_version",
        };
        let columns = format!("source_id,{columns}");
        let staged = self.office.warehouse().provenance.write_staged_csv(table, &columns);
        let own = format!("{},", self.source.id);
        let staged = staged.expect("staged");
        let rows = staged.lines().filter_map(|row| row.strip_prefix(&own));
        rows.map(str::to_owned).collect()
    }

    /// Row, column, reason and value of what was rejected.
    pub fn rejected(&self) -> Vec<(u64, String, String, String)> {
        let rejections = self.office.warehouse().provenance.list_rejections(&self.source.id);
        let mut rejected: Vec<_> = (rejections.expect("answered").into_iter())
            .map(|one| {
                let text = Option::unwrap_or_default;
                (one.first_row, text(one.column), one.reason, text(one.value))
            })
            .collect();
        rejected.sort();
        rejected
    }
}

/// The sentence and the hint with which an export is refused.
pub fn refused(path: &Path) -> String {
    let office = Office::new();
    let (mut taken, _) = office.ingest(path, &IngestOverrides::default());
    let error = taken.remove(0).expect_err("cannot be taken in");
    let hint = miette::Diagnostic::help(&error).expect("a hint");
    format!("{error}\n{hint}")
}
