//! What an export says of itself besides its rows: the day it shows, the period it reports on.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::{DecodedExport, ExportProblem, IngestError, phrases};
use crate::{
    catalog::connector::Connector,
    domain::{period::Period, source::SnapshotFrom},
};

/// The day whose state the export shows: where the connector looks for it, else in a usual phrase above or below the table,
/// else the last day its file name holds, else the day of a signature.
pub fn find_snapshot_day(
    decoded: &DecodedExport,
    file_name: &str,
    today: Date,
) -> Option<(Date, SnapshotFrom)> {
    let outside = outside_text(decoded);
    let own = |text: &str| {
        let day = phrases::parse_day(&decoded.connector.snapshot.as_ref()?.find_match(text)?)?;
        Some(day).filter(|day| *day <= today)
    };
    let said = phrases::find_snapshot(&outside, today);
    let in_title = own(&outside).or(said.and_then(|(day, is_signed)| (!is_signed).then_some(day)));
    let in_name = || own(file_name).or_else(|| last_day(file_name, today));
    let title = |day| (day, SnapshotFrom::Title);
    in_title
        .map(title)
        .or_else(|| in_name().map(|day| (day, SnapshotFrom::FileName)))
        .or_else(|| said.map(|(day, _)| title(day)))
}

/// All that stands above and below the table.
fn outside_text(decoded: &DecodedExport) -> String {
    let lines = decoded.lines.iter().map(String::as_str);
    std::iter::once(decoded.title.as_str()).chain(lines).collect::<Vec<_>>().join("\n")
}

/// The agency whose units the export is about, if its title says it.
pub fn find_scope(connector: &Connector, title: &str) -> Option<String> {
    let found = connector.scope.as_ref()?.find_match(title)?;
    Some(found.trim().to_owned())
}

/// The period of published figures, where the connector looks for one: it needs one, and title and file name must not
/// name two.
pub fn find_period(
    decoded: &DecodedExport,
    file_name: &str,
) -> Result<Option<Period>, IngestError> {
    let Some(pattern) = &decoded.connector.period else {
        return Ok(None);
    };
    let outside = outside_text(decoded);
    let own = |text: &str| -> Option<Period> { pattern.find_match(text)?.parse().ok() };
    let in_title = own(&outside).or_else(|| phrases::find_period(&outside));
    let refused = |problem| Err(IngestError::malformed_file(file_name, problem));
    match (in_title, named_period(decoded.connector, file_name)) {
        // Of a month that begins on the 15th a file's name says the month alone.
        (Some(title), Some(name)) if title.shape != name.shape => {
            refused(ExportProblem::TwoPeriods { title, name })
        }
        (Some(period), _) | (None, Some(period)) => Ok(Some(period)),
        (None, None) => refused(ExportProblem::NoPeriod),
    }
}

/// The period that a file's name says, where the connector looks for one.
pub fn named_period(connector: &Connector, file_name: &str) -> Option<Period> {
    connector.period.as_ref()?.find_match(file_name)?.parse().ok()
}

/// The last day a file name holds that is not to come: `tu-01-12-2023-den-31-12-2023.xlsx` shows the thirty-first.
pub fn last_day(file_name: &str, today: Date) -> Option<Date> {
    static DAY: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r"\d{1,2}[-_.]\d{1,2}[-_.]20\d\d|20\d\d[-_.]\d{1,2}[-_.]\d{1,2}|20\d{6}";
        // An hour may stand behind the eight digits of a day.
        Regex::new(&format!(r"(?:^|\D)({pattern})(?:\d{{4,6}})?(?:\D|$)")).expect("well-formed")
    });
    let mut days = Vec::new();
    let mut from = 0;
    // The sign behind a day may be the one before the next.
    while let Some(found) = DAY.captures_at(file_name, from).and_then(|found| found.get(1)) {
        days.extend(phrases::parse_day(found.as_str()));
        from = found.end();
    }
    days.into_iter().filter(|day| *day <= today).max()
}

#[cfg(test)]
mod tests;
