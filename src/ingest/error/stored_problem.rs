//! What can be wrong with the two files of an archived export.

use crate::catalog::phrases::telling::worded_errors;

worded_errors! {
    /// Says why a note of the archive is not used.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum NoteProblem {
        "stored.note_changed" => Changed,
        "stored.note_unread" => Unread { told: String },
    }
}

worded_errors! {
    /// Says why the rows of an archived export are not used.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum ParquetProblem {
        "stored.rows_missing" => Missing,
        "stored.rows_changed" => Changed,
    }
}
