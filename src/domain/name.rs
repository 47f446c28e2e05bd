//! When two Vietnamese texts mean the same heading, status or agency.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Reduces a text to what matters: case, spaces, punctuation at the ends, NFC or NFD and
/// the place of a tone mark within its syllable (hoà, hòa) do not.
pub fn text_key(text: &str) -> String {
    let lower = text.nfc().collect::<String>().to_lowercase();
    let words =
        lower.split(|c: char| c.is_whitespace() || matches!(c, '_' | ',' | ';' | ':' | '"' | '*'));
    words
        .filter(|word| !matches!(*word, "" | "(" | ")"))
        .map(tone_last)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Like [`text_key`], without any mark: only to look for something similar, never to decide.
pub fn bare_key(text: &str) -> String {
    text_key(text)
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

/// The key of an agency's name: without "UBND" before it and its parent behind it
/// ("UBND xã Yên Lạc - Tỉnh Phú Thọ" is "xã yên lạc").
pub fn agency_key(name: &str) -> String {
    let own = name.split(" - ").next().unwrap_or(name);
    let key = text_key(own);
    for office in ["ubnd", "ủy ban nhân dân"].map(text_key) {
        if let Some(rest) = key
            .strip_prefix(&office)
            .and_then(|rest| rest.strip_prefix(' '))
        {
            return rest.to_owned();
        }
    }
    key
}

/// An agency's key without its type: "xã an sơn" and "x. an sơn" are "an sơn".
pub fn agency_short_key(name: &str) -> String {
    let key = agency_key(name);
    let types = [
        "thị trấn",
        "phường",
        "đặc khu",
        "xã",
        "tt.",
        "tt",
        "p.",
        "x.",
        "huyện",
        "tỉnh",
        "thành phố",
    ];
    for kind in types.map(text_key) {
        if let Some(rest) = key
            .strip_prefix(&kind)
            .filter(|rest| rest.starts_with(' ') || kind.ends_with('.'))
        {
            return rest.trim_start().to_owned();
        }
    }
    key
}

/// For the beginning of a sentence.
pub fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// For a name inside a sentence.
pub fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// Moves the tone of a syllable behind it, so that "hoà" and "hòa" are written alike.
fn tone_last(word: &str) -> String {
    const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    let (tones, letters): (Vec<char>, Vec<char>) = word.nfd().partition(|c| TONES.contains(c));
    letters.into_iter().nfc().chain(tones).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use unicode_normalization::UnicodeNormalization;

    #[rstest]
    #[case::case_and_spaces("  Mã   hồ sơ ", "mã hồ sơ")]
    #[case::line_break_inside("Ngày\nhẹn trả", "ngày hẹn trả")]
    #[case::place_of_the_tone("Hoà Bình", "Hòa Bình")]
    #[case::trailing_mark("Mã hồ sơ (*)", "Mã hồ sơ")]
    fn the_same_text_has_the_same_key(#[case] one: &str, #[case] other: &str) {
        assert_eq!(text_key(one), text_key(other));
    }

    #[test]
    fn nfd_and_nfc_are_the_same() {
        let decomposed: String = "Đã trả kết quả".nfd().collect();
        assert_eq!(text_key(&decomposed), text_key("Đã trả kết quả"));
    }

    #[rstest]
    #[case("số", "sổ")]
    #[case("Hòa Bình", "Hoa Bình")]
    #[case("Đồng", "Dồng")]
    fn marks_tell_names_apart(#[case] one: &str, #[case] other: &str) {
        assert_ne!(text_key(one), text_key(other));
    }

    #[rstest]
    #[case("UBND xã Yên Lạc - Tỉnh Phú Thọ", "Xã Yên Lạc")]
    #[case("Uỷ ban nhân dân xã An Sơn", "xã An Sơn")]
    #[case("Ủy ban nhân dân xã An Sơn", "xã An Sơn")]
    fn an_agency_is_named_with_or_without_its_office(#[case] long: &str, #[case] short: &str) {
        assert_eq!(agency_key(long), agency_key(short));
    }

    #[rstest]
    #[case("UBND xã An Sơn", "An Sơn")]
    #[case("X. An Sơn", "An Sơn")]
    #[case("TT Văn Quan", "Thị trấn Văn Quan")]
    #[case("Xãi Lẻ", "Xãi Lẻ")]
    fn the_type_of_an_agency_can_be_left_out(#[case] long: &str, #[case] short: &str) {
        assert_eq!(agency_short_key(long), agency_short_key(short));
    }

    #[test]
    fn bare_keys_have_no_marks() {
        assert_eq!(bare_key("Đồng Giáp"), "dong giap");
    }
}
