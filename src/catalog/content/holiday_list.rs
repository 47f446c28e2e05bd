//! Days off and days worked out of turn, as `queries/reference/holiday/` lists them: what a line says of a day is heeded or refused.

use std::collections::BTreeSet;

use csv::StringRecord;
use jiff::civil::Date;

use super::{
    super::CatalogError,
    ContentSet,
    register_lines::{read_day, read_register, refuse_cell},
};
use crate::catalog::phrases::wording::ErrorWording;

/// Off, worked though it is a day off, and worked in the morning or the afternoon alone.
const KINDS: [&str; 4] = ["off", "work", "morning", "afternoon"];
const COLUMNS: [&str; 4] = ["day", "kind", "name", "source"];

/// Fails at the first line whose kind nobody knows, whose day cannot be read or stands in two lines: the calendar would go by the weekday.
pub fn check_holidays(content: &ContentSet) -> Result<(), CatalogError> {
    let mut days = BTreeSet::new();
    for file in content.list_table_files("holiday") {
        read_register(file, &COLUMNS, |line| check_line(line, &mut days))?;
    }
    Ok(())
}

fn check_line(line: &StringRecord, days: &mut BTreeSet<Date>) -> Result<(), ErrorWording> {
    let (cell, kind) = (&line[0], &line[1]);
    let day = read_day(COLUMNS[0], cell)?;
    let day = day.ok_or_else(|| refuse_cell("content.register_day", COLUMNS[0], cell))?;
    if !KINDS.contains(&kind) {
        return Err(refuse_cell("content.holiday_kind", COLUMNS[1], kind));
    }
    if days.insert(day) {
        Ok(())
    } else {
        Err(refuse_cell("content.holiday_twice", COLUMNS[0], cell))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use rstest::rstest;

    /// What is said of the content with days of an office beside those handed out.
    fn told_with(lines: &str) -> Option<String> {
        let catalog = Catalog::load_content(None).expect("the content is well");
        let text = format!("day,kind,name,source\n{lines}\n");
        let content = catalog.content.with_file("queries/reference/holiday/own.csv", text.into());
        check_holidays(&content).err().map(|problem| catalog.phrases.tell_content(&problem))
    }

    #[rstest]
    #[case::off("2031-05-04,off,Ngày hội của xã,văn bản của văn phòng")]
    #[case::a_half_day("2031-05-04,morning,Nghỉ buổi chiều,văn bản của văn phòng")]
    #[case::nothing("")]
    fn a_day_of_a_kind_that_is_known_is_taken(#[case] lines: &str) {
        assert_eq!(told_with(lines), None);
    }

    #[rstest]
    #[case::in_vietnamese("2031-05-04,nghỉ,Ngày hội,văn bản", "không có loại ngày `nghỉ`")]
    #[case::in_capitals("2031-05-04,Off,Ngày hội,văn bản", "không có loại ngày `Off`")]
    #[case::blank("2031-05-04,,Ngày hội,văn bản", "không có loại ngày ``")]
    #[case::another_date("04/05/2031,off,Ngày hội,văn bản", "không đọc được ngày `04/05/2031`")]
    #[case::twice(
        "2031-05-04,off,Ngày hội,văn bản\n2031-05-04,work,Làm bù,văn bản",
        "`2031-05-04` có hai dòng"
    )]
    #[case::of_the_whole_country("2023-09-02,work,Làm bù,văn bản", "`2023-09-02` có hai dòng")]
    #[case::a_cell_short("2031-05-04,off,Ngày hội", "đủ các cột day,kind,name,source")]
    fn a_line_that_would_not_be_heeded_is_refused(#[case] lines: &str, #[case] said: &str) {
        let told = told_with(lines).expect("refused");
        assert!(told.contains(said) && told.contains("holiday/own.csv"), "{told}");
    }
}
