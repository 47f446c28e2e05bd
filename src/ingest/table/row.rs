//! What a table is read from: rows as they come, and how the sheet they come from begins.

use super::header::TableHeading;

/// A row as its sheet has it.
#[derive(Clone, Copy)]
pub struct SheetRow<'r> {
    pub number: u64,
    pub cells: &'r [Option<String>],
    /// What merged cells that begin above hold in it.
    pub carried: &'r [CarriedValue],
}

/// The value of a cell that reaches over the rows below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedValue {
    pub column: usize,
    /// The row it begins in.
    pub from: u64,
    pub text: String,
}

/// How the sheet that is followed is read.
#[derive(Default)]
pub struct TableStart<'s> {
    pub sheet: &'s str,
    /// Its first heading, where it is among the first rows.
    pub first: Option<TableHeading>,
    /// The heading of another sheet, which its rows may have if they do not say one.
    pub inherited: Option<TableHeading>,
    /// The heading that stands above the first row that will be seen.
    pub under: Option<TableHeading>,
}
