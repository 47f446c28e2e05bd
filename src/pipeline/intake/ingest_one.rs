//! One export on its way into the archive.

use std::path::Path;

use super::{
    super::{
        error::PipelineError,
        outcome::{IngestOutcome, IngestOverrides},
        run::PipelineRun,
    },
    ArchiveIntake,
};
use crate::{
    catalog::connector::{Connector, layout::LayoutRules},
    domain::{
        fault_point::FaultPoint,
        progress::BuildProgress,
        source::{SnapshotFrom, Source},
    },
    ingest::{
        self, DecodedExport, Export, ExportProblem, IngestError, archive::Archive, export::FileKind,
    },
    warehouse::WriteOutcome,
};

impl PipelineRun<'_> {
    /// Ingests one export: decodes it and puts it into the archive, or amends what is noted of one
    /// archived before.
    pub(in crate::pipeline) fn take(
        &mut self,
        export: &Export,
        kind: FileKind,
        connectors: &[&Connector],
        said: &IngestOverrides,
        intake: &mut ArchiveIntake,
    ) -> Result<IngestOutcome, PipelineError> {
        (self.progress)(&BuildProgress::ReadExport { file_name: export.file_name.clone() });
        let sha256 = export.compute_sha256()?;
        let is_known = |source: &&Source| {
            let fits = |connector: &String| source.connector == *connector;
            source.sha256 == sha256 && said.connector.as_ref().is_none_or(fits)
        };
        if let Some(known) = intake.contents()?.sources.iter().find(is_known).cloned() {
            if intake.archive.verify_parquet(&known).is_err() {
                return self.restore(export, kind, known, said, intake);
            }
            return self.amended(known, &export.file_name, said, intake);
        }
        let layout = &self.catalog.layout;
        let decoded = ingest::decode_export(export, kind, connectors, layout, intake.scratch)?;
        let id = Archive::source_id(&decoded.connector.id, &sha256);
        self.keep(export, decoded, said, (id, sha256), intake)
    }

    /// Writes the archived file of an export anew from the same export; what was said of it stays.
    fn restore(
        &self,
        export: &Export,
        kind: FileKind,
        known: Source,
        said: &IngestOverrides,
        intake: &mut ArchiveIntake,
    ) -> Result<IngestOutcome, PipelineError> {
        let connectors = [self.catalog.find_connector(&known.connector)?];
        let layout = &self.catalog.layout;
        let decoded = ingest::decode_export(export, kind, &connectors, layout, intake.scratch)?;
        let restored = self.write_pair(export, decoded, known, intake)?;
        self.amended(restored.clone(), &export.file_name, said, intake)?;
        let restored = intake.archive.find_note(&restored.id)?.unwrap_or(restored);
        Ok(IngestOutcome::Restored(restored))
    }

    /// Makes a decoded export part of the archive.
    pub(in crate::pipeline) fn keep(
        &self,
        export: &Export,
        decoded: DecodedExport,
        said: &IngestOverrides,
        (id, sha256): (String, String),
        intake: &mut ArchiveIntake,
    ) -> Result<IngestOutcome, PipelineError> {
        let number = intake.contents()?.number_export(&export.shown, said.is_invented)?;
        let source = Source { number, ..self.note(export, &decoded, said, id, sha256)? };
        Ok(IngestOutcome::New(self.write_pair(export, decoded, source, intake)?))
    }

    /// Writes the Parquet file and the note, if the export is still the one whose digest is noted.
    fn write_pair(
        &self,
        export: &Export,
        mut decoded: DecodedExport,
        source: Source,
        intake: &mut ArchiveIntake,
    ) -> Result<Source, PipelineError> {
        let prepared = intake.archive.prepare_file(&source.id)?;
        let layout = &self.catalog.layout;
        FaultPoint::ParquetWrite.pass().map_err(IngestError::unwritable_file(&prepared))?;
        let row_count = write(export, &mut decoded, layout, &prepared, intake)?;
        let columns = decoded.extract.fields.iter().map(|field| field.name.clone()).collect();
        let first_row = decoded.extract.first_row();
        let source = Source {
            row_count,
            columns,
            first_row,
            days_from_1904: decoded.days_from_1904,
            full_sheets: decoded.full_sheets,
            hidden_rows: decoded.hidden_rows,
            columns_beyond: decoded.columns_beyond,
            unreadable: decoded.unreadable,
            passed: decoded.passed,
            shortfall: decoded.shortfall,
            ignored_headings: decoded.ignored_headings,
            ..source
        };
        // Rows of a file that was replaced while it was read would be kept under the digest of another.
        if export.compute_sha256()? != source.sha256 {
            return Err(IngestError::Replaced { path: export.shown.clone() }.into());
        }
        Ok(intake.commit_file(&prepared, source)?)
    }

    fn note(
        &self,
        export: &Export,
        decoded: &DecodedExport,
        said: &IngestOverrides,
        id: String,
        sha256: String,
    ) -> Result<Source, PipelineError> {
        let file_name = export.file_name.clone();
        let (snapshot_on, snapshot_from) = match said.snapshot_on {
            Some(day) => (day, SnapshotFrom::Option),
            None => ingest::find_snapshot_day(decoded, &file_name, self.now.date())
                .unwrap_or((self.now.date(), SnapshotFrom::IngestDay)),
        };
        let period = match said.period {
            Some(period) => Some(period),
            None => ingest::find_period(decoded, &file_name)?,
        };
        Ok(Source {
            id,
            connector: decoded.connector.id.clone(),
            file_name,
            sha256,
            parquet_sha256: String::new(),
            snapshot_on,
            snapshot_from,
            ingested_at: self.now,
            number: 0,
            revision: 0,
            period: period.map(|period| period.to_string()),
            row_count: 0,
            first_row: None,
            columns: Vec::new(),
            days_from_1904: false,
            full_sheets: Vec::new(),
            hidden_rows: 0,
            columns_beyond: 0,
            ignored_headings: decoded.ignored_headings.clone(),
            ignored_sheets: decoded.ignored_sheets.clone(),
            scope: said.scope.clone().or_else(|| said.office.clone()),
            title_scope: ingest::find_scope(decoded.connector, &decoded.title)
                .filter(|_| said.scope.is_none()),
            unreadable: Vec::new(),
            passed: Vec::new(),
            shortfall: None,
            is_invented: said.is_invented,
        })
    }
}

/// Writes the archive's file: its rows. What the engine cannot split, or not number, or what
/// holds rows that may be no data, is read again row by row.
fn write(
    export: &Export,
    decoded: &mut DecodedExport,
    layout: &LayoutRules,
    to: &Path,
    intake: &mut ArchiveIntake,
) -> Result<u64, PipelineError> {
    let connector = decoded.connector;
    let required: Vec<&str> = (connector.columns.iter())
        .filter(|column| column.required)
        .map(|column| column.heading.as_str())
        .collect();
    let mut written = intake.writer.write_extract(&decoded.extract, &required, to)?;
    if matches!(written, WriteOutcome::Broken | WriteOutcome::Whole { has_odd_rows: true, .. })
        && let Some(heading) = decoded.heading.take()
    {
        let table = ingest::TextTable { connector, layout, heading: &heading };
        let read = ingest::rewrite_extract(export, &decoded.extract, table, intake.scratch)?;
        (decoded.extract, decoded.unreadable) = (read.extract, read.unreadable);
        (decoded.passed, decoded.ignored_headings) = (read.beside.passed, read.ignored);
        written = intake.writer.write_extract(&decoded.extract, &required, to)?;
    }
    match written {
        WriteOutcome::Whole { rows, .. } => Ok(rows),
        WriteOutcome::Broken => Err(export.malformed_error(ExportProblem::RowsDiffer).into()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::catalog::Catalog;

    #[test]
    fn an_export_that_was_replaced_while_it_was_read_is_not_archived() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ho-so-2023-12-31.csv");
        let text = "Mã hồ sơ,Đơn vị giải quyết,Thủ tục,Trạng thái,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý\n\
            A1,Xã An Sơn,Khai sinh,Đã trả kết quả,01/12/2023 08:00,05/12/2023 17:00,04/12/2023 09:00\n";
        std::fs::write(&path, text).expect("written");
        let catalog = Catalog::load_content(None).expect("the content is well");
        let export = Export::from_path(&path);
        let connectors: Vec<&Connector> = catalog.connectors.iter().collect();
        let mut run = PipelineRun {
            catalog: &catalog,
            data: folder.path(),
            now: date(2024, 1, 1).at(8, 0, 0, 0),
            progress: &mut |_| {},
        };
        let said = IngestOverrides::default();
        let kind = FileKind::Text;
        let decoded =
            ingest::decode_export(&export, kind, &connectors, &catalog.layout, folder.path())
                .expect("read");
        // What was hashed before it was read was another file.
        let hashed = (Archive::source_id("generic_csv", &"0".repeat(64)), "0".repeat(64));
        let mut intake = ArchiveIntake::open_in(folder.path(), folder.path()).expect("an archive");
        let kept = run.keep(&export, decoded, &said, hashed, &mut intake);
        assert!(
            matches!(&kept, Err(PipelineError::Ingest(IngestError::Replaced { .. }))),
            "{kept:?}"
        );
        let taken = run.take(&export, kind, &connectors, &said, &mut intake);
        assert!(matches!(taken, Ok(IngestOutcome::New(_))), "{taken:?}");
        assert_eq!(intake.archive.list_sources().expect("notes").len(), 1);
    }
}
