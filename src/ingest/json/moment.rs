//! Days and instants that programs write as numbers, lists or objects: read where nothing else can be meant.

use std::sync::LazyLock;

use jiff::{Timestamp, civil::Date, tz::Offset};
use regex::Regex;

use super::node::{FoundNode, JsonNode};

/// `[2023, 12, 7, 16, 30]`, as Java's Jackson writes a local day and time; seconds and nanoseconds may follow.
pub fn moment_of_list(items: &[JsonNode]) -> Option<String> {
    let numbers: Option<Vec<i64>> = items
        .iter()
        .map(|item| match item {
            JsonNode::Number(number) => number.as_i64(),
            _ => None,
        })
        .collect();
    let numbers =
        numbers.filter(|numbers| (3..=7).contains(&numbers.len()) && numbers.len() != 4)?;
    let part = |place: usize| numbers.get(place).copied().unwrap_or(0);
    let date = Date::new(
        i16::try_from(part(0)).ok().filter(|year| (1..=9999).contains(year))?,
        i8::try_from(part(1)).ok()?,
        i8::try_from(part(2)).ok()?,
    )
    .ok()?;
    if numbers.len() == 3 {
        return Some(date.to_string());
    }
    let in_hours = (0..24).contains(&part(3)) && (0..60).contains(&part(4));
    let in_seconds = (0..60).contains(&part(5)) && (0..1_000_000_000).contains(&part(6));
    if !in_hours || !in_seconds {
        return None;
    }
    let fraction = format_fraction(part(6) / 1_000_000);
    Some(format!("{date}T{:02}:{:02}:{:02}{fraction}", part(3), part(4), part(5)))
}

/// What programs write around a plain value. `MongoDB`: `{"$date": …}`, `{"$numberLong": "8000"}`, `{"$oid": "…"}`; PHP: a day with its zone.
pub fn moment_of_object(members: &[(String, JsonNode)]) -> Option<JsonNode> {
    let [(key, value)] = members else {
        return moment_of_php(members).map(JsonNode::Text);
    };
    match (key.as_str(), value) {
        ("$date", JsonNode::Number(number)) => {
            moment_of_milliseconds(number.as_i64()?).map(JsonNode::Text)
        }
        ("$date", JsonNode::Object(inner)) => match moment_of_object(inner)? {
            JsonNode::Text(milliseconds) => {
                moment_of_milliseconds(milliseconds.parse().ok()?).map(JsonNode::Text)
            }
            _ => None,
        },
        ("$date" | "$oid" | "$numberInt" | "$numberLong", JsonNode::Text(text)) => {
            Some(JsonNode::Text(text.clone()))
        }
        ("$numberDouble" | "$numberDecimal", JsonNode::Text(text)) => {
            text.parse::<f64>().ok().filter(|number| number.is_finite())?;
            Some(JsonNode::Text(text.replace('.', ",")))
        }
        _ => None,
    }
}

/// `{"date": "2023-12-01 08:00:00.000000", "timezone_type": 3, "timezone": "Asia/Ho_Chi_Minh"}`, as PHP writes an instant; nothing where the
/// zone is not one whose distance is known here.
fn moment_of_php(members: &[(String, JsonNode)]) -> Option<String> {
    let text = |name: &str| match members.iter().find(|(key, _)| key == name) {
        Some((_, JsonNode::Text(text))) => Some(text.as_str()),
        _ => None,
    };
    let is_php = members.len() == 3 && members.iter().any(|(key, _)| key == "timezone_type");
    let date = text("date").filter(|_| is_php)?;
    let offset = match text("timezone")? {
        "Asia/Ho_Chi_Minh" | "Asia/Saigon" | "Asia/Bangkok" | "ICT" => "+07:00",
        "UTC" | "Z" | "GMT" | "Etc/UTC" => "+00:00",
        offset => plain_offset(offset)?,
    };
    Some(format!("{date}{offset}"))
}

/// `+07:00`, as it is.
fn plain_offset(text: &str) -> Option<&str> {
    static OFFSET: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^[+-]\d{2}:\d{2}$").expect("a pattern"));
    OFFSET.is_match(text).then_some(text)
}

/// `/Date(1701939600000+0700)/`, as .NET writes an instant: milliseconds since 1970 in UTC, whatever offset follows.
pub fn moment_of_text(text: &str) -> Option<String> {
    static NET: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\\?/Date\((-?\d{1,15})([+-]\d{4})?\)\\?/$").expect("a pattern")
    });
    if !text.contains("Date(") {
        return None;
    }
    moment_of_milliseconds(NET.captures(text.trim())?[1].parse().ok()?)
}

/// An instant with its offset; the instants programs write for none are empty.
fn moment_of_milliseconds(milliseconds: i64) -> Option<String> {
    // What no calendar reaches is further still.
    let here = Timestamp::from_millisecond(milliseconds)
        .map(|instant| Offset::constant(7).to_datetime(instant))
        .ok()
        .filter(|here| milliseconds != 0 && (2..9999).contains(&here.year()));
    let Some(here) = here else {
        return Some(String::new());
    };
    let fraction = format_fraction(i64::from(here.subsec_nanosecond()) / 1_000_000);
    Some(format!("{}{fraction}+07:00", here.strftime("%Y-%m-%dT%H:%M:%S")))
}

fn format_fraction(milliseconds: i64) -> String {
    if milliseconds == 0 { String::new() } else { format!(".{milliseconds:03}") }
}

/// The value under a name that says what kind of object this is, for the sentence: none of its text.
pub fn plain_names(node: &JsonNode) -> Vec<&str> {
    let JsonNode::Object(members) = node else {
        return Vec::new();
    };
    let is_name = |key: &&str| {
        key.len() <= 40 && key.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    };
    let plain = members.iter().filter(|(key, value)| {
        !value.is_list()
            && !value.is_object()
            && !matches!(node.get_similar(key), FoundNode::Several)
    });
    plain.map(|(key, _)| key.as_str()).filter(is_name).take(4).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn node(text: &str) -> JsonNode {
        serde_json::from_str(text).expect("JSON")
    }

    #[rstest]
    #[case::minutes("[2023, 12, 7, 16, 30]", Some("2023-12-07T16:30:00"))]
    #[case::seconds("[2023, 12, 7, 16, 30, 5]", Some("2023-12-07T16:30:05"))]
    #[case::nanoseconds("[2023, 12, 7, 16, 30, 5, 20000000]", Some("2023-12-07T16:30:05.020"))]
    #[case::day("[2023, 12, 7]", Some("2023-12-07"))]
    #[case::no_such_day("[2023, 2, 30]", None)]
    #[case::no_such_hour("[2023, 12, 7, 24, 0]", None)]
    #[case::fees("[8000, 0, 0]", None)]
    #[case::texts(r#"["2023", "12", "7"]"#, None)]
    #[case::too_few("[2023, 12]", None)]
    fn a_list_of_a_day_is_a_day(#[case] list: &str, #[case] text: Option<&str>) {
        let JsonNode::List(items) = node(list) else { panic!("a list") };
        assert_eq!(moment_of_list(&items).as_deref(), text);
    }

    #[rstest]
    #[case::with_an_offset("/Date(1701941400000+0700)/", Some("2023-12-07T16:30:00+07:00"))]
    #[case::without("/Date(1701941400123)/", Some("2023-12-07T16:30:00.123+07:00"))]
    #[case::of_the_year_1("/Date(-62135596800000)/", Some(""))]
    #[case::of_the_year_9999("/Date(253402275600000+0700)/", Some(""))]
    #[case::another_text("Đã trả/Date(1)/", None)]
    fn instants_of_net_are_read(#[case] text: &str, #[case] read: Option<&str>) {
        assert_eq!(moment_of_text(text).as_deref(), read);
    }

    #[rstest]
    #[case::text(r#"{"$date": "2023-12-07T09:30:00Z"}"#, Some("2023-12-07T09:30:00Z"))]
    #[case::long(
        r#"{"$date": {"$numberLong": "1701941400000"}}"#,
        Some("2023-12-07T16:30:00+07:00")
    )]
    #[case::number(r#"{"$date": 1701941400000}"#, Some("2023-12-07T16:30:00+07:00"))]
    #[case::amount(r#"{"$numberDecimal": "8000.5"}"#, Some("8000,5"))]
    #[case::more_members(r#"{"$date": "2023-12-07", "x": 1}"#, None)]
    #[case::php(
        r#"{"date": "2023-12-01 08:00:00.000000", "timezone_type": 3, "timezone": "Asia/Ho_Chi_Minh"}"#,
        Some("2023-12-01 08:00:00.000000+07:00")
    )]
    #[case::php_of_elsewhere(
        r#"{"date": "2023-12-01 08:00:00.000000", "timezone_type": 3, "timezone": "Europe/Paris"}"#,
        None
    )]
    #[case::an_object(r#"{"Ma": "06283"}"#, None)]
    fn plain_values_of_mongodb_are_unwrapped(#[case] object: &str, #[case] read: Option<&str>) {
        let JsonNode::Object(members) = node(object) else { panic!("an object") };
        let read = read.map(|text| JsonNode::Text(text.to_owned()));
        assert_eq!(moment_of_object(&members), read);
    }
}
