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
    let _ = write!(html, "{}", escape(rest));
    html
}

fn escape(text: &str) -> impl std::fmt::Display + '_ {
    askama::filters::escape(text, askama::filters::Html).expect("text is always written")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::code("chạy `motcua build` rồi", "chạy <code>motcua build</code> rồi")]
    #[case::twice("`a`, `b`", "<code>a</code>, <code>b</code>")]
    #[case::marks("`<b>` & \"c\"", "<code>&#60;b&#62;</code> &#38; &#34;c&#34;")]
    #[case::no_pair("a ` b", "a ` b")]
    #[case::none("không có gì", "không có gì")]
    fn what_is_typed_is_code(#[case] sentence: &str, #[case] html: &str) {
        assert_eq!(html_of_sentence(sentence), html);
    }
}
