//! The headings of an export nobody has described yet.

use super::{
    Export, ExportProblem, IngestError, export::FileKind, json, table::private, text, workbook,
};
use crate::catalog::connector::SourceFormat;

/// What a new connector would have to name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownHeadings {
    pub format: SourceFormat,
    /// JSON: where the records are.
    pub records: Option<String>,
    pub names: Vec<String>,
}

/// The headings of the rows in which most are known to somebody. `is_known` is asked for keys of headings.
pub fn find_headings(
    export: &Export,
    kind: FileKind,
    is_known: &dyn Fn(&str) -> bool,
) -> Result<UnknownHeadings, IngestError> {
    let format = kind.source_format();
    let heads = match format {
        SourceFormat::Json => {
            let (records, mut names) = json::record_keys(export)?;
            names.retain(|name| !private::is_data(name));
            return Ok(UnknownHeadings { format, records: Some(records), names });
        }
        SourceFormat::Csv => text::search_headings(export)?,
        SourceFormat::Workbook => workbook::search_headings(export, kind)?,
    };
    let found = heads.iter().rev().map(|head| head.most_known(is_known));
    let best = found.max_by_key(|(known, names)| (*known, names.len()));
    let names = best.map(|(_, names)| names).unwrap_or_default();
    if names.is_empty() {
        return Err(export.malformed_error(ExportProblem::NoHeading));
    }
    Ok(UnknownHeadings { format, records: None, names })
}
