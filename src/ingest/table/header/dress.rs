//! Headings in dress: with a number before them or the mark of a note behind.

use std::sync::LazyLock;

use regex::Regex;

/// A heading without its dress, as it is written (in its key a tone may stand behind the mark of a note): "3. trạng thái", "ngày tiếp nhận¹", "mã tthc(1)"; `None` where it has none.
pub fn strip_decoration(text: &str) -> Option<String> {
    static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:\(?\d{1,2}(?:\.\d{1,2})*\s*[.):/-]|\(\d{1,2}\)|[ivx]+[.)]|[a-z]\))\s*")
            .expect("well-formed")
    });
    static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(?:\s*(?:[¹²³⁰⁴-⁹†‡*]+|[(\[]\s*(?:\d{1,2}|[a-z]|\**)\s*[)\]]))+$")
            .expect("well-formed")
    });
    let text = text.trim();
    let bare = BEFORE.replace(text, "");
    let bare = BEHIND.replace(&bare, "");
    (!bare.is_empty() && bare != text).then(|| bare.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("ngày tiếp nhận¹", Some("ngày tiếp nhận"))]
    #[case(" IV. Ngày tiếp nhận ¹ ", Some("Ngày tiếp nhận"))]
    #[case("mã tthc(1)", Some("mã tthc"))]
    #[case("ngày hẹn trả (*)", Some("ngày hẹn trả"))]
    #[case("ngày hẹn trả [a]", Some("ngày hẹn trả"))]
    #[case("3. trạng thái", Some("trạng thái"))]
    #[case("(3) trạng thái", Some("trạng thái"))]
    #[case("iv. trạng thái (2)", Some("trạng thái"))]
    #[case("trạng thái", None)]
    #[case("mức độ 3 4", None)]
    #[case("phí lệ phí (đồng)", None)]
    #[case("(1)", None)]
    fn a_heading_is_known_without_its_dress(#[case] text: &str, #[case] bare: Option<&str>) {
        assert_eq!(strip_decoration(text).as_deref(), bare);
    }
}
