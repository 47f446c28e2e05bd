//! What of a code is dress and is taken off, and what is no part of a code and is told.

use rstest::rstest;

use crate::{
    ingest::{dirt::rejections, dress::listed},
    support::office::Office,
};

#[rstest]
#[case::full_width("000．26．18．H37－231205－0002")]
#[case::fillers_and_tags("000.26.18.H37-231205-0002\u{E0020}\u{FE0F}\u{34F}\u{3164}")]
#[case::superscript("000.26.18.H37-231205-000²")]
#[case::cyrillic("000.26.18.\u{41D}37-231205-0002")]
#[case::greek("000.26.18.\u{397}37-231205-0002")]
#[case::a_point_at_its_end("000.26.18.H37-231205-0002.")]
#[case::without_points("0002618H37-231205-0002")]
#[case::without_some_points("000.2618.H37-231205-0002")]
#[case::low_lines("000.26.18.H37_231205_0002")]
#[case::brackets("(000.26.18.H37-231205-0002)")]
#[case::commas("000,26,18,H37-231205-0002")]
#[case::blanks_beside_dashes("000.26.18.H37 - 231205 - 0002")]
#[case::a_label("HS: 000.26.18.H37-231205-0002")]
#[case::a_longer_label("Mã hồ sơ: 000.26.18.H37-231205-0002")]
#[case::a_label_without_a_colon("hs 000.26.18.h37-231205-0002")]
fn a_dossier_is_one_however_its_code_is_dressed(#[case] dressed: &str) {
    let office = Office::new();
    let text = listed(&["000.26.18.H37-231205-0002", dressed]);
    assert_eq!(rejections(&office, text.as_bytes()).1, 0);
    let codes = office
        .warehouse()
        .provenance
        .write_staged_csv("dossier", "dossier_code")
        .expect("answered");
    assert_eq!(codes, "dossier_code\n000.26.18.H37-231205-0002");
}

#[rstest]
#[case::no_day("0002618H37-231305-0002")]
#[case::too_few_digits("002618H37-231205-0002")]
#[case::of_another_kind("0002618G37-231205-0002")]
#[case::of_an_office_below("0002618H37.12-231205-0002")]
#[case::letters_behind("0002618H37-231205-0002A")]
fn points_are_put_into_the_national_code_alone(#[case] code: &str) {
    let office = Office::new();
    let text = listed(&["000.26.18.H37-231205-0002", code]);
    assert_eq!(rejections(&office, text.as_bytes()).1, 0);
    let codes = office.warehouse().provenance.write_staged_csv("dossier", "dossier_code");
    let codes = codes.expect("answered");
    assert!(codes.lines().any(|line| line == code), "{codes}");
}

#[rstest]
#[case::a_word_in_brackets("000.26.18.H37-231205-0002 (bổ sung)")]
#[case::a_word_after_a_dash("000.26.18.H37-231205-0002 - bổ sung")]
#[case::a_word_without_marks("000.26.18.H37-231205-0002 bs")]
#[case::words_of_no_label("bản sao HS12")]
#[case::two_codes("000.26.18.H37-231205-0002, 000.26.18.H37-231205-0003")]
#[case::two_short_codes("A1; A2")]
fn a_code_with_something_beside_it_is_rejected(#[case] code: &str) {
    let office = Office::new();
    // A cell with a semicolon is quoted.
    let (kept, rejected, problems) =
        rejections(&office, listed(&["A9", &format!("\"{code}\"")]).as_bytes());
    assert_eq!((kept, rejected, problems.len()), (1, 1, 1), "{problems:?}");
    assert_eq!(problems[0].reason, "code_with_words");
    let phrases = &office.catalog.phrases;
    assert_eq!(
        phrases.format_phrase("rejection.code_with_words", &[]),
        "Ô mã có thêm chữ ngoài mã, hoặc có nhiều mã trong một ô"
    );
}

#[rstest]
#[case::cyrillic_without_a_likeness("Ж12")]
#[case::a_letter_of_mathematics("\u{1D7CE}12")]
#[case::han("第12")]
fn a_code_with_letters_of_no_code_is_rejected(#[case] code: &str) {
    let office = Office::new();
    let (kept, rejected, problems) = rejections(&office, listed(&["A1", code]).as_bytes());
    assert_eq!((kept, rejected), (1, 1), "{problems:?}");
    assert_eq!(problems[0].reason, "code_with_strange_letters");
}

#[rstest]
#[case::of_a_province("1.001612.000.00.00.H48", "1.001612")]
#[case::the_short_way("1.012784.H21", "1.012784")]
#[case::in_small_letters(" 2.000635.000.00.00.h37 ", "2.000635")]
#[case::national("1.001193", "1.001193")]
// What is no province's is left as it is.
#[case::of_another_system("1.001193.000.00.00.G05", "1.001193.000.00.00.G05")]
#[case::a_part_of_a_procedure("1.001193.01", "1.001193.01")]
fn a_procedure_has_its_national_code_whichever_province_writes_it(
    #[case] told: &str,
    #[case] kept: &str,
) {
    let office = Office::new();
    office.given(&format!(
        "dossier_code,procedure_code,solving_agency,status\nA1,{told},06283,registered\n"
    ));
    let staged =
        office.warehouse().provenance.write_staged_csv("dossier_version", "procedure_code");
    assert_eq!(staged.expect("written").trim_end(), format!("procedure_code\n{kept}"));
}
