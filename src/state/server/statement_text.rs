//! A statement as PostgreSQL wants it written.
//!
//! All that differs in words stands here: `?1` is `$1`, a null is written out, for PostgreSQL asks of what kind a value is, and the one name of
//! ours that PostgreSQL keeps for itself is quoted.

use rusqlite::types::Value;

/// Is what PostgreSQL keeps for itself.
const KEPT_NAME: &str = "user";

/// Writes a statement for PostgreSQL; returns it with the places of the values that it still asks for.
pub fn translate_statement(sql: &str, values: &[Value]) -> (String, Vec<usize>) {
    let (mut written, mut asked) = (String::with_capacity(sql.len() + 16), Vec::new());
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            // Quoted: as it stands, to the quote that ends it. A doubled one begins the next.
            '\'' | '"' => rest[1..].find(first).map_or(rest.len(), |end| end + 2),
            '?' => 1 + length_of(&rest[1..], |one| one.is_ascii_digit()),
            one if is_of_word(one) => length_of(rest, is_of_word),
            one => one.len_utf8(),
        };
        let (part, after) = rest.split_at(length);
        match (first, part.get(1..).and_then(|number| number.parse::<usize>().ok())) {
            ('?', Some(number)) => written.push_str(&write_value(number - 1, values, &mut asked)),
            _ if part == KEPT_NAME => {
                written.push('"');
                written.push_str(part);
                written.push('"');
            }
            _ => written.push_str(part),
        }
        rest = after;
    }
    (written, asked)
}

fn write_value(place: usize, values: &[Value], asked: &mut Vec<usize>) -> String {
    if matches!(values.get(place), None | Some(Value::Null)) {
        return "null".to_owned();
    }
    let known = asked.iter().position(|one| *one == place);
    let number = known.unwrap_or_else(|| {
        asked.push(place);
        asked.len() - 1
    });
    format!("${}", number + 1)
}

fn is_of_word(one: char) -> bool {
    one.is_alphanumeric() || one == '_'
}

fn length_of(text: &str, is_part: impl Fn(char) -> bool) -> usize {
    text.find(|one| !is_part(one)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::values("select ?2, ?1, ?2", "select $1, $2, $1", &[1, 0])]
    #[case::nulls("x = ?3 or ?3 is null and y = ?1", "x = null or null is null and y = $1", &[0])]
    #[case::the_kept_name(
        "select user.id, user_id from user where 'user' = \"user\"",
        "select \"user\".id, user_id from \"user\" where 'user' = \"user\"",
        &[]
    )]
    #[case::quoted("select 'đã ?1 hỏi ''?2''', ?1", "select 'đã ?1 hỏi ''?2''', $1", &[0])]
    #[case::ten("?10", "null", &[])]
    fn a_statement_is_written_for_postgresql(
        #[case] sql: &str,
        #[case] expected: &str,
        #[case] places: &[usize],
    ) {
        let values = [Value::Integer(7), Value::Text("a".into()), Value::Null];
        let (written, asked) = translate_statement(sql, &values);
        assert_eq!((written.as_str(), asked.as_slice()), (expected, places));
    }
}
