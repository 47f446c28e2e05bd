//! What a table is read from: rows as they come.

/// The cells of a row as text; `None` is a cell with nothing in it.
pub type HeaderCells = Vec<Option<String>>;

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
