//! What the zip holds, part by part.

use std::{fs, path::Path};

use jiff::civil::Date;

use super::{
    evidence_tables::{EvidenceTables, rows_name},
    zip_parts::EvidenceZip,
};
use crate::{
    catalog::{
        Catalog, CatalogError, phrases::telling::worded_errors, report::SectionKind,
        settings::ProgramSettings, target::office_target,
    },
    domain::period::Period,
    ingest::{IngestError, archive::Archive},
    period_lock::{LockError, LockFolder, LockedPeriod},
    report::{ReportContext, ReportError, ReportFormat, ReportRequest, find_signing_day, make},
    view::AnswerWording,
    warehouse::{BuildPlan, WarehouseError, query::Warehouse},
};

/// The folder of the lists that numbers are counted by.
const REFERENCE: &str = "queries/reference/";
/// What numbers are held against, besides the holidays.
const LISTS: [&str; 3] = ["target.csv", "parameter.csv", "legal_source.csv"];

worded_errors! {
    /// Reports why a giải trình was not made.
    #[derive(Debug)]
    pub enum EvidenceError {
        "evidence.pack" => Pack { told: String },
    }
    passing on {
        Catalog(CatalogError),
        Ingest(IngestError),
        Lock(LockError),
        Report(ReportError),
        Warehouse(WarehouseError),
    }
}

impl From<zip::result::ZipError> for EvidenceError {
    fn from(error: zip::result::ZipError) -> Self {
        Self::Pack { told: error.to_string() }
    }
}

/// Says of which period everything is to be told, of what is published in a data folder.
pub struct EvidenceOrder<'a> {
    pub catalog: &'a Catalog,
    pub settings: &'a ProgramSettings,
    pub data: &'a Path,
    /// It shows everything.
    pub warehouse: &'a Warehouse,
    pub period: Period,
    /// The day that stands on the cover; without it that of reports.
    pub on: Option<Date>,
}

/// Makes the zip in memory. Fails where the build does not show everything or is not of all that
/// was taken in, or the lock of the period is damaged.
pub fn make_evidence(order: &EvidenceOrder) -> Result<Vec<u8>, EvidenceError> {
    let EvidenceOrder { catalog, data, warehouse, period, .. } = *order;
    let lock = LockFolder::of_data(data).find_in_force(period)?;
    let archive = Archive::open_in(data)?;
    let (sources, erasures) = (archive.list_sources()?, archive.read_erasures()?);
    let plan = BuildPlan {
        catalog,
        content: office_target::with_own(&catalog.content, data)?,
        sources: archive.list_with_files()?,
        erasures,
        as_known_on: None,
        scratch: data,
        publish_as: data,
        base: None,
    };
    // It tells of the exports and the content as they are: the numbers have to be of these.
    if plan.data_version() != warehouse.data_version {
        return Err(LockError::Stale.into());
    }
    let tables = EvidenceTables {
        words: AnswerWording::new(catalog),
        catalog,
        warehouse,
        period,
        lock: lock.as_ref(),
    };
    let mut zip = EvidenceZip::new();
    for (name, bytes) in make_cover(order, lock.as_ref())? {
        zip.add_part(&name, &bytes)?;
    }
    zip.add_part("so-lieu.csv", &tables.numbers()?.to_csv())?;
    for metric in &catalog.metrics {
        zip.add_part(&rows_name(metric), &tables.subjects(metric)?.to_csv())?;
    }
    for metric in &catalog.metrics {
        zip.add_part(&format!("cach-tinh/{}.sql", metric.id), metric.sql.as_bytes())?;
    }
    zip.add_part("tep-xuat.csv", &tables.sources(&sources)?.to_csv())?;
    zip.add_part("dong-chua-dung.csv", &tables.rejected()?.to_csv())?;
    zip.add_part("kiem-tra.csv", &tables.checks()?.to_csv())?;
    zip.add_part("tom-tat.csv", &tables.summary(plan.erasures.entries.len())?.to_csv())?;
    for file in plan.content.list_files(REFERENCE, ".csv") {
        let name = file.path.trim_start_matches(REFERENCE);
        if name.starts_with("holiday/") || LISTS.contains(&name) {
            zip.add_part(&format!("danh-muc/{name}"), &file.bytes)?;
        }
    }
    if let Some(lock) = &lock {
        let changes = tables.changes(lock)?;
        if !changes.rows.is_empty() {
            zip.add_part("thay-doi.csv", &changes.to_csv())?;
        }
        if let Some(rows) = lock.rows_path() {
            zip.add_part("ho-so-da-bao-cao.csv", &tables.reported_subjects(&rows)?.to_csv())?;
        }
        add_lock(&mut zip, lock)?;
    }
    Ok(zip.finish()?)
}

/// The cover, as a paper to be signed.
fn make_cover(
    order: &EvidenceOrder,
    lock: Option<&LockedPeriod>,
) -> Result<Vec<(String, Vec<u8>)>, EvidenceError> {
    let EvidenceOrder { catalog, settings, warehouse, period, on, .. } = *order;
    let on = match on {
        Some(on) => on,
        None => find_signing_day(warehouse, period)?,
    };
    let context = ReportContext::new(catalog, &settings.office, warehouse, on)
        .of_scope(settings.scope.clone())
        .with_public_url(settings.serve.public_url.clone())
        .with_lock(lock);
    // It is of every metric there is, whatever the office added.
    let mut report = catalog.evidence_cover.clone();
    for section in &mut report.sections {
        if matches!(section.kind, SectionKind::Metrics | SectionKind::Sources) {
            section.metrics = catalog.metrics.iter().map(|metric| metric.id.clone()).collect();
        }
    }
    let asked = ReportRequest { report: &report, period, agency: None };
    let formats = if cfg!(feature = "pdf") {
        vec![ReportFormat::Docx, ReportFormat::Pdf]
    } else {
        vec![ReportFormat::Docx]
    };
    let made = make(&context, asked, &formats)?;
    Ok(made
        .into_iter()
        .map(|file| (format!("giai-trinh.{}", file.format.file_extension()), file.bytes))
        .collect())
}

/// The files of the lock, as they lie there.
fn add_lock(zip: &mut EvidenceZip, lock: &LockedPeriod) -> Result<(), EvidenceError> {
    let names = lock.note.files.iter().map(|file| file.name.as_str());
    for name in ["lock.json"].into_iter().chain(names) {
        let path = lock.folder.join(name);
        let bytes = fs::read(&path).map_err(LockError::at_path(&path))?;
        zip.add_part(&format!("ban-khoa/{name}"), &bytes)?;
    }
    Ok(())
}
