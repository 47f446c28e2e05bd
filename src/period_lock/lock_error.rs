//! Why a period is not locked, or a lock cannot be read, and what to do.

use std::{io, path::Path};

use crate::{
    catalog::phrases::telling::worded_errors,
    domain::{known::KnownPart, period::Period, vietnamese_date::format_day},
    ingest::{FileProblem, IngestError},
    warehouse::WarehouseError,
};

worded_errors! {
    /// Reports why a period was not locked or unlocked, or what of a lock is not as it was locked.
    #[derive(Debug)]
    pub enum LockError {
        "lock_error.disk" => Disk { path: String, problem: FileProblem },
        "lock_error.damaged" => Damaged { path: String, file: String },
        "lock_error.unnamed" => Unnamed { path: String, file: String },
        "lock_error.newer" => Newer { path: String },
        "lock_error.not_over" => NotOver { period: String, end: String },
        "lock_error.not_known" => NotKnown { period: String },
        "lock_error.incomplete" => Incomplete { period: String, end: String, known: String },
        "lock_error.unbegun" => Unbegun { period: String, start: String, known: String },
        "lock_error.unwhole" => Unwhole { period: String, days: String, first: String, last: String },
        "lock_error.stale" => Stale,
        "lock_error.taken" => Taken { period: String, by: String, at: String },
        "lock_error.none" => NoLock { period: String },
        "lock_error.no_such" => NoSuchLock { lock: String },
        "lock_error.no_reason" => NoReason,
        "lock_error.paper" => Paper { report: String, told: String },
        "lock_error.no_format" => NoLockedFormat { report: String, format: String, known: String },
    }
    passing on {
        Ingest(IngestError),
        Warehouse(WarehouseError),
    }
}

impl LockError {
    /// Makes the error of a period that is not known from its beginning to its end.
    pub fn not_whole(period: Period, part: KnownPart) -> Self {
        let [start, end] = [period.start(), period.end()].map(format_day);
        let period = period.to_string();
        match (part.from.map(format_day), part.until.map(format_day)) {
            (None, known) => Self::Incomplete { period, end, known: known.unwrap_or_default() },
            (Some(known), None) => Self::Unbegun { period, start, known },
            (Some(first), Some(last)) => {
                Self::Unwhole { period, days: format!("{start}–{end}"), first, last }
            }
        }
    }

    /// Makes the conversion of an IO error at a path.
    pub fn at_path(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.display().to_string();
        move |source| Self::Disk { path, problem: FileProblem::from(&source) }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::{catalog::phrases::PhraseBook, domain::known::KnownSpan};

    fn text(text: &str) -> String {
        text.to_owned()
    }

    #[rstest]
    #[case(LockError::NotOver { period: text("2026-11"), end: text("30/11/2026") })]
    #[case(LockError::NotKnown { period: text("2026-11") })]
    #[case(LockError::Incomplete { period: text("2026-11"), end: text("30/11/2026"), known: text("18/11/2026") })]
    #[case(LockError::Unbegun { period: text("2026"), start: text("01/01/2026"), known: text("01/07/2026") })]
    #[case(LockError::Unwhole {
        period: text("2026"), days: text("01/01/2026–31/12/2026"), first: text("01/07/2026"), last: text("18/11/2026"),
    })]
    #[case(LockError::Stale)]
    #[case(LockError::Taken { period: text("2026-10"), by: text("lan"), at: text("03/11/2026 08:00") })]
    #[case(LockError::NoLock { period: text("2026-10") })]
    #[case(LockError::NoSuchLock { lock: text("2026-10_2") })]
    #[case(LockError::NoReason)]
    #[case(LockError::Paper { report: text("weekly"), told: text("thiếu") })]
    #[case(LockError::NoLockedFormat { report: text("weekly"), format: text("pdf"), known: text("docx") })]
    fn what_a_form_refuses_names_no_command_and_no_option(#[case] error: LockError) {
        let told = PhraseBook::built_in().tell_on_page(&error);
        assert!(!told.contains("motcua ") && !told.contains("--"), "{told}");
        let hint = told.rsplit(". ").next().and_then(|hint| hint.chars().next());
        assert!(hint.is_some_and(char::is_uppercase), "{told}");
    }

    #[rstest]
    #[case::end("2026-07-01..2026-12-31", "đến hết 31/12/2026, mà số liệu mới đến 18/11/2026")]
    #[case::beginning(
        "2026-06-15..2026-09-14",
        "bắt đầu ngày 15/06/2026, mà số liệu chỉ có từ ngày 01/07/2026"
    )]
    #[case::both("2026", "chỉ có từ ngày 01/07/2026 đến ngày 18/11/2026")]
    fn a_period_that_is_not_known_throughout_is_refused_with_what_is(
        #[case] period: &str,
        #[case] said: &str,
    ) {
        let day = |text: &str| Some(text.parse().expect("a day"));
        let known = KnownSpan {
            from: day("2026-07-01"),
            until: day("2026-11-18"),
            unknown_until: day("2026-06-30"),
        };
        let period = period.parse::<Period>().expect("a period");
        let told = LockError::not_whole(period, known.known_part(period)).to_string();
        assert!(told.contains(said), "{told}");
    }
}
