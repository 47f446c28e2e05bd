//! Reports made: which papers, and each as the documents asked for.

use std::sync::{
    atomic::{AtomicUsize, Ordering},
    mpsc,
};

use super::{
    ReportError,
    fill::Draft,
    format::Format,
    html::{self, Mail},
    paper::Paper,
    press::Press,
};
use crate::{
    catalog::report::{About, Report},
    domain::period::Period,
    warehouse::read::{AgencyName, DossierRow},
};

/// Which report, of when, of whom.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    pub report: &'a Report,
    pub period: Period,
    /// This agency with those below it; without one everything, or all agencies the report is about.
    pub agency: Option<&'a str>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// `weekly-2023-W52-06283.docx`
    pub file_name: String,
    pub format: Format,
    pub bytes: Vec<u8>,
}

/// What came of one unit when a report is made of each.
pub struct Made {
    pub agency: AgencyName,
    pub documents: Result<Vec<Document>, ReportError>,
}

/// The documents of a report. What is about agencies or dossiers is one document each, and a last one with all of them.
pub fn make(press: &Press, asked: Asked, formats: &[Format]) -> Result<Vec<Document>, ReportError> {
    let papers = papers(press, asked)?;
    let name = |part: Option<&str>| file_stem(asked.report, asked.period, part);
    let mut documents = Vec::new();
    if asked.report.about == About::Whole {
        for paper in &papers {
            documents.extend(written(
                &name(asked.agency),
                std::slice::from_ref(&paper.1),
                formats,
            )?);
        }
        return Ok(documents);
    }
    for (part, paper) in &papers {
        documents.extend(written(&name(Some(part)), std::slice::from_ref(paper), formats)?);
    }
    if papers.len() > 1 {
        let all: Vec<Paper> = papers.into_iter().map(|(_, paper)| paper).collect();
        documents.extend(written(&name(asked.agency), &all, formats)?);
    }
    Ok(documents)
}

/// The report as the body of a mail, with its pictures apart; nothing where there is nothing to report.
pub fn mail(press: &Press, asked: Asked) -> Result<Option<Mail>, ReportError> {
    let papers: Vec<Paper> = papers(press, asked)?.into_iter().map(|(_, paper)| paper).collect();
    if papers.is_empty() { Ok(None) } else { html::mail(&papers).map(Some) }
}

/// Codes of the agencies under the floor of the report's first metric, or of the one the overview ranks by: whom it names.
pub fn under_floor(press: &Press, asked: Asked) -> Result<Vec<String>, ReportError> {
    let Asked { report, period, .. } = asked;
    let metric = report.metrics.first().unwrap_or(&press.catalog.overview.ranking);
    let whole = Draft::new(press, (report, period), None, None);
    let values = whole.under_floor(press.catalog.metric(metric)?, period)?;
    Ok(values.into_iter().map(|value| value.agency_code).collect())
}

/// Every agency of a period that has numbers, its own or published ones.
pub fn units(press: &Press, period: Period) -> Result<Vec<AgencyName>, ReportError> {
    let mut units = Vec::new();
    for (code, _) in press.warehouse.agencies_with_numbers(period) {
        units.extend(press.warehouse.agency(&code, period)?);
    }
    Ok(units)
}

/// A report of each unit, made by as many threads as there are processors; each is handed over as it is made, in any order.
pub fn make_each(
    press: &Press,
    (report, period): (&Report, Period),
    units: &[AgencyName],
    formats: &[Format],
    take: &mut dyn FnMut(Made),
) {
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..threads.min(units.len()) {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                while let Some(unit) = units.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let asked = Asked { report, period, agency: Some(&unit.code) };
                    let documents = make(press, asked, formats);
                    if sender.send(Made { agency: unit.clone(), documents }).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        receiver.iter().for_each(take);
    });
}

/// The papers of a report, each with what tells it from the others.
fn papers(press: &Press, asked: Asked) -> Result<Vec<(String, Paper)>, ReportError> {
    let Asked { report, period, agency } = asked;
    let named = |code: &str| {
        let found = press.warehouse.agency(code, period)?;
        found.ok_or_else(|| ReportError::NoAgency { code: code.to_owned() })
    };
    let of = |agency: Option<AgencyName>, dossier: Option<DossierRow>| {
        Draft::new(press, (report, period), agency, dossier)
    };
    let whole = of(agency.map(named).transpose()?, None);
    let mut papers = Vec::new();
    match report.about {
        About::Whole => papers.push((String::new(), whole.paper()?)),
        About::Agency => {
            let metric = press.catalog.metric(&report.metrics[0])?;
            for value in whole.under_floor(metric, period)? {
                let agency = named(&value.agency_code)?;
                papers.push((agency.code.clone(), of(Some(agency), None).paper()?));
            }
        }
        About::Dossier => {
            let mut seen = std::collections::BTreeSet::new();
            for id in &report.metrics {
                let rows = press.rows(press.catalog.metric(id)?, period, whole.code(), true)?;
                for row in rows.into_iter().filter(|row| seen.insert(row.dossier_code.clone())) {
                    let agency = press.warehouse.agency(&row.agency_code, period)?;
                    let part = row.dossier_code.clone();
                    papers.push((part, of(agency, Some(row)).paper()?));
                }
            }
        }
    }
    Ok(papers)
}

fn written(name: &str, papers: &[Paper], formats: &[Format]) -> Result<Vec<Document>, ReportError> {
    let document = |format: &Format| {
        let file_name = format!("{name}.{}", format.ending());
        Ok(Document { file_name, format: *format, bytes: format.write(papers)? })
    };
    formats.iter().map(document).collect()
}

/// Of letters, digits and what every file system takes.
fn file_stem(report: &Report, period: Period, part: Option<&str>) -> String {
    let parts = [Some(report.id.as_str()), Some(&period.to_string()), part];
    let name = parts.into_iter().flatten().collect::<Vec<_>>().join("-");
    let kept = |letter: char| {
        if letter.is_alphanumeric() || "-_.".contains(letter) { letter } else { '-' }
    };
    name.chars().map(kept).collect()
}
