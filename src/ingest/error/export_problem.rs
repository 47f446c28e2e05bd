//! What can be wrong with an export as a whole, of whatever format.

use super::{PartProblem, WorkbookProblem};
use crate::{
    catalog::phrases::telling::worded_errors,
    domain::period::Period,
    ingest::export::{FileKind, ForeignFormat, ForeignWay},
};

worded_errors! {
    /// Says why an export is not taken in though its bytes can be read.
    #[derive(Debug)]
    pub enum ExportProblem {
        "export.foreign" => Foreign { format: ForeignFormat, way: ForeignWay },
        "export.locked" => Locked,
        "export.cut_off" => CutOff,
        "export.hole" => Hole,
        "export.other_kind" => OtherKind { kind: FileKind, connectors: String },
        "export.no_heading" => NoHeading,
        "export.too_many_letters" => TooManyLetters,
        "export.unwritten" => Unwritten { told: String },
        "export.rows_differ" => RowsDiffer,
        "export.two_periods" => TwoPeriods { title: Period, name: Period },
        "export.no_period" => NoPeriod,

        "packed.nested" => Nested { kind: FileKind },
        "packed.too_many" => TooManyMembers { members: usize, most: usize },
        "packed.not_unpacked" => NotUnpacked,
        "packed.too_large" => InflatedTooLarge { problem: PartProblem },

        "text.garbled" => Garbled,
        "text.surplus" => SurplusHeading { columns: usize, held: usize },

        "json.error_answer" => ErrorAnswer,
        "json.nameless" => Nameless { pointer: String },
        "json.no_records" => NoRecords,
        "json.record_too_long" => RecordTooLong,
        "json.cut_off" => JsonCutOff { line: usize, column: usize },
        "json.unread" => JsonUnread { line: usize, column: usize },
        "json.too_many_places" => TooManyPlaces,
        "json.not_utf8" => NotUtf8 { line: usize, column: usize },
        "json.broken" => JsonBroken { line: usize, column: usize },

        "page.too_large" => PageTooLarge,
        "page.no_table" => PageWithoutTable,
        "page.too_many_tables" => TooManyTables { tables: usize, most: usize },

        "workbook.xls_too_large" => XlsTooLarge,
        "workbook.unread" => Workbook { problem: WorkbookProblem },
    }
}

worded_errors! {
    /// Says why no connector takes an export by its headings.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum HeadingProblem {
        "heading.too_few" => TooFew { nearest: String },
        "heading.too_few_and_unknown" => TooFewAndUnknown { nearest: String, headings: String },
        "heading.missing" => Missing { nearest: String, missing: String },
        "heading.missing_and_unknown" => MissingAndUnknown { nearest: String, missing: String, headings: String },
        "heading.unknown" => Unknown { headings: String },
        "heading.none" => NotFound,
    }
}
