//! When two Vietnamese texts mean the same heading, status or agency.

pub mod personal_trace;
pub mod private_text;

use std::sync::LazyLock;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Reduces a text to what matters: case, spaces, punctuation at the ends, NFC or NFD and
/// the place of a tone mark within its syllable (hoà, hòa) do not.
pub fn text_key(text: &str) -> String {
    // Codes, of which registries have ten thousands: nothing else of them can differ.
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-')) {
        return text.to_ascii_lowercase();
    }
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

/// The ways a text can be an agency and those above it: "UBND xã Yên Lạc - Tỉnh Phú Thọ" and "xã Yên Lạc, tỉnh Phú Thọ" are
/// "xã yên lạc" under "tỉnh phú thọ". A dash may be part of a name ("Xuân Hương - Đà Lạt"), so each may part names or not; the
/// longest own name comes first, and of several agencies above it the nearest.
pub fn agency_readings(name: &str) -> Vec<(String, Vec<String>)> {
    let key = agency_key_with_commas(name);
    let marks: Vec<usize> = key.match_indices(['-', ',']).map(|(at, _)| at).collect();
    // A text with more marks is no name.
    if marks.len() > MOST_MARKS {
        return vec![(without_commas(&key), Vec::new())];
    }
    let mut readings: Vec<(String, Vec<String>)> = (0..1_usize << marks.len())
        .map(|cuts| {
            let chosen = marks.iter().enumerate().filter(|(number, _)| cuts >> number & 1 == 1);
            let (mut parts, mut from) = (Vec::new(), 0);
            for (_, at) in chosen {
                parts.push(without_commas(&key[from..*at]));
                from = at + 1;
            }
            parts.push(without_commas(&key[from..]));
            (parts.remove(0), parts)
        })
        .filter(|(own, above)| !own.is_empty() && above.iter().all(|name| !name.is_empty()))
        .collect();
    readings.sort_by_key(|(own, above)| (std::cmp::Reverse(own.len()), above.len()));
    readings
}

/// Dashes and commas a name with those above it may have.
const MOST_MARKS: usize = 6;

/// The key of an agency's own name, without "UBND" before it.
pub fn agency_key(name: &str) -> String {
    without_commas(&agency_key_with_commas(name))
}

/// As [`agency_key`]; a comma still stands, without a blank around it.
fn agency_key_with_commas(name: &str) -> String {
    static OFFICES: LazyLock<[String; 3]> =
        LazyLock::new(|| ["ubnd", "ủy ban nhân dân", "uy ban nhan dan"].map(text_key));
    let key = unify_punctuation(name).split(',').map(dashed_key).collect::<Vec<_>>().join(",");
    let behind = |office: &String| {
        let rest = key.strip_prefix(office)?;
        rest.strip_prefix(' ').or_else(|| rest.strip_prefix('-'))
    };
    OFFICES.iter().find_map(behind).map_or_else(|| key.clone(), str::to_owned)
}

fn without_commas(key: &str) -> String {
    let parts = key.split(',').filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

/// Each side of a dash, whatever blanks are around it.
fn dashed_key(text: &str) -> String {
    text.split('-').map(text_key).collect::<Vec<_>>().join("-")
}

/// Apostrophes and dashes as every hand and keyboard writes them, as one.
fn unify_punctuation(text: &str) -> String {
    let one = |letter: char| match letter {
        '\u{2019}' | '\u{2018}' | '`' | '\u{b4}' | '\u{2bc}' | '\u{2032}' | '\u{ff07}' => '\'',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}' => '-',
        other => other,
    };
    text.chars().map(one).collect()
}

/// The name behind the type that a key begins with, if it does: "xã an sơn" and "x. an sơn" are an "an sơn".
pub fn without_type(key: &str) -> Option<String> {
    static TYPES: LazyLock<Vec<String>> = LazyLock::new(|| {
        let types = "thị trấn|phường|đặc khu|xã|tt.|tt|p.|x.|huyện|quận|thị xã|tỉnh|thành phố|tp.|tp|h.|q.|tx.|tx";
        types.split('|').map(text_key).collect()
    });
    TYPES.iter().find_map(|kind| {
        let rest = key.strip_prefix(kind)?;
        let is_word = rest.starts_with(' ') || kind.ends_with('.');
        is_word.then(|| rest.trim_start().to_owned())
    })
}

/// Spells the types people shorten: "x. an sơn" and "tt văn quan" as "xã an sơn" and "thị trấn văn quan". A number is
/// written without a zero before it: "phường 01" as "phường 1".
pub fn spell_out_type(key: &str) -> String {
    static SHORT: LazyLock<[(&str, String); 12]> = LazyLock::new(|| {
        [
            ("x.", "xã"),
            ("p.", "phường"),
            ("đk.", "đặc khu"),
            ("h.", "huyện"),
            ("q.", "quận"),
            ("tx.", "thị xã"),
            ("tx", "thị xã"),
            ("t.", "tỉnh"),
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
    // Half the words have no mark that could be moved.
    if word.is_ascii() {
        return word.to_owned();
    }
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
    #[case::code("000.00.12.H44-A", "000.00.12.h44-a ")]
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
        for text in [
            "UBND xã Yên Lạc - Tỉnh Phú Thọ",
            "Xã Yên Lạc, tỉnh Phú Thọ",
            "Xã Yên Lạc,tỉnh Phú Thọ",
            "xã Yên Lạc – tỉnh Phú Thọ",
            "xã Yên Lạc-tỉnh Phú Thọ",
        ] {
            assert_eq!(agency_readings(text).last(), Some(&parts), "{text}");
        }
        assert_eq!(agency_readings("Xã Yên Lạc"), [(agency_key("Xã Yên Lạc"), vec![])]);
    }

    #[test]
    fn a_dash_may_part_names_or_be_of_one() {
        let own = |reading: &(String, Vec<String>)| {
            (std::iter::once(&reading.0).chain(&reading.1)).cloned().collect::<Vec<_>>().join(" | ")
        };
        let readings = agency_readings("P. Lang Biang — Đà Lạt, tỉnh Lâm Đồng");
        assert_eq!(
            readings.iter().map(own).collect::<Vec<_>>(),
            [
                "p. lang biang-đà lạt tỉnh lâm đồng",
                "p. lang biang-đà lạt | tỉnh lâm đồng",
                "p. lang biang | đà lạt tỉnh lâm đồng",
                "p. lang biang | đà lạt | tỉnh lâm đồng",
            ]
            .map(|text| text
                .split(" | ")
                .map(agency_key)
                .collect::<Vec<_>>()
                .join(" | "))
        );
    }

    #[rstest]
    #[case("Xã Ea H’leo", "Xã Ea H'leo")]
    #[case("Xã Ea Hʼleo", "Xã Ea H`leo")]
    #[case("Phan Rang-Tháp Chàm", "Phan Rang – Tháp Chàm")]
    #[case("UBND - Xã An Sơn", "Xã An Sơn")]
    #[case("Sở Văn hóa, Thể thao", "Sở Văn hóa Thể thao")]
    fn every_hand_writes_the_same_name(#[case] one: &str, #[case] other: &str) {
        assert_eq!(agency_key(one), agency_key(other));
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
    #[case("H. Na Rì", "Huyện Na Rì")]
    #[case("TX Kỳ Anh", "Thị xã Kỳ Anh")]
    #[case("Xã An Sơn", "Xã An Sơn")]
    fn shortened_types_are_spelled(#[case] short: &str, #[case] full: &str) {
        assert_eq!(spell_out_type(&text_key(short)), text_key(full));
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
