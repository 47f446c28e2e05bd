//! TOML of the content: read, or refused with its place and in the words of the content.

use crate::catalog::{CatalogError, phrases::wording::ErrorWording};

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
    } else if message.starts_with("invalid") {
        (named("content.wrong_value", message), mend())
    } else {
        (named("content.no_toml", message), mend())
    }
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
    #[case::another_type("id = 1\n", "giá trị không đúng loại", "mỗi mục và giá trị")]
    #[case::no_toml("id = a b\n", "không đọc được", "mỗi mục và giá trị")]
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
