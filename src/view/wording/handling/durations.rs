//! How durations are said.

use super::super::AnswerWording;

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

impl AnswerWording<'_> {
    /// `45 phút`, `2 giờ 15 phút`, `3 ngày 4 giờ`: of a day or more the hours are rounded half up. A day has 24 hours.
    pub fn format_minutes(self, minutes: i64) -> String {
        let say = |id: &str, values: [(&str, i64); 2]| {
            let values = values.map(|(name, value)| (name, value.to_string()));
            self.fill_phrase(id, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
        };
        if minutes < HOUR {
            return say("duration.minutes", [("minutes", minutes), ("hours", 0)]);
        }
        if minutes < DAY {
            return say("duration.hours", [("hours", minutes / HOUR), ("minutes", minutes % HOUR)]);
        }
        let hours = (minutes + HOUR / 2) / HOUR;
        say("duration.days", [("days", hours / 24), ("hours", hours % 24)])
    }
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;

    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(0, "0 phút")]
    #[case(59, "59 phút")]
    #[case(60, "1 giờ 0 phút")]
    #[case(135, "2 giờ 15 phút")]
    #[case(1439, "23 giờ 59 phút")]
    #[case(1440, "1 ngày 0 giờ")]
    // 28 hours and 29 minutes; one minute more is half an hour.
    #[case(1709, "1 ngày 4 giờ")]
    #[case(1710, "1 ngày 5 giờ")]
    // A minute short of two days.
    #[case(2879, "2 ngày 0 giờ")]
    fn minutes_are_said_in_the_units_they_are_many_of(#[case] minutes: i64, #[case] said: &str) {
        let catalog = Catalog::load_content(None).expect("the content is well");
        assert_eq!(AnswerWording::new(&catalog).format_minutes(minutes), said);
    }
}
