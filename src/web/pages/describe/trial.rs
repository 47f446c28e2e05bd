//! What would come of an export with a connector: tried in a folder that goes away again.

use jiff::civil::{Date, DateTime, Time};

use super::{
    choices::{OWN_COLUMN, column_name},
    masking::mask_text,
};
use crate::{
    catalog::{
        Catalog, connector::Connector, connector::draft::may_be_mapped,
        connector::extra::extra_name,
    },
    domain::{
        decimal::format_unsigned,
        period::Period,
        vietnamese_date::{format_day, format_day_and_time},
    },
    ingest::archive::Archive,
    view::rejected,
    warehouse::query::{CellRejection, Warehouse},
    web::{
        ServedSite,
        http::error::WebError,
        jobs::{
            job_runner::{ExportTrial, JobRunner},
            pending_exports::PendingExport,
            upload_dir,
        },
    },
};

/// Rows that are shown.
const SHOWN_ROWS: usize = 5;
/// Problems that are listed.
const LISTED: usize = 30;

/// Holds what came of a trial, as a page shows it.
#[derive(Debug, Default)]
pub struct TrialResult {
    pub read: String,
    pub kept: String,
    pub layout: String,
    pub rejected: String,
    pub has_rows: bool,
    pub heads: Vec<String>,
    pub rows: Vec<Vec<String>>,
    pub problems: Vec<TrialProblem>,
    /// Canonical column and text: what nobody knows, for somebody to say what it means.
    pub unknown_texts: Vec<(String, String)>,
}

/// Says why rows are not kept, or what of them is not.
#[derive(Debug)]
pub struct TrialProblem {
    pub heading: String,
    pub value: String,
    pub reason: String,
    pub hint: String,
    pub rows: String,
}

/// Tries an export with a connector of a catalog. The error is a sentence where the export cannot be taken in so.
pub fn try_connector(
    site: &ServedSite,
    works: &dyn JobRunner,
    (catalog, id): (&Catalog, &str),
    (export, snapshot_on): (&PendingExport, Option<Date>),
) -> Result<Result<TrialResult, String>, WebError> {
    let internal = |error: std::io::Error| WebError::Internal { cause: error.to_string() };
    // What a crash leaves of it goes with the uploads of then.
    let folder = upload_dir::folder(&site.data).map_err(internal)?;
    let trial = ExportTrial {
        catalog,
        connector: id,
        file: &export.path,
        snapshot_on,
        folder: folder.path(),
    };
    if let Err(told) = works.try_export(&trial) {
        return Ok(Err(told));
    }
    let connector = catalog.find_connector(id)?;
    let warehouse = Warehouse::open_published(folder.path())?;
    let mut result = TrialResult::default();
    let total = warehouse.provenance.sum_by_connector()?.pop();
    if let Some(total) = total {
        result.read = format_unsigned(total.rows_read);
        result.kept = format_unsigned(total.rows_kept);
        result.layout = format_unsigned(total.rows_layout);
        result.rejected = format_unsigned(total.rows_rejected);
        result.has_rows = total.rows_kept > 0;
    }
    let archive = Archive::open_in(folder.path()).and_then(|archive| archive.list_sources());
    let sources = archive.map_err(|error| WebError::Internal { cause: error.to_string() })?;
    let shown_on = sources.first().map_or(Date::MIN, |source| source.snapshot_on);
    for source in sources {
        let rejections = warehouse.provenance.list_rejections(&source.id)?;
        result.unknown_texts.extend(rejections.iter().filter_map(unknown_text));
        let told = rejections.iter().take(LISTED);
        result.problems.extend(told.map(|one| describe_problem(catalog, connector, one)));
    }
    let (columns, rows) =
        warehouse.provenance.list_first_rows(&connector.table_name(), SHOWN_ROWS)?;
    let is_own = |column: &String| {
        let mut named = connector.columns.iter().filter_map(|it| it.is.as_ref());
        let is_kept = column == OWN_COLUMN && named.clone().any(|is| extra_name(is).is_some());
        is_kept || named.any(|is| is == column)
    };
    let shown: Vec<usize> = (0..columns.len())
        .filter(|at| is_own(&columns[*at]) || connector.constant.contains_key(&columns[*at]))
        .collect();
    let period = Period::year_of(shown_on);
    let cell = |column: &str, text: &str| show_cell(catalog, &warehouse, (column, text), period);
    result.heads = shown.iter().map(|at| column_name(catalog, &columns[*at])).collect();
    result.rows = (rows.iter())
        .map(|row| shown.iter().map(|at| cell(&columns[*at], &row[*at])).collect())
        .collect();
    Ok(Ok(result))
}

fn unknown_text(rejection: &CellRejection) -> Option<(String, String)> {
    let is_unknown = rejection.reason == "unknown_value";
    let (column, text) = (rejection.column.clone()?, rejection.value.clone()?);
    (is_unknown && may_be_mapped(&text)).then_some((column, text))
}

fn describe_problem(
    catalog: &Catalog,
    connector: &Connector,
    rejection: &CellRejection,
) -> TrialProblem {
    let phrases = &catalog.phrases;
    let id = rejected::reason_phrase(&rejection.reason, rejection.column.as_deref());
    let say = |id: &str, values: &[(&str, &str)]| {
        if phrases.has_phrase(id) { phrases.format_phrase(id, values) } else { String::new() }
    };
    let column = rejection.column.as_ref();
    let hint = match &rejection.hint {
        // What the page itself offers.
        _ if unknown_text(rejection).is_some() => say("describe.unknown_value", &[]),
        Some(names) if phrases.has_phrase(&format!("{id}.names")) => {
            say(&format!("{id}.names"), &[("names", names)])
        }
        _ => say(&format!("{id}.hint"), &[]),
    };
    TrialProblem {
        heading: column.map_or_else(String::new, |it| rejected::join_headings(Some(connector), it)),
        value: rejection.value.as_deref().map_or_else(String::new, mask_text),
        reason: say(&id, &[]) + &rejected::kept_note(phrases, rejection.is_kept),
        hint,
        rows: format_unsigned(rejection.rows),
    }
}

/// What a cell means, as people say it.
fn show_cell(
    catalog: &Catalog,
    warehouse: &Warehouse,
    (column, text): (&str, &str),
    period: Period,
) -> String {
    if catalog.vocabulary.is_coded(column) {
        return catalog.vocabulary.display_name(column, text).to_owned();
    }
    if column.ends_with("_agency") || column == "agency_code" {
        let found = warehouse.agencies.at(text, period);
        return found.map_or_else(|| text.to_owned(), |agency| agency.name);
    }
    match text.parse::<DateTime>() {
        Ok(time) if time.time() == Time::midnight() => format_day(time.date()),
        Ok(time) => format_day_and_time(time),
        Err(_) => mask_text(text),
    }
}
