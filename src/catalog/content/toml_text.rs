//! TOML of the content: read, or refused with its place and in the words of the content.

use crate::catalog::{CatalogError, phrases::wording::ErrorWording};

/// What is said of a pattern that finds nothing by name.
pub const NO_GROUP: &str = "the pattern has no group named `it`";

/// Reads a TOML text; `shown` is the file as its author sees it, `offset` maps a place in the TOML to one in it.
pub fn parse_toml<T: serde::de::DeserializeOwned>(
    path: &str,
    shown: &str,
    toml_text: &str,
    offset: impl Fn(usize) -> usize,
) -> Result<T, CatalogError> {
    toml::from_str(toml_text).map_err(|error: toml::de::Error| {
        let at = error.span().map(|span| offset(span.start)..offset(span.end));
        let (told, hint) = explain_toml(error.message());
        CatalogError::worded_at(path, shown, at, told).with_hint(hint)
    })
}

/// Says what the reader of TOML found, and what can be done: it knows its kinds by English texts.
pub fn explain_toml(message: &str) -> (ErrorWording, ErrorWording) {
    let named = |id: &'static str, name: &str| ErrorWording::new(id).with("name", &name.to_owned());
    let mend = || ErrorWording::new("content.mend_place");
    let mut quoted = message.split('`').skip(1).step_by(2);
    let first = quoted.next().unwrap_or_default();
    let others = || {
        let known: Vec<&str> = message.split('`').skip(1).step_by(2).skip(1).collect();
        if known.is_empty() { mend() } else { named("content.known_names", &known.join(", ")) }
    };
    if message.starts_with("unknown field") {
        (named("content.unknown_key", first), others())
    } else if message.starts_with("missing field") {
        (named("content.missing_key", first), mend())
    } else if message.starts_with("unknown variant") {
        (named("content.unknown_value", first), others())
    } else if message.starts_with("duplicate key") || message.starts_with("duplicate field") {
        (ErrorWording::new("content.key_twice"), mend())
    } else if message.starts_with("invalid type") || message.starts_with("invalid value") {
        let told = match wanted_type(message) {
            Some(wanted) => {
                ErrorWording::new("content.wrong_type").with("wanted", ErrorWording::new(wanted))
            }
            None => ErrorWording::new("content.wrong_value"),
        };
        (told, mend())
    } else if message.starts_with("regex parse error") {
        (ErrorWording::new("content.wrong_pattern"), mend())
    } else if message == NO_GROUP {
        (ErrorWording::new("content.pattern_without_it"), mend())
    } else {
        (ErrorWording::new("content.no_toml"), mend())
    }
}

/// Names the type that was wanted, by the word the reader of TOML has for it.
fn wanted_type(message: &str) -> Option<&'static str> {
    let (_, wanted) = message.split_once("expected ")?;
    let wanted = wanted.split([' ', ',']).find(|word| !matches!(*word, "a" | "an"))?;
    Some(match wanted {
        "string" | "borrowed" => "toml_type.text",
        "boolean" => "toml_type.flag",
        "sequence" | "array" | "tuple" => "toml_type.list",
        "map" | "struct" | "table" => "toml_type.table",
        "integer" => "toml_type.whole",
        "f64" | "f32" | "float" => "toml_type.number",
        _ if wanted.starts_with(['i', 'u'])
            && wanted[1..].bytes().all(|it| it.is_ascii_digit()) =>
        {
            "toml_type.whole"
        }
        "usize" | "isize" => "toml_type.whole",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "it is only read")]
    struct PlainTable {
        id: String,
        kind: Option<PlainKind>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum PlainKind {
        Bar,
        Line,
    }

    #[rstest]
    #[case::a_key("id = 'a'\nidd = 'b'\n", "không có mục `idd`", "id, kind")]
    #[case::none("kind = 'bar'\n", "thiếu mục `id`", "mỗi mục và giá trị")]
    #[case::a_value("id = 'a'\nkind = 'pie'\n", "`pie` không phải giá trị dùng được", "bar, line")]
    #[case::twice("id = 'a'\nid = 'b'\n", "mục này viết hai lần", "mỗi mục và giá trị")]
    #[case::another_type("id = 1\n", "không đúng loại: phải là chữ trong dấu nháy kép", "mỗi mục")]
    #[case::a_list("id = ['a']\n", "phải là chữ trong dấu nháy kép", "mỗi mục")]
    #[case::no_toml("id = a b\n", "không đọc được: chỗ này viết sai cách của TOML", "mỗi mục")]
    fn what_is_no_toml_is_told_in_the_words_of_the_content(
        #[case] text: &str,
        #[case] told: &str,
        #[case] hint: &str,
    ) {
        let error =
            parse_toml::<PlainTable>("a.toml", text, text, |place| place).expect_err("wrong");
        assert!(
            error.to_string().contains("`a.toml`") && error.to_string().contains(told),
            "{error}"
        );
        let help = miette::Diagnostic::help(&error).expect("a hint").to_string();
        assert!(help.contains(hint), "{help}");
    }
}
