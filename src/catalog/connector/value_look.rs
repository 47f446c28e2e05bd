//! What one value of an export looks like.

use super::personal_look::may_be_personal_number;

/// A number by which days stand in order; nothing of what is no day. Days stand before months unless the year is first.
pub fn order_of_day(value: &str) -> Option<u64> {
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
pub fn is_procedure_code(value: &str) -> bool {
    value.split_once('.').is_some_and(|(group, rest)| {
        group.len() == 1
            && rest.len() == 6
            && (group.bytes().chain(rest.bytes())).all(|byte| byte.is_ascii_digit())
    })
}

/// A word with digits. A short number alone counts the rows, a longer one may be of a person (an identity card, a telephone).
pub fn is_code(value: &str) -> bool {
    let has_digits = value.bytes().any(|byte| byte.is_ascii_digit());
    let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
    let is_one_word = !value.contains(char::is_whitespace) && !value.contains('@');
    let is_number_of_rows = is_number && !(5..=7).contains(&value.len());
    has_digits && is_one_word && !is_number_of_rows && !may_be_personal_number(value)
}

/// Hundreds, thousands and millions; another number may be of a person.
pub fn is_money(value: &str) -> bool {
    let digits: String = value.chars().filter(|it| !matches!(it, '.' | ',' | ' ')).collect();
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits == "0"
        || (is_number
            && (4..=8).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.ends_with("00"))
}
