//! What looks like data, or like somebody's, and so is neither taken for a heading nor said.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use super::{bare_key, text_key};

/// Lists family names, as they are written.
const FAMILIES: &str = "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Nông|Vi|Hà|Lương|Triệu|Đinh|\
            Đoàn|Mai|Trịnh|Tô|Chu|La|Lục|Sầm|Hứa|Đào|Cao|Lâm|Tạ|Phùng|Quách|Thạch|Giàng|Vàng|Lò|Hoàng|Tống|Kiều|Lưu|Châu|Trương";

/// Whether a text is no heading: it holds a date, a long number, an address for mail or of a house, or a person's name.
pub fn is_data(text: &str) -> bool {
    static DATA: LazyLock<Regex> = LazyLock::new(|| {
        let kinds = [
            // A day, a long number, a code, a telephone.
            r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}",
            r"\d[\d .-]{4,}\d",
            r"^[\d.,%+ -]+$",
            r"\S@\S",
            // An address.
            r"(?i)^(thôn|xóm|ấp|bản|tổ|số nhà|khu phố|đường)\s+[\p{Lu}\d]",
            r"(?i),\s*(xã|phường|huyện|quận|tỉnh|thành phố|tp\.?|thị trấn)\s",
        ];
        Regex::new(&kinds.map(|kind| format!("(?:{kind})")).join("|")).expect("well-formed")
    });
    let is_title_of_columns = text.trim_start_matches('(').ends_with(')') && text.len() < 8;
    (DATA.is_match(text) && !is_title_of_columns) || is_person(text)
}

/// A family name with one to four names behind it, each begun with a capital: headings write the first word so.
pub fn is_person(text: &str) -> bool {
    static NAME: LazyLock<Regex> = LazyLock::new(|| {
        let (families, upper) = (FAMILIES, FAMILIES.to_uppercase());
        Regex::new(&format!(
            r"^\s*(?:(?:Ông|Bà|ông|bà)\s+)?(?:(?:{families})(?:\s+\p{{Lu}}\p{{Ll}}*){{1,4}}|(?:{upper})(?:\s+\p{{Lu}}+){{2,4}})\s*$"
        ))
        .expect("well-formed")
    });
    let text: String = text.nfc().collect();
    // Words of headings that are family names too.
    let key = text_key(&text);
    let is_heading = ["hồ sơ", "lý do", "chu kỳ", "vi phạm", "cao nhất", "hà nội"]
        .iter()
        .any(|words| key.starts_with(&text_key(words)));
    !is_heading && NAME.is_match(&text)
}

/// Whether a text of a few words may be the name of somebody, in whatever letters, with marks or without: it begins with a family name.
/// Words of offices begin so too ("lưu kho"): only for what need not be kept.
pub fn may_be_person(text: &str) -> bool {
    static KEYS: LazyLock<BTreeSet<String>> =
        LazyLock::new(|| FAMILIES.split('|').map(bare_key).collect());
    const OF_ADDRESS: [&str; 4] = ["ong", "ba", "anh", "chi"];
    // What is said of a dossier, and of nobody.
    const OF_DOSSIERS: [&str; 18] = [
        "ho so",
        "lan",
        "tra",
        "xu ly",
        "duyet",
        "cho",
        "hoan",
        "huy",
        "ket qua",
        "thanh toan",
        "phi",
        "bo sung",
        "tiep nhan",
        "chuyen",
        "giai quyet",
        "rut",
        "tu choi",
        "luu",
    ];
    let key = bare_key(text);
    if OF_DOSSIERS.iter().any(|words| format!(" {key} ").contains(&format!(" {words} "))) {
        return false;
    }
    let mut words: Vec<&str> = key.split_whitespace().collect();
    if words.first().is_some_and(|first| OF_ADDRESS.contains(first)) {
        words.remove(0);
    }
    (2..=5).contains(&words.len()) && KEYS.contains(words[0])
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Nguyễn Văn Bịa", true)]
    #[case("nguyễn văn bịa", true)]
    #[case("nguyen van bia", true)]
    #[case("bà lương thị bịa", true)]
    #[case("ĐỖ Bịa", true)]
    #[case("chờ bổ sung", false)]
    #[case("lưu hồ sơ", false)]
    #[case("Đang xử lý", false)]
    #[case("Trình ký lần hai", false)]
    #[case("đã trả", false)]
    fn names_are_told_in_whatever_letters(#[case] text: &str, #[case] may_be: bool) {
        assert_eq!(may_be_person(text), may_be, "{text}");
    }

    #[rstest]
    #[case("Nguyễn Văn Bịa", true)]
    #[case("NÔNG THỊ BỊA", true)]
    #[case("Bà Lương Thị Bịa", true)]
    #[case("0912 345 678", true)]
    #[case("012345678901", true)]
    #[case("04/12/2023", true)]
    #[case("bia@example.org", true)]
    #[case("Thôn Bản Nhang, xã An Sơn", true)]
    #[case("000.26.18.H37-231204-0001", true)]
    #[case("4", true)]
    #[case("Mã hồ sơ", false)]
    #[case("Ngày tiếp nhận", false)]
    #[case("Lý do", false)]
    #[case("LÝ DO", false)]
    #[case("HỒ SƠ TỒN", false)]
    #[case("Mức độ 3, 4", false)]
    #[case("Địa chỉ", false)]
    #[case("(1)", false)]
    #[case("Quý 1/2023", false)]
    fn data_is_told_from_headings(#[case] text: &str, #[case] is: bool) {
        assert_eq!(is_data(text), is, "{text}");
    }
}
