//! Local civil times as machines read them: to the second, and in the order of their text.

use jiff::civil::DateTime;
use serde::{Serialize, Serializer};

/// Writes a time: `2023-12-31 16:30:00`.
pub fn format_civil_time(time: DateTime) -> String {
    time.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// Serializes a time where there is one.
///
/// # Errors
/// What the serializer refuses.
#[expect(clippy::ref_option, reason = "serde hands a field over as it is")]
pub fn serialize_civil_time<S: Serializer>(
    time: &Option<DateTime>,
    to: S,
) -> Result<S::Ok, S::Error> {
    time.map(format_civil_time).serialize(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_less_than_a_second_is_left_off() {
        let time: DateTime = "2023-12-31T23:59:59.999999".parse().expect("a time");
        assert_eq!(format_civil_time(time), "2023-12-31 23:59:59");
    }
}
