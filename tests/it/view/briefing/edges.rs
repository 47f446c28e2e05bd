//! One commune, viewers, weeks of few dossiers, many agencies, texts of a chat.

use motcua::{
    domain::sight::DataScope,
    view::{AnswerWording, ProofPlace, SentenceKind, fit_sentences},
};

use super::{AN_SON, HOA_BINH, Rows, briefing, briefing_of, said, two_months};

#[test]
fn of_one_commune_it_is_said_without_names() {
    let office = two_months().office();
    for (agency, scope) in
        [(Some(AN_SON), DataScope::All), (None, DataScope::Within(AN_SON.into()))]
    {
        let answer = briefing_of(&office, "2023-12", agency, &scope);
        assert_eq!(answer.title, "Xã An Sơn, tháng 12/2023");
        assert_eq!(
            said(&answer, SentenceKind::Floor),
            "Trong tháng 12/2023, xã An Sơn giải quyết đúng hạn 75,00% (9/12): ngưỡng 90%, thiếu 15,00 điểm %."
        );
        assert_eq!(
            said(&answer, SentenceKind::Change),
            "So với tháng 11/2023, xã An Sơn giải quyết đúng hạn từ 100,00% xuống 75,00% (giảm 25,00 điểm %). \
             Thay đổi chủ yếu ở thủ tục “Thủ tục 1.001” 25,00 điểm %."
        );
        assert_eq!(
            said(&answer, SentenceKind::Turnover),
            "Trong tháng 12/2023, 12 hồ sơ giải quyết xong, 3 trong đó quá hạn. \
             2 hồ sơ mới quá hạn, chưa giải quyết xong; đang quá hạn tất cả 2 hồ sơ (đến ngày 31/12/2023)."
        );
        assert_eq!(
            said(&answer, SentenceKind::Due),
            "Sau ngày 31/12/2023, 2 hồ sơ sắp đến hạn: thứ Ba 02/01: 2."
        );
        assert_eq!(
            said(&answer, SentenceKind::Received),
            "Xã An Sơn có 16 hồ sơ mới trong tháng 12/2023."
        );
    }
}

#[test]
fn a_viewer_is_told_nothing_that_could_name_a_person() {
    let office = two_months().office();
    let answer = briefing_of(&office, "2023-12", None, &DataScope::Aggregates);
    // One of two: withheld, not few. No procedure, no dossier, no day of one or two; three of four would tell the one.
    assert_eq!(
        said(&answer, SentenceKind::Floor),
        "1 trên 2 đơn vị cấp xã giải quyết hồ sơ đúng hạn dưới 90% trong tháng 12/2023: \
         xã An Sơn 75,00% (9/12). 1 đơn vị có quá ít để nêu."
    );
    assert!(!said(&answer, SentenceKind::Change).contains("thủ tục"));
    assert_eq!(
        said(&answer, SentenceKind::Turnover),
        "Trong tháng 12/2023, 24 hồ sơ giải quyết xong, 4 trong đó quá hạn. \
         Đang quá hạn tất cả 4 hồ sơ (đến ngày 31/12/2023); số mới quá hạn không nêu riêng, vì phần còn lại quá ít."
    );
    assert_eq!(said(&answer, SentenceKind::Due), "Sau ngày 31/12/2023, 3 hồ sơ sắp đến hạn.");
    for sentence in &answer.sentences {
        for proof in &sentence.proofs {
            assert!(!matches!(proof.place, ProofPlace::Dossiers { .. }), "{proof:?}");
        }
    }
}

#[test]
fn a_week_of_few_dossiers_is_judged_with_the_three_before_it() {
    // Week 50 is 11/12 to 17/12; the four weeks are 20/11 to 17/12, those before begin on 23/10.
    let rows = Rows::new()
        .ended(AN_SON, "2023-11-22", 8, 0, "1.001")
        .ended(AN_SON, "2023-12-12", 1, 3, "1.001")
        .ended(HOA_BINH, "2023-12-12", 9, 0, "1.001");
    let office = rows.office();
    let answer = briefing(&office, "2023-W50");
    assert_eq!(answer.judged_over.to_string(), "2023-11-20..2023-12-17");
    assert_eq!(
        said(&answer, SentenceKind::Floor),
        "1 trên 1 đơn vị cấp xã đủ hồ sơ giải quyết hồ sơ đúng hạn dưới 90% trong 4 tuần gộp lại \
         20/11–17/12/2023 (riêng tuần này ít hồ sơ) (số liệu từ ngày 21/11/2023): xã An Sơn 75,00% (9/12). \
         1 đơn vị có ít hồ sơ (dưới 10) nên chưa xét."
    );
    // What is counted is counted of the week.
    assert!(
        said(&answer, SentenceKind::Turnover)
            .starts_with("Trong tuần 50 năm 2023, 13 hồ sơ giải quyết xong, 3 trong đó quá hạn.")
    );
    assert!(said(&answer, SentenceKind::Change).starts_with("Chưa so được với 4 tuần trước đó"));
}

#[test]
fn those_of_one_value_stand_by_name_and_those_not_named_are_counted() {
    let communes = ["06283", "06274", "06295", "06253", "06256", "06268", "06277", "06280"];
    let mut rows = Rows::new();
    for code in communes {
        rows = rows.ended(code, "2023-12-12", 8, 2, "1.001");
    }
    let office = rows.office();
    let answer = briefing(&office, "2023-12");
    let floor = said(&answer, SentenceKind::Floor);
    assert!(floor.starts_with("8 trên 8 đơn vị cấp xã"), "{floor}");
    assert!(floor.ends_with("và 2 đơn vị khác."), "{floor}");
    assert_eq!(floor.matches("80,00% (8/10)").count(), 6, "{floor}");
}

#[test]
fn a_text_for_a_chat_is_cut_by_whole_sentences() {
    let office = two_months().office();
    let answer = briefing(&office, "2023-12");
    let words = AnswerWording::new(&office.catalog);
    let whole = fit_sentences(words, &answer, None, 2000);
    assert_eq!(whole.lines().count(), 6);
    let cut = fit_sentences(words, &answer, Some("https://motcua.example/"), 500);
    assert!(cut.chars().count() <= 500, "{cut}");
    assert!(
        cut.contains("câu, xem ở trang.)") && cut.ends_with("https://motcua.example/"),
        "{cut}"
    );
    for line in cut.lines().skip(1).filter(|line| line.ends_with('.')) {
        assert!(whole.contains(line.split(". ").next().expect("a sentence")), "{line}");
    }
}
