//! Why something is sent: the report itself, or what made one more.

use std::fmt;

use jiff::civil::DateTime;
use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

use super::stored::word::read_word;

/// Tells why something is sent. A purpose is part of what makes a delivery one and not another: it is stored as a word, and the
/// moment where there is one (`test 2026-11-22T08:00:00`), empty for the report itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryPurpose {
    /// A schedule's report.
    Report,
    /// The same with all its data, after one that said that its data was not complete.
    CompleteReport,
    /// A report somebody asked for at a moment, for an address they named themselves.
    Test(DateTime),
    /// What is new of alerts at a moment.
    AlertDigest(DateTime),
    /// A word to the reports' owner, of a moment.
    OwnerNotice(OwnerNoticeKind, DateTime),
}

/// Tells what the reports' owner is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnerNoticeKind {
    /// A run waits for its data.
    Waiting,
    /// A run failed.
    Failed,
    /// Something did not arrive, or may not have.
    Undelivered,
}

impl OwnerNoticeKind {
    const ALL: [Self; 3] = [Self::Waiting, Self::Failed, Self::Undelivered];

    /// Names it as it is stored, and as phrases are.
    pub fn id(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Failed => "failed",
            Self::Undelivered => "undelivered",
        }
    }
}

const COMPLETE: &str = "complete";
const TEST: &str = "test";

impl DeliveryPurpose {
    /// Reads what is stored; `None` where no version of the program wrote such a thing.
    fn parse(text: &str) -> Option<Self> {
        match text {
            "" => return Some(Self::Report),
            COMPLETE => return Some(Self::CompleteReport),
            _ => {}
        }
        let Some((word, moment)) = text.split_once(' ') else {
            return text.parse().ok().map(Self::AlertDigest);
        };
        let moment = moment.parse().ok()?;
        if word == TEST {
            return Some(Self::Test(moment));
        }
        let kind = OwnerNoticeKind::ALL.into_iter().find(|kind| kind.id() == word)?;
        Some(Self::OwnerNotice(kind, moment))
    }
}

/// Writes it as it is stored.
impl fmt::Display for DeliveryPurpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Report => Ok(()),
            Self::CompleteReport => f.write_str(COMPLETE),
            Self::Test(moment) => write!(f, "{TEST} {moment}"),
            Self::AlertDigest(moment) => write!(f, "{moment}"),
            Self::OwnerNotice(kind, moment) => write!(f, "{} {moment}", kind.id()),
        }
    }
}

impl ToSql for DeliveryPurpose {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.to_string().into())
    }
}

impl FromSql for DeliveryPurpose {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        read_word(value, "purpose of a delivery", Self::parse)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    const AT: DateTime = date(2026, 11, 22).at(8, 0, 0, 0);

    #[rstest]
    #[case::the_report_itself("", Some(DeliveryPurpose::Report))]
    #[case::a_complete_one("complete", Some(DeliveryPurpose::CompleteReport))]
    #[case::tried_out("test 2026-11-22T08:00:00", Some(DeliveryPurpose::Test(AT)))]
    #[case::alerts("2026-11-22T08:00:00", Some(DeliveryPurpose::AlertDigest(AT)))]
    #[case::one_waits(
        "waiting 2026-11-22T08:00:00",
        Some(DeliveryPurpose::OwnerNotice(OwnerNoticeKind::Waiting, AT))
    )]
    #[case::one_failed(
        "failed 2026-11-22T08:00:00",
        Some(DeliveryPurpose::OwnerNotice(OwnerNoticeKind::Failed, AT))
    )]
    #[case::some_did_not_arrive(
        "undelivered 2026-11-22T08:00:00",
        Some(DeliveryPurpose::OwnerNotice(OwnerNoticeKind::Undelivered, AT))
    )]
    #[case::a_test_of_no_moment("test", None)]
    #[case::no_moment("test soon", None)]
    #[case::another_word("tested 2026-11-22T08:00:00", None)]
    fn what_is_stored_reads_back_as_it_was_written(
        #[case] text: &str,
        #[case] purpose: Option<DeliveryPurpose>,
    ) {
        assert_eq!(DeliveryPurpose::parse(text), purpose);
        if let Some(purpose) = purpose {
            assert_eq!(purpose.to_string(), text);
        }
    }

    #[test]
    fn a_moment_keeps_its_fraction() {
        let text = "test 2026-11-22T08:00:00.123456789";
        assert_eq!(DeliveryPurpose::parse(text).expect("a test").to_string(), text);
    }
}
