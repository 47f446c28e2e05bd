//! Which connector reads an export, and the decoder for its format.

use std::path::Path;

use super::{DecodedExport, Export, IngestError, export::FileKind, json, text, workbook};
use crate::catalog::connector::{Connector, SourceFormat, layout::LayoutRules};

/// Reads an export with one of the connectors that fits its headings. `scratch` takes temporary files.
pub fn decode<'a>(
    export: &Export,
    kind: FileKind,
    connectors: &[&'a Connector],
    layout: &LayoutRules,
    scratch: &Path,
) -> Result<DecodedExport<'a>, IngestError> {
    let format = kind.format();
    let fitting: Vec<&Connector> =
        (connectors.iter().copied()).filter(|connector| connector.reads(format)).collect();
    if fitting.is_empty() {
        let ids: Vec<&str> = connectors.iter().map(|one| one.id.as_str()).collect();
        let problem =
            format!("đây là {}, bộ đọc {} không đọc loại này", kind.name(), ids.join(", "));
        return Err(export.malformed(problem, "bỏ `--connector`, hoặc chọn bộ đọc khác"));
    }
    match format {
        SourceFormat::Csv => text::decode(export, &fitting, layout, scratch),
        SourceFormat::Json => json::decode(export, &fitting, scratch),
        SourceFormat::Workbook => workbook::decode(export, kind, &fitting, layout, scratch),
    }
}
