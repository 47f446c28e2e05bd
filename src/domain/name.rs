//! When two Vietnamese texts mean the same heading, status or agency.

mod agency_tiers;
pub mod personal_trace;
pub mod private_text;
mod text_key;

use std::sync::LazyLock;

pub use text_key::text_key;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Like [`text_key()`], without any mark: only to look for something similar, never to decide.
pub fn bare_key(text: &str) -> String {
    text_key(text)
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

/// The ways a text can be an agency and those above it: "UBND xã Yên Lạc - Tỉnh Phú Thọ" and "xã Yên Lạc, tỉnh Phú Thọ" are
/// "xã yên lạc" under "tỉnh phú thọ". A dash may be part of a name ("Xuân Hương - Đà Lạt"), so each may part names or not; the
/// longest own name comes first, and of several agencies above it the nearest. A type in the text parts names as a comma does, and
/// "huyện Phú Lương, xã Yên Lạc" names the commune last.
pub fn agency_readings(name: &str) -> Vec<(String, Vec<String>)> {
    let key = agency_tiers::mark_types(agency_key_with_commas(name), MOST_MARKS);
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
            if agency_tiers::is_downward(&parts) {
                parts.reverse();
            }
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
    let office = OFFICES.iter().find_map(behind);
    office.or_else(|| commune_of_centre(&key)).map_or_else(|| key.clone(), str::to_owned)
}

/// The commune whose desk or centre of public service a key names; those of a province are offices of their own.
fn commune_of_centre(key: &str) -> Option<&str> {
    static CENTRES: LazyLock<[String; 4]> = LazyLock::new(|| {
        [
            "trung tâm phục vụ hành chính công",
            "trung tâm pvhcc",
            "bộ phận một cửa",
            "bộ phận tiếp nhận và trả kết quả",
        ]
        .map(text_key)
    });
    static COMMUNES: LazyLock<[String; 4]> =
        LazyLock::new(|| ["xã", "phường", "thị trấn", "đặc khu"].map(text_key));
    let rest = CENTRES.iter().find_map(|centre| key.strip_prefix(centre)?.strip_prefix(' '))?;
    let is_of = |kind: &String| rest.strip_prefix(kind).is_some_and(|name| name.starts_with(' '));
    COMMUNES.iter().any(is_of).then_some(rest)
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

/// Writes a unit's name as it stands inside a sentence (Nghị định 30/2020/NĐ-CP, phụ lục II): what kind of unit it is is small, but for
/// the one city whose kind is part of its name.
pub fn name_in_sentence(name: &str) -> String {
    const KINDS: [&str; 9] = [
        "Xã ",
        "Phường ",
        "Thị trấn ",
        "Đặc khu ",
        "Huyện ",
        "Quận ",
        "Thị xã ",
        "Thành phố ",
        "Tỉnh ",
    ];
    let is_small = KINDS.iter().any(|kind| name.starts_with(kind));
    if is_small && name != "Thành phố Hồ Chí Minh" {
        lower_first(name)
    } else {
        name.to_owned()
    }
}

/// A text as a file's name that every system takes; never a way out of its folder.
pub fn file_name(text: &str) -> String {
    let kept = |letter: char| letter.is_alphanumeric() || "-_. ".contains(letter);
    let name: String = text.chars().map(|it| if kept(it) { it } else { '-' }).collect();
    avoid_device(name.trim_matches([' ', '.']))
}

/// What somebody calls a file, as nearly as every system takes it: of the letters only those go that Windows lets nobody use.
pub fn portable_name(name: &str) -> String {
    let kept = |letter: char| !letter.is_control() && !"<>:\"/\\|?*".contains(letter);
    let name: String = name.chars().map(|it| if kept(it) { it } else { '-' }).collect();
    avoid_device(name.trim_end_matches([' ', '.']))
}

/// Whether Windows takes a file's name, whatever its ending, for a device: what is written to `nul.csv` there is gone.
pub fn is_device_name(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let numbered = ["com", "lpt"].iter().find_map(|port| stem.strip_prefix(port));
    matches!(&*stem, "con" | "prn" | "aux" | "nul" | "conin$" | "conout$")
        || numbered.is_some_and(|number| {
            matches!(number, "\u{b9}" | "\u{b2}" | "\u{b3}")
                || (number.len() == 1 && number.bytes().all(|digit| digit.is_ascii_digit()))
        })
}

fn avoid_device(name: &str) -> String {
    if is_device_name(name) { format!("_{name}") } else { name.to_owned() }
}

#[cfg(test)]
mod tests;
