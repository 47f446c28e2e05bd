//! Which connector reads an export, and the decoder for its format.

use std::path::Path;

use super::{
    DecodedExport, Export, ExportProblem, IngestError, export::FileKind, json, text, workbook,
};
use crate::catalog::connector::{Connector, SourceFormat, layout::LayoutRules};

/// Reads an export with one of the connectors that fits its headings. `scratch` takes temporary files.
pub fn decode_export<'a>(
    export: &Export,
    kind: FileKind,
    connectors: &[&'a Connector],
    layout: &LayoutRules,
    scratch: &Path,
) -> Result<DecodedExport<'a>, IngestError> {
    let format = kind.source_format();
    let fitting: Vec<&Connector> =
        (connectors.iter().copied()).filter(|connector| connector.reads_format(format)).collect();
    if fitting.is_empty() {
        let ids: Vec<&str> = connectors.iter().map(|one| one.id.as_str()).collect();
        let connectors = ids.join(", ");
        return Err(export.malformed_error(ExportProblem::OtherKind { kind, connectors }));
    }
    if matches!(kind, FileKind::Html | FileKind::SpreadsheetMl | FileKind::FlatOds | FileKind::Json)
    {
        export.refuse_holes()?;
    }
    match format {
        SourceFormat::Csv => text::decode_text(export, &fitting, layout, scratch),
        SourceFormat::Json => json::decode_json(export, &fitting, scratch),
        SourceFormat::Workbook => {
            workbook::decode_workbook(export, kind, &fitting, layout, scratch)
        }
    }
}
