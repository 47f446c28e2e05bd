//! What a column of an export means, by what stands in it: where its heading is known to nobody.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Catalog, CatalogError};
use crate::domain::name::{agency_key, text_key, without_type};

/// Coded columns of a dossier that are known by their values, the likelier before.
const CODED: [&str; 4] = ["status", "channel", "service_level", "return_channel"];

/// Of ten values so many must be of a kind: an export has odd rows.
const MOST_OF_TEN: usize = 8;

/// Of ten texts of a coded column so many must be known: an office has words of its own, which nothing else is likely to have.
const KNOWN_OF_TEN: usize = 5;

/// Tells columns of dossiers by their values.
pub struct ContentGuesser<'c> {
    catalog: &'c Catalog,
    agencies: BTreeSet<String>,
}

/// Is what a column looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ColumnLook {
    /// A day in every row, or not in every row.
    Days {
        is_full: bool,
    },
    Agency,
    Coded(&'static str),
    ProcedureCode,
    DossierCode,
    Fee,
}

impl<'c> ContentGuesser<'c> {
    /// Makes a guesser that knows the agencies and values of a catalog.
    pub fn new(catalog: &'c Catalog) -> Result<Self, CatalogError> {
        let mut agencies = BTreeSet::new();
        for file in catalog.content.list_files("queries/reference/agency/", ".csv") {
            let mut reader = csv::Reader::from_reader(file.to_text()?.as_bytes());
            let names = reader.records().flatten().filter_map(|row| Some(agency_key(row.get(2)?)));
            agencies.extend(names);
        }
        Ok(Self { catalog, agencies })
    }

    /// Guesses, of each column that means nothing yet, the canonical column of a dossier it is; `taken` are those that others are.
    pub fn guess_columns(&self, columns: &[Vec<String>], taken: &[&str]) -> Vec<Option<String>> {
        let looks: Vec<Option<ColumnLook>> =
            columns.iter().map(|values| self.look_at(values)).collect();
        let mut taken: Vec<String> = taken.iter().map(|name| (*name).to_owned()).collect();
        let mut guessed = vec![None; columns.len()];
        for (at, look) in looks.iter().enumerate() {
            let name = match look {
                Some(ColumnLook::Agency) => "solving_agency",
                Some(ColumnLook::Coded(name)) => name,
                Some(ColumnLook::ProcedureCode) => "procedure_code",
                Some(ColumnLook::DossierCode) => "dossier_code",
                Some(ColumnLook::Fee) => "fee_amount",
                Some(ColumnLook::Days { .. }) | None => continue,
            };
            if !taken.iter().any(|other| other == name) {
                taken.push(name.to_owned());
                guessed[at] = Some(name.to_owned());
            }
        }
        for (at, name) in guess_days(columns, &looks, &taken) {
            guessed[at] = Some(name.to_owned());
        }
        guessed
    }

    /// Lists the texts of a coded column that nobody knows, for the office to say what they mean.
    pub fn unknown_texts(&self, column: &str, values: &[String]) -> Vec<String> {
        if !self.catalog.vocabulary.is_coded(column) {
            return Vec::new();
        }
        let known = self.known_texts(column);
        let mut unknown: Vec<String> = values.iter().map(|it| it.trim().to_owned()).collect();
        unknown.sort_unstable();
        unknown.dedup();
        unknown.retain(|text| may_be_status(text) && !known.contains(&text_key(text)));
        unknown
    }

    fn look_at(&self, values: &[String]) -> Option<ColumnLook> {
        let filled: Vec<&str> =
            values.iter().map(|value| value.trim()).filter(|value| !value.is_empty()).collect();
        if filled.is_empty() {
            return None;
        }
        let share = |of_ten: usize, is: &dyn Fn(&str) -> bool| {
            filled.iter().filter(|value| is(value)).count() * 10 >= filled.len() * of_ten
        };
        let most = |is: &dyn Fn(&str) -> bool| share(MOST_OF_TEN, is);
        if most(&|value| order_of_day(value).is_some()) {
            return Some(ColumnLook::Days { is_full: filled.len() == values.len() });
        }
        if most(&is_procedure_code) {
            return Some(ColumnLook::ProcedureCode);
        }
        for column in CODED {
            let known = self.known_texts(column);
            // A number may be the code of anything.
            let is_word = |value: &str| value.contains(char::is_alphabetic);
            if share(KNOWN_OF_TEN, &|value| is_word(value) && known.contains(&text_key(value))) {
                return Some(ColumnLook::Coded(column));
            }
        }
        if most(&|value| self.is_agency(value)) {
            return Some(ColumnLook::Agency);
        }
        // One a row, with digits and no words: nothing else is.
        let distinct: BTreeSet<&&str> = filled.iter().collect();
        if distinct.len() == filled.len() && filled.len() == values.len() && most(&is_code) {
            return Some(ColumnLook::DossierCode);
        }
        most(&is_money).then_some(ColumnLook::Fee)
    }

    fn is_agency(&self, value: &str) -> bool {
        let key = agency_key(value);
        let has_type = without_type(&key).is_some();
        self.agencies.contains(&key) && (has_type || value.split_whitespace().count() > 1)
    }

    /// The keys of texts by which any connector, or the vocabulary, knows values of a coded column.
    fn known_texts(&self, column: &str) -> BTreeSet<String> {
        let vocabulary = &self.catalog.vocabulary;
        let names = vocabulary.coded_values(column).flat_map(|value| {
            [value.to_owned(), vocabulary.display_name(column, value).to_owned()]
        });
        let aliases = vocabulary.value_aliases(column).map(|(writing, _)| writing.to_owned());
        let mapped = self.catalog.connectors.iter().filter_map(|one| one.values.get(column));
        let mapped = mapped.flat_map(BTreeMap::keys).cloned();
        names.chain(aliases).chain(mapped).map(|text| text_key(&text)).collect()
    }
}

/// Columns of days by their order: what comes first was the receipt, what is not in every row the end.
fn guess_days(
    columns: &[Vec<String>],
    looks: &[Option<ColumnLook>],
    taken: &[String],
) -> Vec<(usize, &'static str)> {
    let is_free = |name: &&&str| !taken.iter().any(|other| other == **name);
    let of = |wanted: bool| {
        let mut found: Vec<(u64, usize)> = looks
            .iter()
            .enumerate()
            .filter(|(_, look)| **look == Some(ColumnLook::Days { is_full: wanted }))
            .map(|(at, _)| (middle_day(&columns[at]), at))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, at)| at)
    };
    let full = ["received_at", "due_at"];
    let gaps = ["ended_at", "returned_at"];
    let full: Vec<_> = of(true).zip(full.iter().filter(is_free).copied()).collect();
    let gaps: Vec<_> = of(false).zip(gaps.iter().filter(is_free).copied()).collect();
    full.into_iter().chain(gaps).collect()
}

fn middle_day(values: &[String]) -> u64 {
    let mut days: Vec<u64> = values.iter().filter_map(|value| order_of_day(value.trim())).collect();
    days.sort_unstable();
    days.get(days.len() / 2).copied().unwrap_or_default()
}

/// A number by which days stand in order; nothing of what is no day. Days stand before months unless the year is first.
fn order_of_day(value: &str) -> Option<u64> {
    let day = value.split([' ', 'T']).next()?;
    let parts: Vec<&str> = day.split(['/', '-', '.']).collect();
    let [first, month, last] = parts.try_into().ok()?;
    let number = |text: &str| text.parse::<u64>().ok();
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    let (year, month, day) = (number(year)?, number(month)?, number(day)?);
    let is_day =
        (1950..2100).contains(&year) && (1..=31).contains(&month) && (1..=31).contains(&day);
    is_day.then_some(year * 10_000 + month * 100 + day)
}

/// `1.001190`: codes of the national list.
fn is_procedure_code(value: &str) -> bool {
    value.split_once('.').is_some_and(|(group, rest)| {
        group.len() == 1
            && rest.len() == 6
            && (group.bytes().chain(rest.bytes())).all(|byte| byte.is_ascii_digit())
    })
}

/// A word with digits. A short number alone counts the rows, a long one may be of a person (an identity card, a telephone).
fn is_code(value: &str) -> bool {
    let has_digits = value.bytes().any(|byte| byte.is_ascii_digit());
    let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
    let is_one_word = !value.contains(char::is_whitespace) && !value.contains('@');
    has_digits && is_one_word && (!is_number || (5..=8).contains(&value.len()))
}

/// Thousands and millions; a longer number may be of a person.
fn is_money(value: &str) -> bool {
    let digits: String = value.chars().filter(|it| !matches!(it, '.' | ',' | ' ')).collect();
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits == "0" || (is_number && (4..=8).contains(&digits.len()) && !digits.starts_with('0'))
}

/// Whether a text in a column of few values may be one of them: a telephone, a mail address, the name of somebody in the wrong column
/// is nothing to be written into a file of the content.
pub(super) fn may_be_status(text: &str) -> bool {
    let is_plain = text.chars().all(|letter| !letter.is_numeric() && letter != '@');
    let is_name = text.contains(' ')
        && text.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    is_plain && text.contains(char::is_alphabetic) && !is_name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_of_a_person_is_no_status() {
        let said =
            ["Đã trả", "chờ bổ sung", "0912345678", "bia@example.org", "Nguyễn Văn Bịa", "—"];
        let taken: Vec<&str> = said.into_iter().filter(|text| may_be_status(text)).collect();
        assert_eq!(taken, ["Đã trả", "chờ bổ sung"]);
    }

    fn guesses(columns: &[&[&str]], taken: &[&str]) -> Vec<Option<String>> {
        let catalog = Catalog::load_content(None).expect("the content is well");
        let guesser = ContentGuesser::new(&catalog).expect("made");
        let columns: Vec<Vec<String>> = columns
            .iter()
            .map(|values| values.iter().map(|value| (*value).to_owned()).collect())
            .collect();
        guesser.guess_columns(&columns, taken)
    }

    #[test]
    fn columns_are_told_by_what_stands_in_them() {
        let found = guesses(
            &[
                &["1", "2", "3"],
                &["VS-1", "VS-2", "VS-3"],
                &["xã An Sơn", "UBND xã Hòa Bình", "Thị trấn Văn Quan"],
                &["02/01/2023", "03/01/2023", "04/01/2023"],
                &["09/01/2023", "10/01/2023", "11/01/2023"],
                &["05/01/2023", "", "12/01/2023"],
                &["Đã xử lý xong", "Đang xử lý", "Đã trả kết quả"],
                &["1.004873", "1.004873", "2.000635"],
                &["15.000", "15.000", "0"],
                &["cấp lại", "cấp mới", "cấp lại"],
            ],
            &[],
        );
        let found: Vec<&str> = found.iter().map(|it| it.as_deref().unwrap_or("-")).collect();
        assert_eq!(
            found,
            [
                "-",
                "dossier_code",
                "solving_agency",
                "received_at",
                "due_at",
                "ended_at",
                "status",
                "procedure_code",
                "fee_amount",
                "-"
            ]
        );
    }

    #[test]
    fn what_a_heading_says_is_not_guessed_once_more() {
        let days: &[&str] = &["02/01/2023", "03/01/2023"];
        assert_eq!(guesses(&[days], &["received_at"]), [Some("due_at".to_owned())]);
        assert_eq!(guesses(&[days], &["received_at", "due_at"]), [None]);
    }

    #[test]
    fn numbers_of_persons_are_no_codes_and_no_fees() {
        let numbers: &[&str] = &["012345678901", "012345678902", "012345678903"];
        let phones: &[&str] = &["0912345678", "0912345679", "0912345670"];
        assert_eq!(guesses(&[numbers, phones, &["a@b.vn", "c1@b.vn"]], &[]), [None, None, None]);
    }

    #[test]
    fn a_column_with_nothing_in_it_is_nothing() {
        assert_eq!(guesses(&[&["", ""], &[]], &[]), [None, None]);
    }
}
