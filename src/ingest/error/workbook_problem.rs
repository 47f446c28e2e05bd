//! What can be wrong inside of a workbook.

use crate::catalog::phrases::telling::worded_errors;

worded_errors! {
    /// Says why a workbook cannot be read.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum WorkbookProblem {
        "workbook.inconsistent" => Inconsistent,
        "workbook.head_damaged" => HeadDamaged,
        "workbook.damaged" => Damaged,
        "workbook.cut_off" => CutOff,
        "workbook.no_workbook_part" => NoWorkbookPart,
        "workbook.no_sheet_part" => NoSheetPart { sheet: String },
        "workbook.part_unopened" => PartUnopened { part: String },
        "workbook.in_part" => InPart { part: String, problem: PartProblem },
        "workbook.in_sheet" => InSheet { sheet: String, problem: SheetProblem },
        /// One file of XML, without parts.
        "workbook.in_file" => InFile { problem: PartProblem },
    }
}

worded_errors! {
    /// Says what is wrong with a part of a workbook.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum PartProblem {
        "part.damaged" => Damaged,
        "part.cut_off" => CutOff,
        "part.not_xml" => NotXml,
        "part.unread" => Unread { told: String },
        "part.inflated" => Inflated { megabytes: u64 },
        "part.entities" => Entities,
        "part.long_element" => LongElement,
        "part.unknown_entity" => UnknownEntity,
        "part.repeated_row" => RepeatedRow { rows: u64 },
        "part.row_too_far" => RowTooFar { row: u64 },
        "part.no_column" => NoColumn { row: u64 },
        "part.no_text" => NoText { row: u64 },
    }
}

worded_errors! {
    /// Says what is wrong with a sheet of an XLS.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum SheetProblem {
        "sheet_part.rows_missing" => RowsMissing,
        "sheet_part.cells_missing" => CellsMissing,
        "sheet_part.damaged" => Damaged,
        "sheet_part.too_large" => TooLarge,
        "sheet_part.cut_off" => CutOff,
    }
}

worded_errors! {
    /// Names where in an export something is.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum ExportPlace {
        "place.sheet" => Sheet { file: String, sheet: String },
    }
}

impl PartProblem {
    /// Finds what we said of a part in an IO error; what a library says of broken bytes helps no clerk.
    pub fn from_io(error: &std::io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref::<Self>().cloned()
    }

    /// Says why a part could not be read, in the library's words where we have none.
    pub fn of_unread(error: &std::io::Error) -> Self {
        Self::from_io(error).unwrap_or_else(|| Self::Unread { told: error.to_string() })
    }
}
