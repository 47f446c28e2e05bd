//! Reports made: which papers, and each as the documents asked for.

use std::{
    collections::BTreeSet,
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
};

use super::{
    ReportError,
    document::ReportDocument,
    file_names::FileNames,
    format::ReportFormat,
    html::{self, MailBody},
    report_context::ReportContext,
    report_request::ReportRequest,
    sections::ReportBuilder,
};
use crate::{
    catalog::report::{ReportDefinition, ReportSubject},
    domain::period::Period,
    warehouse::query::{AgencyName, DossierRow},
};

/// Holds a report written in one format, with its file name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderedFile {
    /// `weekly-2023-W52-06283.docx`
    pub file_name: String,
    pub format: ReportFormat,
    pub bytes: Vec<u8>,
}

/// What came of one unit when a report is made of each.
pub struct UnitReport {
    pub agency: AgencyName,
    pub documents: Result<Vec<RenderedFile>, ReportError>,
}

/// The documents of a report. What is about agencies or dossiers is one document each, and a last one with all of them.
pub fn make(
    context: &ReportContext,
    asked: ReportRequest,
    formats: &[ReportFormat],
) -> Result<Vec<RenderedFile>, ReportError> {
    documents(asked, &papers(context, asked, false)?, formats)
}

/// The report as the body of a mail, with its pictures apart, and as documents; nothing where there is nothing to report.
pub fn mail(
    context: &ReportContext,
    asked: ReportRequest,
    formats: &[ReportFormat],
) -> Result<Option<(MailBody, Vec<RenderedFile>)>, ReportError> {
    // What goes to one agency goes to others too.
    let filled = papers(context, asked, asked.agency.is_some())?;
    if filled.papers.is_empty() {
        return Ok(None);
    }
    Ok(Some((html::make_mail_body(&filled.papers)?, documents(asked, &filled, formats)?)))
}

/// Codes of the agencies under the floor of the report's first metric, or of the one the overview ranks by: whom it names.
pub fn under_floor(
    context: &ReportContext,
    asked: ReportRequest,
) -> Result<Vec<String>, ReportError> {
    let ReportRequest { report, period, .. } = asked;
    let metric = report.metrics.first().unwrap_or(&context.catalog.headline.ranking);
    let whole = ReportBuilder::new(context, (report, period), None);
    let values = whole.under_floor(context.catalog.find_metric(metric)?, period)?;
    Ok(values.into_iter().map(|value| value.agency_code).collect())
}

/// Every agency of a period that has numbers, its own or published ones.
pub fn units(context: &ReportContext, period: Period) -> Result<Vec<AgencyName>, ReportError> {
    let mut units = Vec::new();
    for (code, _) in context.warehouse.agencies.list_with_numbers(period) {
        units.extend(context.warehouse.agencies.at(&code, period));
    }
    Ok(units)
}

/// A report of each unit, made by twice as many threads as there are processors, since typst sets a page on threads of its own
/// while these wait; each is handed over as it is made, in any order, until one is not taken.
pub fn make_each(
    context: &ReportContext,
    (report, period): (&ReportDefinition, Period),
    units: &[AgencyName],
    formats: &[ReportFormat],
    take: &mut dyn FnMut(UnitReport) -> bool,
) {
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    let threads = 2 * std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..threads.min(units.len()) {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                while let Some(unit) = units.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let asked = ReportRequest { report, period, agency: Some(&unit.code) };
                    let filled = papers(context, asked, true);
                    let documents = filled.and_then(|filled| documents(asked, &filled, formats));
                    if sender.send(UnitReport { agency: unit.clone(), documents }).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        while receiver.recv().is_ok_and(&mut *take) {}
        // Whoever makes one still finds nobody to hand it to.
        drop(receiver);
    });
}

/// The papers of a report.
#[derive(Default)]
struct FilledReport {
    papers: Vec<ReportDocument>,
    /// What tells each from the others; none where there is but one.
    parts: Vec<String>,
}

/// Fills them in. The number the office gives is the one paper's of a call.
fn papers(
    context: &ReportContext,
    asked: ReportRequest,
    is_one_of_many: bool,
) -> Result<FilledReport, ReportError> {
    let ReportRequest { report, period, agency } = asked;
    let named = |code: &str| {
        let found = context.warehouse.agencies.at(code, period);
        found.ok_or_else(|| ReportError::NoAgency { code: code.to_owned() })
    };
    let of = |agency: Option<AgencyName>| ReportBuilder::new(context, (report, period), agency);
    let mut whole = of(agency.map(named).transpose()?);
    whole.is_numbered = !is_one_of_many;
    let mut filled = FilledReport::default();
    match report.about {
        ReportSubject::Whole => filled.papers.push(whole.build_document()?),
        ReportSubject::Agency => {
            for value in whole.under_floor(whole.own_metric()?, period)? {
                let agency = named(&value.agency_code)?;
                filled.parts.push(agency.code.clone());
                let mut draft = of(Some(agency));
                draft.value = Some(value);
                filled.papers.push(draft.build_document()?);
            }
        }
        ReportSubject::Dossier => {
            for row in without_letter(context, asked)? {
                let agency = context.warehouse.agencies.at(&row.agency_code, period);
                filled.parts.push(row.dossier_code.clone());
                let mut draft = of(agency);
                draft.dossier = Some(row);
                filled.papers.push(draft.build_document()?);
            }
        }
    }
    Ok(filled)
}

/// The overdue dossiers a report is about, of which nobody was sent a letter.
fn without_letter(
    context: &ReportContext,
    asked: ReportRequest,
) -> Result<Vec<DossierRow>, ReportError> {
    let (sent, mut overdue) = (context.letters()?, Vec::new());
    let mut seen = BTreeSet::new();
    for id in &asked.report.metrics {
        let metric = context.catalog.find_metric(id)?;
        for row in context.rows(metric, asked.period, asked.agency, true)? {
            // What was open at the end of the period and is done by now is overdue in the period it was done in.
            let is_past = metric.denominator.is_none() && row.ended_at.is_some();
            if !is_past
                && !sent.contains_key(&row.dossier_code)
                && seen.insert(row.dossier_code.clone())
            {
                overdue.push(row);
            }
        }
    }
    Ok(overdue)
}

/// Each paper as a document, and all of them as one.
fn documents(
    asked: ReportRequest,
    filled: &FilledReport,
    formats: &[ReportFormat],
) -> Result<Vec<RenderedFile>, ReportError> {
    let (mut stems, mut documents) = (FileNames::default(), Vec::new());
    let mut write = |part: Option<&str>, papers: &[ReportDocument]| -> Result<(), ReportError> {
        let stem = stems.stem(asked, part);
        for format in formats {
            let file_name = format!("{stem}.{}", format.file_extension());
            documents.push(RenderedFile {
                file_name,
                format: *format,
                bytes: format.write_documents(papers)?,
            });
        }
        Ok(())
    };
    for (part, paper) in filled.parts.iter().zip(&filled.papers) {
        write(Some(part), std::slice::from_ref(paper))?;
    }
    if filled.parts.is_empty() && !filled.papers.is_empty() || filled.papers.len() > 1 {
        write(asked.agency, &filled.papers)?;
    }
    Ok(documents)
}
