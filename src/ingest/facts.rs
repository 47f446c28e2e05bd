//! What an export says of itself besides its rows: the day it shows, the period it reports on.

use jiff::civil::{Date, date};

use super::IngestError;
use crate::{
    catalog::connector::Connector,
    domain::{period::Period, source::SnapshotFrom},
};

/// The day whose state the export shows, from its title rows, else from its file name.
pub fn snapshot(
    connector: &Connector,
    title: &str,
    file_name: &str,
) -> Option<(Date, SnapshotFrom)> {
    let pattern = connector.snapshot.as_ref()?;
    let places = [
        (title, SnapshotFrom::Title),
        (file_name, SnapshotFrom::FileName),
    ];
    places
        .into_iter()
        .find_map(|(text, from)| Some((day(&pattern.find(text)?)?, from)))
}

/// The agency whose units the export is about, if its title says it.
pub fn scope(connector: &Connector, title: &str) -> Option<String> {
    let found = connector.scope.as_ref()?.find(title)?;
    Some(found.trim().to_owned())
}

/// The period of published figures. A connector that looks for one needs one.
pub fn period(
    connector: &Connector,
    title: &str,
    file_name: &str,
) -> Result<Option<Period>, IngestError> {
    let Some(pattern) = &connector.period else {
        return Ok(None);
    };
    let found = [title, file_name]
        .into_iter()
        .find_map(|text| pattern.find(text)?.parse().ok());
    found.map(Some).ok_or_else(|| {
        IngestError::malformed(
            format!("`{file_name}`"),
            "neither the file nor its name says which period these figures are of",
            "name it: `--period 2026-08`",
        )
    })
}

/// `31/12/2023` or `2023-12-31`; an impossible day is none.
fn day(text: &str) -> Option<Date> {
    let parts: Vec<i16> = text
        .split(['/', '-', '_'])
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    let [first, month, last] = parts[..] else {
        return None;
    };
    let (year, day) = if text.contains('/') {
        (last, first)
    } else {
        (first, last)
    };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
        .ok()
        .filter(|day| *day >= date(1945, 9, 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("31/12/2023", Some(date(2023, 12, 31)))]
    #[case("1/2/2023", Some(date(2023, 2, 1)))]
    #[case("2023-12-31", Some(date(2023, 12, 31)))]
    #[case("31/02/2023", None)]
    #[case("31/12/0023", None)]
    fn days_are_read_in_both_writings(#[case] text: &str, #[case] read: Option<Date>) {
        assert_eq!(day(text), read);
    }
}
