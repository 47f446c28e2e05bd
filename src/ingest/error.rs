//! Why an export could not be taken in, where, and what to do.

mod export_problem;
mod file_problem;
mod stored_problem;
mod workbook_problem;

use std::path::Path;

pub use export_problem::{ExportProblem, HeadingProblem};
pub use file_problem::FileProblem;
pub use stored_problem::{NoteProblem, ParquetProblem};
pub use workbook_problem::{ExportPlace, PartProblem, SheetProblem, WorkbookProblem};

use crate::{catalog::phrases::telling::worded_errors, domain::period::Period};

worded_errors! {
    /// Reports why an export was not taken in.
    #[derive(Debug)]
    pub enum IngestError {
        "export.unreadable" => Unreadable { path: String, problem: FileProblem },
        "export.empty" => Empty { path: String },
        "export.malformed" => Malformed { place: String, problem: ExportProblem },
        "export.unrecognised" => Unrecognised { path: String, problem: HeadingProblem },
        "export.ambiguous" => Ambiguous { path: String, connectors: String },
        "export.ambiguous_heading" => AmbiguousHeading { place: String, column: String, before: String, heading: String },
        "export.side_by_side" => SideBySide { place: String },
        "export.replaced" => Replaced { path: String },
        "export.other_period" => OtherPeriod { path: String, known: String, named: Period },
        "export.beside_invented" => BesideInvented { path: String, file: String },
        "export.other_samples" => OtherSamples { path: String, file: String },
        "export.beside_exports" => BesideExports { path: String, file: String },
        "stored.unwritable" => Unwritable { path: String, problem: FileProblem },
        "stored.note" => Archive { path: String, problem: NoteProblem },
        "stored.damaged" => Damaged { path: String, file_name: String, problem: ParquetProblem },
        "stored.ledger_lost" => LedgerLost { path: String, mark: String },
        "stored.ledger" => Ledger { path: String },
    }
}

impl IngestError {
    /// Makes the conversion of an IO error at a path.
    pub fn unreadable_file(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.display().to_string();
        move |source| Self::from_io(path, &source)
    }

    /// Makes the conversion of an IO error at a path of the data folder that is written.
    pub fn unwritable_file(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.display().to_string();
        move |source| Self::Unwritable { path, problem: FileProblem::from(&source) }
    }

    /// Makes the error of a file that cannot be read; `path` is what the user sees.
    pub fn from_io(path: String, source: &std::io::Error) -> Self {
        Self::Unreadable { path, problem: FileProblem::from(source) }
    }

    /// Makes the error of a file, by its name, that is not as it should be.
    pub fn malformed_file(name: &str, problem: impl Into<ExportProblem>) -> Self {
        Self::Malformed { place: format!("`{name}`"), problem: problem.into() }
    }
}
