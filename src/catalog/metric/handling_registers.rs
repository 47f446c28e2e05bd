//! Registers of the handling that an office fills in: how far services are proactive, which texts name a system.

use std::collections::BTreeMap;

use csv::StringRecord;
use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

use super::super::{
    CatalogError,
    connector::Connector,
    content::{
        ContentSet,
        register_lines::{read_day, read_register, refuse_cell},
    },
    phrases::wording::ErrorWording,
};

/// A register: its table, the columns of its key, and the one column that is its own.
struct HandlingRegister {
    table: &'static str,
    columns: [&'static str; 5],
    /// How many of the columns are the key: of one key no two spans of days overlap.
    keys: usize,
}

const REGISTERS: [HandlingRegister; 2] = [
    HandlingRegister {
        table: "proactive_service",
        columns: ["procedure_code", "level", "valid_from", "valid_to", "source"],
        keys: 1,
    },
    HandlingRegister {
        table: "automatic_step",
        columns: ["connector", "handler", "valid_from", "valid_to", "source"],
        keys: 2,
    },
];

/// The spans of days of each key, so far.
type SpansByKey = BTreeMap<Vec<String>, Vec<(Date, Date)>>;

/// Fails at the first line of a register that cannot hold: a day nobody can read, a level that there is not, two lines of one day.
pub fn check_registers(content: &ContentSet, connectors: &[Connector]) -> Result<(), CatalogError> {
    for register in &REGISTERS {
        let mut held = SpansByKey::new();
        for file in content.list_table_files(register.table) {
            read_register(file, &register.columns, |line| {
                register.check_line(line, connectors, &mut held)
            })?;
        }
    }
    Ok(())
}

impl HandlingRegister {
    fn check_line(
        &self,
        line: &StringRecord,
        connectors: &[Connector],
        held: &mut SpansByKey,
    ) -> Result<(), ErrorWording> {
        let span = self.read_span(line, connectors)?;
        let key: Vec<String> = line.iter().take(self.keys).map(str::to_lowercase).collect();
        let spans = held.entry(key).or_default();
        if spans.iter().any(|(first, last)| *first <= span.1 && span.0 <= *last) {
            let told = ErrorWording::new("content.register_overlap");
            return Err(told.with("key", &line[0].to_owned()));
        }
        spans.push(span);
        Ok(())
    }

    /// The days of a line; the error is what is wrong with it.
    fn read_span(
        &self,
        line: &StringRecord,
        connectors: &[Connector],
    ) -> Result<(Date, Date), ErrorWording> {
        for (column, cell) in self.columns.iter().zip(line) {
            let refuse = |id| Err(refuse_cell(id, column, cell));
            if cell.trim() != cell || (cell.is_empty() && *column != "valid_to") {
                return refuse("content.register_blank");
            }
            match *column {
                "handler" if normalize_text(cell) != cell => {
                    return refuse("content.register_text");
                }
                "procedure_code" if is_marked_code(cell) => {
                    return refuse("content.register_code");
                }
                "level" if !["1", "2", "3", "4"].contains(&cell) => {
                    return refuse("content.register_level");
                }
                "connector" if connectors.iter().all(|it| it.id != cell) => {
                    return refuse("content.register_connector");
                }
                _ => {}
            }
        }
        let day = |index: usize| read_day(self.columns[index], &line[index]);
        let (first, last) = (day(2)?.unwrap_or(Date::MIN), day(3)?.unwrap_or(Date::MAX));
        if last < first {
            return Err(ErrorWording::new("content.register_span").with("day", &line[3].to_owned()));
        }
        Ok((first, last))
    }
}

/// As exports are taken in: composed letters, one space between words.
fn normalize_text(text: &str) -> String {
    let composed: String = text.nfc().collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a code is a national one that dossiers hold otherwise: with the mark of a province behind it, or without the zeros at its end.
fn is_marked_code(code: &str) -> bool {
    let Some((group, rest)) = code.split_once('.') else { return false };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let is_group = group.len() == 1 && group.bytes().all(|byte| byte.is_ascii_digit());
    let is_marked = digits == 6 && rest.len() > 6;
    let lost_zeros = (2..6).contains(&digits) && rest.len() == digits;
    is_group && (is_marked || lost_zeros)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Catalog, phrases::PhraseBook};
    use rstest::rstest;

    const SERVICES: &str = "proactive_service";
    const STEPS: &str = "automatic_step";

    /// What is said of a register with these lines below its heading; none where it holds.
    fn told_of(table: &str, lines: &str) -> Option<String> {
        let own = tempfile::tempdir().expect("a folder");
        let folder = own.path().join("queries/reference");
        std::fs::create_dir_all(&folder).expect("made");
        let register = REGISTERS.iter().find(|it| it.table == table).expect("a register");
        let text = format!("{}\n{lines}", register.columns.join(","));
        std::fs::write(folder.join(format!("{table}.csv")), text).expect("written");
        let failed = Catalog::load_content(Some(own.path())).err()?;
        let content = ContentSet::load_layers(None).expect("the content");
        let phrases = PhraseBook::load_phrases(&content).expect("the phrases");
        Some(phrases.tell_content(&failed))
    }

    #[rstest]
    #[case::services(
        SERVICES,
        "1.001193,2,2026-07-01,,QĐ 01\n2.000635,4,2026-07-01,2026-08-31,QĐ 01\n2.000635,3,2026-09-01,,QĐ 02\n"
    )]
    #[case::steps(STEPS, "progress_json,Hệ thống,2026-07-01,,QĐ 01\n")]
    #[case::nothing(SERVICES, "")]
    fn a_register_in_which_each_day_has_one_line_holds(#[case] table: &str, #[case] lines: &str) {
        assert_eq!(told_of(table, lines), None);
    }

    #[rstest]
    #[case::level(SERVICES, "1.001193,5,2026-07-01,,QĐ\n", "mức `5`")]
    #[case::no_level(SERVICES, "1.001193,,2026-07-01,,QĐ\n", "`level`")]
    #[case::day(SERVICES, "1.001193,1,01/07/2026,,QĐ\n", "`01/07/2026`")]
    #[case::span(SERVICES, "1.001193,1,2026-07-01,2026-06-30,QĐ\n", "2026-06-30")]
    #[case::source(SERVICES, "1.001193,1,2026-07-01,,\n", "`source`")]
    #[case::short(
        SERVICES,
        "1.001193,1,2026-07-01\n",
        "procedure_code,level,valid_from,valid_to,source"
    )]
    #[case::twice(SERVICES, "1.001193,1,2026-07-01,,QĐ\n1.001193,2,2026-09-01,,QĐ\n", "`1.001193`")]
    #[case::province(
        SERVICES,
        "2.000635.000.00.00.H37,1,2026-07-01,,QĐ\n",
        "`2.000635.000.00.00.H37`"
    )]
    #[case::zeros(SERVICES, "2.00063,1,2026-07-01,,QĐ\n", "`2.00063`")]
    #[case::decomposed(
        STEPS,
        "progress_json,He\u{323}\u{302} tho\u{302}\u{301}ng,2026-07-01,,QĐ\n",
        "`handler`"
    )]
    #[case::blanks(STEPS, "progress_json,Hệ  thống,2026-07-01,,QĐ\n", "`Hệ  thống`")]
    #[case::connector(STEPS, "khong_co,Hệ thống,2026-07-01,,QĐ\n", "`khong_co`")]
    fn a_line_that_cannot_hold_is_refused(
        #[case] table: &str,
        #[case] lines: &str,
        #[case] said: &str,
    ) {
        let told = told_of(table, lines).expect("refused");
        assert!(told.contains(said) && told.contains(table), "{told}");
    }
}
