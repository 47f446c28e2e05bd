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
}

/// Reads a row as the heading of a group; `None` when it is none.
pub fn read_group(cells: &[Option<String>], layout: &LayoutRules) -> Option<GroupHeading> {
    let mut filled = cells.iter().flatten().map(|text| text.trim()).filter(|text| !text.is_empty());
    let mut own = None;
    for text in filled.by_ref() {
        if is_code(text) || ValueKind::from_text(text) == ValueKind::Day {
            return None;
        }
        if is_number_of_row(text) || is_count(text) {
            continue;
        }
        if own.replace(text).is_some() {
            return None;
        }
    }
    let own = own?;
    if layout.is_total(own) {
        return Some(GroupHeading::Unclear);
    }
    let text = bare_text(own);
    let key = text_key(&text);
    let names_agency = without_type(&agency_key(&text)).is_some()
        || agency_key(&text) != key
        || AGENCIES.iter().any(|kind| key.starts_with(kind.as_str()));
    if names_agency {
        return Some(GroupHeading::Of(text));
    }
    if WITHIN.iter().any(|word| key.contains(word.as_str())) || layout.is_layout(&text) {
        return Some(GroupHeading::Within);
    }
    if has_digit(&text) {
        return None;
    }
    let is_name = text.split_whitespace().count() <= 5
        && text.split_whitespace().all(|word| word.chars().next().is_some_and(char::is_uppercase))
        && !private_text::is_data(&text);
    Some(if is_name { GroupHeading::Of(text) } else { GroupHeading::Unclear })
}

/// Kinds of offices that have no type of a unit before their name.
static AGENCIES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let kinds = ["sở ", "phòng ", "ban ", "trung tâm ", "văn phòng ", "chi nhánh ", "chi cục "];
    kinds.map(|kind| format!("{} ", text_key(kind))).to_vec()
});

/// What parts the dossiers of one agency further.
static WITHIN: LazyLock<Vec<String>> =
    LazyLock::new(|| ["lĩnh vực", "thủ tục", "nhóm", "trang", "mức độ"].map(text_key).to_vec());

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
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^(đơn vị|cơ quan|địa bàn|nơi)[^:]*:\s*").expect("well-formed")
    });
    static COUNT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\s*([(\[][^)\]]*[)\]]|[:–-]\s*[\d.]+\s*(hồ sơ|hs)?\.?)\s*$")
            .expect("well-formed")
    });
    let text = NUMBER.replace(text, "");
    let text = LABEL.replace(&text, "");
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
    #[case(&["xã An Sơn", "Đang xử lý"], None)]
    fn a_group_row_names_whose_the_rows_below_are(
        #[case] cells: &[&str],
        #[case] is: Option<GroupHeading>,
    ) {
        let layout = Catalog::load_content(None).expect("the content is well").layout;
        let cells: Vec<Option<String>> = cells.iter().map(|cell| Some((*cell).into())).collect();
        assert_eq!(read_group(&cells, &layout), is);
    }
}
