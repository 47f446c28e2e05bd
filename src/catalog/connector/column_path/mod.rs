//! Where a record of JSON holds a column: names from the outermost on, an item of a list by what it says of itself, or each item of one.

use super::Connector;
use crate::catalog::phrases::wording::ErrorWording;

/// A path, as `procedure.translate[languageId=228].name`, `DanhSachLePhi[*].Gia` or `currentTask[=].createdDate` write it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnPath<'p> {
    pub steps: Vec<PathStep<'p>>,
    /// What is asked of the items of the list that the steps lead to.
    pub of_items: Option<(ListReading, Vec<PathStep<'p>>)>,
}

/// How the items of a list become one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListReading {
    /// `[*]`: all that they say, as a list.
    Each,
    /// `[=]`: what they all say alike.
    Alike,
}

/// One name of a path; of a list the item that is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PathStep<'p> {
    pub name: &'p str,
    pub filter: Option<PathFilter<'p>>,
}

/// Names an item of a list by what it says of itself: `languageId=228`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PathFilter<'p> {
    pub key: &'p str,
    pub value: &'p str,
}

impl<'p> ColumnPath<'p> {
    /// Parses a path; `None` where a name is blank or what stands in brackets is neither `key=value` nor `*` or `=` with a name behind it.
    pub fn parse_path(text: &'p str) -> Option<Self> {
        let readings = [("[*].", ListReading::Each), ("[=].", ListReading::Alike)];
        let mut split = readings.into_iter().filter_map(|(mark, reading)| {
            text.split_once(mark).map(|(list, key)| (list, reading, key))
        });
        let (before, of_items) = match split.next() {
            Some((list, reading, key)) => (list, Some((reading, parse_steps(key)?))),
            None => (text, None),
        };
        Some(Self { steps: parse_steps(before)?, of_items })
    }
}

impl Connector {
    /// Finds the first path that is none, and what is wrong with it.
    pub(super) fn path_problem(&self) -> Option<(String, ErrorWording)> {
        let mut paths = self.columns.iter().filter_map(|column| column.path.as_ref());
        let wrong = paths.find(|path| ColumnPath::parse_path(path).is_none())?;
        Some((wrong.clone(), ErrorWording::naming("content.column_path", wrong)))
    }
}

fn parse_steps(text: &str) -> Option<Vec<PathStep<'_>>> {
    let mut is_inside = false;
    let steps = text.split(|letter| {
        is_inside = letter == '[' || (is_inside && letter != ']');
        // A value may hold a dot.
        letter == '.' && !is_inside
    });
    steps.map(parse_step).collect()
}

fn parse_step(step: &str) -> Option<PathStep<'_>> {
    let is_plain = |text: &str| {
        !text.is_empty() && text.trim() == text && !text.contains(['[', ']', '=', '*'])
    };
    let (name, filter) = match step.split_once('[') {
        None => (step, None),
        Some((name, rest)) => {
            let (key, value) = rest.strip_suffix(']')?.split_once('=')?;
            (name, Some(PathFilter { key, value }))
        }
    };
    let is_well = filter.is_none_or(|it| is_plain(it.key) && is_plain(it.value));
    (is_plain(name) && is_well).then_some(PathStep { name, filter })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn a_path_is_names_items_and_what_is_asked_of_each() {
        let step = |name, filter: Option<(&'static str, &'static str)>| PathStep {
            name,
            filter: filter.map(|(key, value)| PathFilter { key, value }),
        };
        let path = ColumnPath::parse_path("a[k=1.2].b[*].c.d[e=f]").expect("a path");
        assert_eq!(path.steps, [step("a", Some(("k", "1.2"))), step("b", None)]);
        let asked = vec![step("c", None), step("d", Some(("e", "f")))];
        assert_eq!(path.of_items, Some((ListReading::Each, asked)));
        let path = ColumnPath::parse_path("a[=].b").expect("a path");
        assert_eq!(path.of_items, Some((ListReading::Alike, vec![step("b", None)])));
        let path = ColumnPath::parse_path("agency.name").expect("a path");
        assert_eq!((path.steps.len(), path.of_items), (2, None));
    }

    #[rstest]
    #[case::open("a[k=1")]
    #[case::no_value("a[k].b")]
    #[case::blank_value("a[k=].b")]
    #[case::blank_key("a[=1].b")]
    #[case::blank_name("a..b")]
    #[case::no_name("[k=1].b")]
    #[case::twice("a[k=1][l=2].b")]
    #[case::behind_it("a[k=1]b.c")]
    #[case::each_of_nothing("a[*]")]
    #[case::each_of_each("a[*].b[*].c")]
    #[case::alike_of_nothing("a[=]")]
    #[case::alike_of_each("a[=].b[*].c")]
    #[case::closed_alone("a].b")]
    #[case::spaces("a[ k = 1 ].b")]
    #[case::nothing("")]
    fn what_is_no_path_is_none(#[case] text: &str) {
        assert_eq!(ColumnPath::parse_path(text), None);
    }
}
