//! Names and texts as SQL writes them.

/// Writes a name in SQL.
pub fn quote_ident(name: &str) -> String {
    quote(name, '"')
}

/// Writes a text in SQL.
pub fn quote_literal(text: &str) -> String {
    quote(text, '\'')
}

/// Writes a mark before and behind a text, and doubles those in it.
fn quote(text: &str, mark: char) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push(mark);
    for letter in text.chars() {
        if letter == mark {
            quoted.push(mark);
        }
        quoted.push(letter);
    }
    quoted.push(mark);
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Mã hồ sơ", "\"Mã hồ sơ\"")]
    #[case("a\"b", "\"a\"\"b\"")]
    fn names_are_quoted(#[case] name: &str, #[case] quoted: &str) {
        assert_eq!(quote_ident(name), quoted);
    }

    #[rstest]
    #[case("O'Brien", "'O''Brien'")]
    #[case("C:\\dữ liệu", "'C:\\dữ liệu'")]
    fn texts_are_quoted(#[case] text: &str, #[case] quoted: &str) {
        assert_eq!(quote_literal(text), quoted);
    }
}
