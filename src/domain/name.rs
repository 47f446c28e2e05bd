//! When two Vietnamese texts mean the same heading, status or agency.

use std::sync::LazyLock;

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

/// An agency's name in its parts: "UBND xã Yên Lạc - Tỉnh Phú Thọ" or "xã Yên Lạc, tỉnh Phú Thọ" is "xã yên lạc" under
/// "tỉnh phú thọ". Of several agencies above it, the nearest comes first.
pub fn agency_parts(name: &str) -> (String, Vec<String>) {
    let spaced = name.replace(", ", " - ").replace(" – ", " - ");
    let mut parts = spaced.split(" - ").map(agency_key);
    (parts.next().unwrap_or_default(), parts.collect())
}

/// The key of an agency's own name, without "UBND" before it.
pub fn agency_key(name: &str) -> String {
    static OFFICES: LazyLock<[String; 2]> =
        LazyLock::new(|| ["ubnd", "ủy ban nhân dân"].map(text_key));
    let key = text_key(name);
    let behind = |office: &String| key.strip_prefix(office)?.strip_prefix(' ');
    OFFICES.iter().find_map(behind).map_or_else(|| key.clone(), str::to_owned)
}

/// The name behind the type that a key begins with, if it does: "xã an sơn" and "x. an sơn" are an "an sơn".
pub fn without_type(key: &str) -> Option<String> {
    static TYPES: LazyLock<[String; 15]> = LazyLock::new(|| {
        [
            "thị trấn",
            "phường",
            "đặc khu",
            "xã",
            "tt.",
            "tt",
            "p.",
            "x.",
            "huyện",
            "quận",
            "thị xã",
            "tỉnh",
            "thành phố",
            "tp.",
            "tp",
        ]
        .map(text_key)
    });
    TYPES.iter().find_map(|kind| {
        let rest = key.strip_prefix(kind)?;
        let is_word = rest.starts_with(' ') || kind.ends_with('.');
        is_word.then(|| rest.trim_start().to_owned())
    })
}

/// Spells the types people shorten: "x. an sơn" and "tt văn quan" as "xã an sơn" and "thị trấn văn quan". A number is
/// written without a zero before it: "phường 01" as "phường 1".
pub fn spelled(key: &str) -> String {
    static SHORT: LazyLock<[(&str, String); 6]> = LazyLock::new(|| {
        [
            ("x.", "xã"),
            ("p.", "phường"),
            ("tt.", "thị trấn"),
            ("tt", "thị trấn"),
            ("tp.", "thành phố"),
            ("tp", "thành phố"),
        ]
        .map(|(short, long)| (short, text_key(long)))
    });
    let long = SHORT.iter().find_map(|(from, to)| {
        let rest = key.strip_prefix(from)?;
        let is_word = rest.starts_with(' ') || from.ends_with('.');
        is_word.then(|| format!("{to} {}", rest.trim_start()))
    });
    let long = long.unwrap_or_else(|| key.to_owned());
    match long.rsplit_once(' ') {
        Some((kind, number))
            if number.len() > 1 && number.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            format!("{kind} {}", number.trim_start_matches('0'))
        }
        _ => long,
    }
}

/// For the beginning of a sentence.
pub fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// For a name inside a sentence.
pub fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}

/// Moves the tone of a syllable behind it, so that "hoà" and "hòa" are written alike.
fn tone_last(word: &str) -> String {
    const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    let (tones, letters): (Vec<char>, Vec<char>) = word.nfd().partition(|c| TONES.contains(c));
    letters.into_iter().nfc().chain(tones).collect()
}

/// A text as a file's name that every system takes; never a way out of its folder.
pub fn file_name(text: &str) -> String {
    let kept = |letter: char| letter.is_alphanumeric() || "-_. ".contains(letter);
    let name: String = text.chars().map(|it| if kept(it) { it } else { '-' }).collect();
    name.trim_matches([' ', '.']).to_owned()
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
    #[case("UBND xã An Sơn", "xã An Sơn")]
    #[case("Uỷ ban nhân dân xã An Sơn", "xã An Sơn")]
    #[case("Ủy ban nhân dân xã An Sơn", "Xã An  Sơn")]
    fn an_agency_is_named_with_or_without_its_office(#[case] long: &str, #[case] short: &str) {
        assert_eq!(agency_key(long), agency_key(short));
    }

    #[test]
    fn the_parent_behind_a_name_is_a_part_of_its_own() {
        let parts = (agency_key("Xã Yên Lạc"), vec![agency_key("Tỉnh Phú Thọ")]);
        assert_eq!(agency_parts("UBND xã Yên Lạc - Tỉnh Phú Thọ"), parts);
        assert_eq!(agency_parts("Xã Yên Lạc, tỉnh Phú Thọ"), parts);
        assert_eq!(agency_parts("Xã Yên Lạc").1, Vec::<String>::new());
    }

    #[rstest]
    #[case("xã An Sơn", Some("An Sơn"))]
    #[case("TT Văn Quan", Some("Văn Quan"))]
    #[case("An Sơn", None)]
    #[case("Xãi Lẻ", None)]
    fn a_type_can_be_told_from_a_name(#[case] name: &str, #[case] rest: Option<&str>) {
        assert_eq!(without_type(&text_key(name)), rest.map(text_key));
    }

    #[rstest]
    #[case("X. An Sơn", "Xã An Sơn")]
    #[case("TT Văn Quan", "Thị trấn Văn Quan")]
    #[case("Xã An Sơn", "Xã An Sơn")]
    fn shortened_types_are_spelled(#[case] short: &str, #[case] full: &str) {
        assert_eq!(spelled(&text_key(short)), text_key(full));
    }

    #[test]
    fn bare_keys_have_no_marks() {
        assert_eq!(bare_key("Đồng Giáp"), "dong giap");
    }

    #[rstest]
    #[case("2023-W52", "2023-W52")]
    #[case("bc:2026-Q3", "bc-2026-Q3")]
    #[case("../../etc", "-..-etc")]
    #[case("..", "")]
    #[case("Báo cáo tuần.docx", "Báo cáo tuần.docx")]
    fn a_file_name_stays_in_its_folder(#[case] text: &str, #[case] name: &str) {
        assert_eq!(file_name(text), name);
    }
}
