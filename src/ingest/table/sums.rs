//! What the counts of a table add up to: a total below them that says otherwise has rows that are not there.

use crate::catalog::connector::{Connector, UpperBound};

/// Adds the counts of a table up. Counts are the columns of which one is a part of the other, as the connector says.
#[derive(Default)]
pub struct TableSums {
    columns: Vec<SumCount>,
    rows: u64,
}

struct SumCount {
    /// Its place among the connector's columns.
    column: usize,
    all: Option<i64>,
    /// Since the last total.
    since: Option<i64>,
}

impl TableSums {
    /// Prepares the sums of the columns that the connector relates as part and whole.
    pub fn from_connector(connector: &Connector) -> Self {
        let parts = connector.most.iter().filter_map(|(part, most)| match most {
            UpperBound::Column(whole) => Some([part, whole]),
            UpperBound::Number(_) => None,
        });
        let headings: Vec<&str> =
            parts.flatten().filter_map(|column| connector.heading_of(column)).collect();
        let is_count = |(_, heading): &(usize, &str)| headings.contains(heading);
        let columns = connector.columns.iter().map(|column| column.heading.as_str()).enumerate();
        let count = |(column, _)| SumCount { column, all: Some(0), since: Some(0) };
        Self { columns: columns.filter(is_count).map(count).collect(), rows: 0 }
    }

    /// Begins anew, with another table.
    pub fn reset_sums(&mut self) {
        self.rows = 0;
        for count in &mut self.columns {
            (count.all, count.since) = (Some(0), Some(0));
        }
    }

    /// Adds a row of data; an empty cell is 0, and a sum with a cell that is no whole number is unknown.
    pub fn add_row(&mut self, cells: &[Option<&str>]) {
        self.rows += 1;
        for count in &mut self.columns {
            let own = cells.get(count.column).copied().flatten().map_or(Some(0), parse_whole);
            let add = |sum: Option<i64>| sum?.checked_add(own?);
            (count.all, count.since) = (add(count.all), add(count.since));
        }
    }

    /// The column, among the connector's, in which a total is neither the sum of all rows nor of those since the last total.
    pub fn find_contradiction(&mut self, total: &[Option<String>]) -> Option<usize> {
        let mut contradicted = None;
        for count in &mut self.columns {
            let said = total.get(count.column).and_then(|text| parse_whole(text.as_deref()?));
            // The line of the agency above the others counts them all once more.
            let is_sum = |sum: i64| said.is_none_or(|said| sum == said || sum == said * 2);
            let fits = [count.all, count.since].iter().any(|sum| sum.is_none_or(is_sum));
            if self.rows > 1 && !fits {
                contradicted.get_or_insert(count.column);
            }
            count.since = Some(0);
        }
        contradicted
    }
}

/// A whole number, with or without a sign between its thousands.
fn parse_whole(text: &str) -> Option<i64> {
    let parts: Vec<&str> = text.trim().split(['.', ',', ' ', '\u{A0}']).collect();
    let is_digits =
        |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_whole = parts.iter().all(is_digits) && parts[1..].iter().all(|part| part.len() == 3);
    if is_whole { parts.concat().parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::of_all("1000", "2000", "3000", false)]
    #[case::written_with_dots("1.000", "2.000", "3.000", false)]
    #[case::more_than_all("1000", "2000", "5000", true)]
    #[case::nothing_said("1000", "2000", "", false)]
    #[case::a_number_nobody_adds("1000,5", "2000", "5000", false)]
    fn a_total_that_is_no_sum_is_seen(
        #[case] one: &str,
        #[case] other: &str,
        #[case] total: &str,
        #[case] is: bool,
    ) {
        let count = SumCount { column: 0, all: Some(0), since: Some(0) };
        let mut sums = TableSums { columns: vec![count], rows: 0 };
        sums.add_row(&[Some(one)]);
        sums.add_row(&[Some(other)]);
        assert_eq!(sums.find_contradiction(&[Some(total.to_owned())]).is_some(), is);
    }

    #[test]
    fn a_total_of_a_group_is_the_sum_since_the_last() {
        let count = SumCount { column: 0, all: Some(0), since: Some(0) };
        let mut sums = TableSums { columns: vec![count], rows: 0 };
        for (row, total) in [("1", "1"), ("2", "2"), ("4", "4")] {
            sums.add_row(&[Some(row)]);
            assert_eq!(sums.find_contradiction(&[Some(total.to_owned())]), None);
        }
        assert_eq!(sums.find_contradiction(&[Some("7".to_owned())]), None);
        assert_eq!(sums.find_contradiction(&[Some("8".to_owned())]), Some(0));
    }
}
