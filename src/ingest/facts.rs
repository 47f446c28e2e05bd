//! What an export says of itself besides its rows: the day it shows, the period it reports on.

use std::sync::LazyLock;

use jiff::civil::{Date, date};
use regex::Regex;

use super::IngestError;
use crate::{
    catalog::connector::Connector,
    domain::{period::Period, source::SnapshotFrom},
};

/// The day whose state the export shows: where the connector looks for it, else the last day its file name holds.
pub fn snapshot(
    connector: &Connector,
    title: &str,
    file_name: &str,
    today: Date,
) -> Option<(Date, SnapshotFrom)> {
    let found = |text: &str| day(&connector.snapshot.as_ref()?.find(text)?);
    let in_title = found(title).map(|day| (day, SnapshotFrom::Title));
    in_title.or_else(|| {
        let day = found(file_name).or_else(|| last_day(file_name, today))?;
        Some((day, SnapshotFrom::FileName))
    })
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
    let found = [title, file_name].into_iter().find_map(|text| pattern.find(text)?.parse().ok());
    found.map(Some).ok_or_else(|| {
        IngestError::malformed(
            format!("`{file_name}`"),
            "neither the file nor its name says which period these figures are of",
            "name it: `--period 2026-08`",
        )
    })
}

/// `31/12/2023`, `31-12-2023`, `31.12.2023`, `2023-12-31`, `2023_12_31` or `20231231`; an impossible day is none.
fn day(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['/', '-', '_', '.']).collect();
    let (year, month, day) = match parts[..] {
        [whole] if whole.len() == 8 => (whole.get(..4)?, whole.get(4..6)?, whole.get(6..)?),
        [year, month, day] if year.len() == 4 => (year, month, day),
        [day, month, year] if year.len() == 4 => (year, month, day),
        _ => return None,
    };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        .ok()
        .filter(|day| *day >= date(1945, 9, 2))
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
        days.extend(day(found.as_str()));
        from = found.end();
    }
    days.into_iter().filter(|day| *day <= today).max()
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

    #[rstest]
    #[case("ho-so-2023-12-31.csv", Some(date(2023, 12, 31)))]
    #[case("Sổ theo dõi 31-12-2023.xlsx", Some(date(2023, 12, 31)))]
    #[case("tu_01.12.2023_den_31.12.2023.xls", Some(date(2023, 12, 31)))]
    #[case("export_20231231.json", Some(date(2023, 12, 31)))]
    #[case("export_20231231153045.json", Some(date(2023, 12, 31)))]
    #[case("ke-hoach-2023-12-05-den-31-12-2030.xlsx", Some(date(2023, 12, 5)))]
    #[case("hs-31-02-2023.csv", None)]
    #[case("000.26.18.H37-2312-0001.csv", None)]
    #[case("912023123199.csv", None)]
    #[case("ho-so.csv", None)]
    fn the_last_day_of_a_file_name_is_found(#[case] name: &str, #[case] read: Option<Date>) {
        assert_eq!(last_day(name, date(2024, 1, 2)), read);
    }
}
