//! Sentences that name what is typed or a file between backticks, as pages show them.

use std::fmt::Write as _;

/// Writes a sentence as HTML: escaped, and what stands between backticks as code. A backtick without its pair stays one.
pub fn html_of_sentence(sentence: &str) -> String {
    let mut html = String::new();
    let mut rest = sentence;
    while let Some((before, from)) = rest.split_once('`') {
        let Some((code, after)) = from.split_once('`') else { break };
        let _ = write!(html, "{}<code>{}</code>", escape(before), escape(code));
        rest = after;
    }
    html + &escape(rest)
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&#34;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::code("chạy `motcua build` rồi", "chạy <code>motcua build</code> rồi")]
    #[case::twice("`a`, `b`", "<code>a</code>, <code>b</code>")]
    #[case::marks("`<b>` & \"c\"", "<code>&lt;b&gt;</code> &amp; &#34;c&#34;")]
    #[case::no_pair("a ` b", "a ` b")]
    #[case::none("không có gì", "không có gì")]
    fn what_is_typed_is_code(#[case] sentence: &str, #[case] html: &str) {
        assert_eq!(html_of_sentence(sentence), html);
    }
}
