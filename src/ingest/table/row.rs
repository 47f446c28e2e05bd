//! What a table is read from: rows as they come, and how the sheet they come from begins.

use super::header::Heading;

/// A row as its sheet has it.
#[derive(Clone, Copy)]
pub struct Row<'r> {
    pub number: u64,
    pub cells: &'r [Option<String>],
    /// What merged cells that begin above hold in it.
    pub carried: &'r [Carried],
}

/// The value of a cell that reaches over the rows below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    pub column: usize,
    /// The row it begins in.
    pub from: u64,
    pub text: String,
}

/// How the sheet that is followed is read.
#[derive(Default)]
pub struct Begin<'s> {
    pub sheet: &'s str,
    /// Its first heading, where it is among the first rows.
    pub first: Option<Heading>,
    /// The heading of another sheet, which its rows may have if they do not say one.
    pub inherited: Option<Heading>,
    /// The heading that stands above the first row that will be seen.
    pub under: Option<Heading>,
}
