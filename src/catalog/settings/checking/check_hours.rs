//! Whether `[office_hours]` are hours of an office.

use toml::Spanned;

use crate::{
    catalog::{
        CatalogError,
        settings::{ProgramSettings, hours::OfficeHoursSettings},
    },
    domain::office_hours::OfficeHours,
};

impl ProgramSettings {
    /// Reads the hours of the office; fails where one is no span of hours, or the afternoon begins before the morning ends.
    pub fn office_hours(&self) -> Result<OfficeHours, CatalogError> {
        let OfficeHoursSettings { morning, afternoon, saturday } = &self.office_hours;
        let read = |text: &Spanned<String>| {
            let wrong = |_| {
                let said = [("text", text.get_ref().as_str())];
                self.refuse("settings.no_session", &said, Some(text.span()))
            };
            text.get_ref().parse().map_err(wrong)
        };
        let no_saturday = |_| {
            let said = [("text", saturday.get_ref().as_str())];
            self.refuse("settings.no_saturday", &said, Some(saturday.span()))
        };
        let hours = OfficeHours {
            morning: read(morning)?,
            afternoon: read(afternoon)?,
            saturday: saturday.get_ref().parse().map_err(no_saturday)?,
        };
        if hours.is_in_order() {
            return Ok(hours);
        }
        Err(self.refuse("settings.hours_out_of_order", &[], Some(afternoon.span())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn without_a_word_the_usual_hours_hold() {
        let settings = ProgramSettings::parse_text("motcua.toml", "").expect("read");
        assert_eq!(settings.office_hours().expect("hours"), OfficeHours::default());
    }

    #[rstest]
    #[case::no_span("morning = \"sáng\"", "`sáng`")]
    #[case::backwards("morning = \"11:30-07:30\"", "`11:30-07:30`")]
    #[case::no_saturday("saturday = \"nghỉ\"", "`nghỉ`")]
    #[case::one_in_the_other("afternoon = \"11:00-17:00\"", "buổi chiều")]
    fn hours_that_are_none_are_refused_where_they_stand(#[case] line: &str, #[case] said: &str) {
        let text = format!("[office_hours]\n{line}\n");
        let settings = ProgramSettings::parse_text("motcua.toml", &text).expect("read");
        let refused = settings.office_hours().expect_err("refused").to_string();
        assert!(refused.contains(said) && refused.contains("dòng 2"), "{refused}");
    }
}
