//! An export nobody has described yet: its headings, and what stands under them in its first rows.

use std::path::Path;

use super::{
    Export, IngestError, UnknownHeadings, decode_export, export::FileKind, find_headings,
    sample_columns, unpack_export,
};
use crate::catalog::{
    Catalog,
    connector::{Connector, proposal::SampledExport},
};

/// Holds what is looked at of an export to describe it. Nothing of it is kept.
#[derive(Debug, Clone)]
pub struct UndescribedExport {
    pub headings: UnknownHeadings,
    /// As many as headings; empty where the rows could not be read.
    pub samples: Vec<Vec<String>>,
}

impl UndescribedExport {
    /// Reads headings and first rows of an export. Fails where it has no heading; rows that cannot be read are none.
    pub fn read_export(
        catalog: &Catalog,
        export: (&Export, FileKind),
        scratch: &Path,
    ) -> Result<Self, IngestError> {
        let headings = find_headings(export.0, export.1, &|key| catalog.knows_heading(key))?;
        let records = headings.records.as_deref();
        let probe = Connector::make_probe(&headings.names, headings.format, records);
        let read = |probe| sample_columns(export, &headings, &probe, &catalog.layout, scratch).ok();
        let samples = probe.ok().and_then(read).unwrap_or_default();
        Ok(Self { headings, samples })
    }

    /// Returns it as a connector is proposed from it.
    pub fn as_sample(&self) -> SampledExport<'_> {
        SampledExport {
            headings: &self.headings.names,
            samples: &self.samples,
            format: self.headings.format,
            records: self.headings.records.as_deref(),
        }
    }
}

/// Reads the one export in a file; `None` where several are packed in it.
pub fn read_single_export(path: &Path) -> Result<Option<(Export, FileKind)>, IngestError> {
    let mut exports = unpack_export(Export::from_path(path));
    match exports.pop() {
        Some(only) if exports.is_empty() => only.map(Some),
        _ => Ok(None),
    }
}

/// Finds the connector that takes an export by its headings, as whoever hands it in would be told.
pub fn recognise_export(
    catalog: &Catalog,
    (export, kind): (&Export, FileKind),
    scratch: &Path,
) -> Result<String, IngestError> {
    let connectors: Vec<&Connector> = catalog.connectors.iter().collect();
    let decoded = decode_export(export, kind, &connectors, &catalog.layout, scratch)?;
    Ok(decoded.connector.id.clone())
}

/// Tells whether no connector takes a file by its headings.
pub fn is_undescribed(catalog: &Catalog, path: &Path, scratch: &Path) -> bool {
    let Ok(Some((export, kind))) = read_single_export(path) else {
        return false;
    };
    let recognised = recognise_export(catalog, (&export, kind), scratch);
    matches!(recognised, Err(IngestError::Unrecognised { .. }))
}
