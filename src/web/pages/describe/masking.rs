//! What of an export's cells may stand on a page: nothing by which a person is named, known or reached.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;

use crate::{
    catalog::connector::{
        layout::LayoutRules, personal_look::is_personal_heading, proposal::ProposedColumn,
    },
    domain::name::private_text::is_person,
    state::urging::note_guard::PlainNote,
};

/// Stands for what is not shown.
pub const MASK: &str = "•••";

/// A column that nobody knows is shown where it repeats so few texts.
const FEW_TEXTS: usize = 12;

/// Whether a column holds what is of persons: its heading says so, or too many of its cells do. What is known by its content is none.
pub fn is_personal_column(
    layout: &LayoutRules,
    heading: &str,
    values: &[String],
    meant: Option<&ProposedColumn>,
) -> bool {
    if layout.is_personal_heading(heading) {
        return true;
    }
    if meant.is_some() {
        return false;
    }
    if is_personal_heading(heading) {
        return true;
    }
    let filled: Vec<&str> = values.iter().map(|it| it.trim()).filter(|it| !it.is_empty()).collect();
    let named = filled.iter().filter(|text| is_person(text)).count();
    let numbered = filled.iter().filter(|text| holds_number_of_person(text)).count();
    // Communes are called like people, one or another; nothing but people has a telephone.
    named * 2 > filled.len() || numbered * 5 > filled.len()
}

/// The first cells of a column as they may be shown.
pub fn shown_cells(values: &[String], meant: Option<&ProposedColumn>, most: usize) -> Vec<String> {
    let filled: Vec<&String> = values.iter().filter(|it| !it.trim().is_empty()).collect();
    let texts: BTreeSet<&&String> = filled.iter().collect();
    let is_of_few = texts.len() <= FEW_TEXTS && texts.len() * 2 <= filled.len();
    let is_shown = meant.is_some() || is_of_few;
    let is_agency = meant.is_some_and(|column| column.is.ends_with("_agency"));
    let cell = |value: &String| match value.trim() {
        "" => String::new(),
        text if is_agency && !holds_number_of_person(text) => text.to_owned(),
        text if is_shown => mask_text(text),
        _ => MASK.to_owned(),
    };
    values.iter().take(most).map(cell).collect()
}

/// A text, or what stands for one that may be of a person.
pub fn mask_text(text: &str) -> String {
    let is_hidden = is_person(text) || is_like_name(text) || holds_number_of_person(text);
    if is_hidden { MASK.to_owned() } else { text.to_owned() }
}

/// A telephone, a number of identity, a mail address; a day is none.
fn holds_number_of_person(text: &str) -> bool {
    static DAY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}([ T].*)?$").expect("well-formed")
    });
    !DAY.is_match(text) && PlainNote::parse(text).is_err()
}

/// Two to five words, each with a capital.
fn is_like_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_word =
        |word: &&str| word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic);
    (2..=5).contains(&words.len()) && words.iter().all(is_word)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::catalog::Catalog;

    fn column(is: &str) -> ProposedColumn {
        ProposedColumn { is: is.to_owned(), is_required: false, is_guessed: true }
    }

    fn cells(values: &[&str]) -> Vec<String> {
        values.iter().map(|value| (*value).to_owned()).collect()
    }

    #[rstest]
    #[case::a_name("Vàng A Bịa", MASK)]
    #[case::a_telephone("0912 345 678", MASK)]
    #[case::an_identity_card("012345678901", MASK)]
    #[case::a_mail_address("bia@example.org", MASK)]
    #[case::a_day("01-12-2023 08:00:00", "01-12-2023 08:00:00")]
    #[case::a_dossier("000.26.18.H37-231204-0001", "000.26.18.H37-231204-0001")]
    #[case::a_procedure("Đăng ký khai sinh", "Đăng ký khai sinh")]
    fn what_is_of_a_person_is_masked(#[case] text: &str, #[case] shown: &str) {
        assert_eq!(mask_text(text), shown);
    }

    #[test]
    fn a_column_nobody_knows_is_shown_where_it_repeats_few_texts() {
        let repeated = cells(&["cấp mới", "cấp lại", "cấp mới", "cấp lại"]);
        assert_eq!(shown_cells(&repeated, None, 2), ["cấp mới", "cấp lại"]);
        let told = cells(&["xin khai sinh cho cháu Bịa", "xin xác nhận cho ông Bịa"]);
        assert_eq!(shown_cells(&told, None, 2), [MASK, MASK]);
        let communes = cells(&["Cao Lộc", "Xã An Sơn"]);
        assert_eq!(shown_cells(&communes, Some(&column("solving_agency")), 2), communes);
    }

    #[test]
    fn columns_of_persons_are_told_by_heading_or_by_content() {
        let layout = Catalog::load_content(None).expect("well").layout;
        let is = |heading: &str, values: &[&str]| {
            is_personal_column(&layout, heading, &cells(values), None)
        };
        assert!(is("Họ và tên chủ hồ sơ", &[]));
        assert!(is("Số CCCD", &[]));
        assert!(is("Cột 3", &["Nguyễn Văn Bịa", "Lò Thị Bịa", "trống"]));
        assert!(is("Cột 4", &["0912345678", "", "a"]));
        assert!(!is("Số hồ sơ", &["H37-230104-00282", "H37-230104-00283"]));
        let days = cells(&["01-12-2023 08:00:00"]);
        assert!(!is_personal_column(&layout, "Ngày", &days, Some(&column("received_at"))));
        assert!(is_personal_column(&layout, "Địa chỉ", &days, Some(&column("received_at"))));
    }
}
