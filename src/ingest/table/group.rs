//! Rows that name what the rows below them have in common: a commune alone above its dossiers.

use std::sync::LazyLock;

use regex::Regex;

use super::kind::{ValueKind, has_digit, is_code};
use crate::{
    catalog::connector::layout::LayoutRules,
    domain::name::{agency_key, private_text, text_key, without_type},
};

/// What a row says of the group below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupHeading {
    /// The rows below are this agency's.
    Of(String),
    /// Another group begins, and whose it is cannot be told.
    Unclear,
    /// A part of the group: a sector, a page.
    Within,
    /// No heading that can be read, and yet it may be one: whose the rows below are is not known any more. The row goes its own way.
    Ended,
}

/// Reads a row as the heading of a group; `None` when it is none.
pub fn read_group(cells: &[Option<String>], layout: &LayoutRules) -> Option<GroupHeading> {
    let mut filled = cells.iter().flatten().map(|text| text.trim()).filter(|text| !text.is_empty());
    let mut texts = Vec::new();
    for text in filled.by_ref() {
        if is_code(text) || ValueKind::from_text(text) == ValueKind::Day {
            return None;
        }
        if !is_number_of_row(text) && !is_count(text) {
            texts.push(text);
        }
    }
    match texts[..] {
        [] => None,
        [own] => Some(read_alone(own, layout)),
        // A commune with a remark beside it begins a group too; a row that names none goes on with the one above.
        _ => {
            let names = |text: &&str| matches!(read_alone(text, layout), GroupHeading::Of(_));
            texts.iter().any(names).then_some(GroupHeading::Ended)
        }
    }
}

/// Reads the one text of a row. What is not surely a part of the group ends it: a number of another commune is worse than none.
fn read_alone(own: &str, layout: &LayoutRules) -> GroupHeading {
    if layout.is_total(own) {
        return GroupHeading::Unclear;
    }
    if is_abbreviated(own) {
        return GroupHeading::Of(without_label(own));
    }
    let text = bare_text(own);
    let key = text_key(&text);
    let names_agency = without_type(&agency_key(&text)).is_some()
        || agency_key(&text) != key
        || AGENCIES.iter().any(|kind| key.starts_with(kind.as_str()));
    if names_agency {
        return GroupHeading::Of(text);
    }
    if is_page(&text) {
        return GroupHeading::Within;
    }
    if WITHIN.iter().any(|word| key.contains(word.as_str())) {
        return if names_unit(&text) { GroupHeading::Unclear } else { GroupHeading::Within };
    }
    let is_name = !has_digit(&text)
        && text.split_whitespace().count() <= 5
        && text.split_whitespace().all(|word| word.chars().next().is_some_and(char::is_uppercase))
        && !private_text::is_data(&text);
    // Before the words of printed tables: "Cộng Hòa" is a commune, "Cộng" was a total above.
    match () {
        () if is_name => GroupHeading::Of(text),
        () if layout.is_layout(&text) => GroupHeading::Within,
        () if has_digit(&text) => GroupHeading::Ended,
        () => GroupHeading::Unclear,
    }
}

/// Kinds of offices that have no type of a unit before their name.
static AGENCIES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let kinds = ["sở ", "phòng ", "ban ", "trung tâm ", "văn phòng ", "chi nhánh ", "chi cục "];
    kinds.map(|kind| format!("{} ", text_key(kind))).to_vec()
});

/// What parts the dossiers of one agency further.
static WITHIN: LazyLock<Vec<String>> =
    LazyLock::new(|| ["lĩnh vực", "thủ tục", "nhóm", "mức độ"].map(text_key).to_vec());

fn is_page(text: &str) -> bool {
    static PAGE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?i)^(trang|page)\s+(số\s+)?\d").expect("well-formed"));
    PAGE.is_match(text)
}

/// Whether a text names a unit somewhere: "Thủ tục của UBND xã An Sơn", not "Thủ tục cấp xã".
fn names_unit(text: &str) -> bool {
    static UNIT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i:ubnd|[uủ][ỷy] ban|xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố)\s+(\p{Lu}|\d|(?i:xã|phường|thị trấn|đặc khu|huyện|quận|thành phố)\s)")
            .expect("well-formed")
    });
    UNIT.is_match(text)
}

/// Whether a text begins with the short type of a unit, which looks like a letter before a point: "P. 2" is "phường 2".
fn is_abbreviated(text: &str) -> bool {
    static SHORT: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^(P|X|H|Q|TT|TX|TP)\.\s*\S").expect("well-formed"));
    let text = without_label(text);
    let key = agency_key(&text);
    SHORT.is_match(&text)
        && without_type(&key).is_some()
        && !WITHIN.iter().any(|word| key.contains(word.as_str()))
}

fn is_number_of_row(text: &str) -> bool {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\(?([IVXLC]+|[A-ZĐ]|\d{1,3}(\.\d{1,2})*)[.)]?$").expect("well-formed")
    });
    NUMBER.is_match(text)
}

fn is_count(text: &str) -> bool {
    static COUNT: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?i)^[\d.,]+\s*(%|hồ sơ|hs)?$").expect("well-formed"));
    COUNT.is_match(text)
}

/// A group's text without its number before and its count behind: "1. Đơn vị: Xã An Sơn (4 hồ sơ)" is "Xã An Sơn".
fn bare_text(text: &str) -> String {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(([IVXLC]+|[A-ZĐ]|\d{1,3}(\.\d{1,2})*)\s*[.)/-]|[-+*•])\s*")
            .expect("well-formed")
    });
    without_label(&NUMBER.replace(text, ""))
}

/// A group's text without what it is called by and its count.
fn without_label(text: &str) -> String {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^(đơn vị|cơ quan|địa bàn|nơi)[^:]*:\s*").expect("well-formed")
    });
    static COUNT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\s*([(\[][^)\]]*[)\]]|[:–-]\s*[\d.]+\s*(hồ sơ|hs)?\.?)\s*$")
            .expect("well-formed")
    });
    let text = LABEL.replace(text, "");
    let text = COUNT.replace(&text, "");
    text.trim().trim_end_matches(':').trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use rstest::rstest;

    #[rstest]
    #[case(&["Xã An Sơn"], Some(GroupHeading::Of("Xã An Sơn".into())))]
    #[case(&["I", "UBND xã An Sơn", "4"], Some(GroupHeading::Of("UBND xã An Sơn".into())))]
    #[case(&["", "1. Đơn vị: Xã An Sơn (4 hồ sơ)"], Some(GroupHeading::Of("Xã An Sơn".into())))]
    #[case(&["Phường 1: 12 hồ sơ"], Some(GroupHeading::Of("Phường 1".into())))]
    #[case(&["An Sơn"], Some(GroupHeading::Of("An Sơn".into())))]
    #[case(&["Phòng Tư pháp"], Some(GroupHeading::Of("Phòng Tư pháp".into())))]
    #[case(&["Lĩnh vực Hộ tịch"], Some(GroupHeading::Within))]
    #[case(&["Trang 2/3"], Some(GroupHeading::Within))]
    #[case(&["Nguyễn Văn Bịa"], Some(GroupHeading::Unclear))]
    #[case(&["Danh sách hồ sơ quá hạn"], Some(GroupHeading::Unclear))]
    #[case(&["Cộng", "4"], Some(GroupHeading::Unclear))]
    #[case(&["000.26.18.H37-231204-0001", "Xã An Sơn"], None)]
    #[case::a_bare_name_like_a_total(&["Cộng Hòa"], Some(GroupHeading::Of("Cộng Hòa".into())))]
    #[case::numbered(&["1. Cộng Hòa"], Some(GroupHeading::Of("Cộng Hòa".into())))]
    #[case::a_bare_name_like_a_page(&["Tràng Phái"], Some(GroupHeading::Of("Tràng Phái".into())))]
    #[case::an_abbreviated_type(&["P. 2, thành phố Đà Lạt"], Some(GroupHeading::Of("P. 2, thành phố Đà Lạt".into())))]
    #[case::the_procedures_of_a_commune(&["Thủ tục hành chính của UBND xã An Sơn"], Some(GroupHeading::Unclear))]
    #[case::the_procedures_of_a_level(&["Thủ tục cấp xã"], Some(GroupHeading::Within))]
    #[case::a_number_nobody_knows(&["Địa bàn khu vực 2"], Some(GroupHeading::Ended))]
    #[case::a_commune_and_a_remark(&["Xã An Sơn", "Phụ trách: Lê Thị A"], Some(GroupHeading::Ended))]
    #[case::a_commune_and_a_status(&["xã An Sơn", "Đang xử lý"], Some(GroupHeading::Ended))]
    #[case::a_remark_of_two_cells(&["đã gọi điện", "chờ bổ sung"], None)]
    fn a_group_row_names_whose_the_rows_below_are(
        #[case] cells: &[&str],
        #[case] is: Option<GroupHeading>,
    ) {
        let layout = Catalog::load_content(None).expect("the content is well").layout;
        let cells: Vec<Option<String>> = cells.iter().map(|cell| Some((*cell).into())).collect();
        assert_eq!(read_group(&cells, &layout), is);
    }
}
