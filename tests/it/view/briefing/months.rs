//! Months, known and unknown.

use motcua::view::{ProofPlace, RankingSubset, SentenceKind};

use super::{AN_SON, HOA_BINH, Rows, briefing, place, said, two_months};

#[test]
fn a_month_is_answered_in_five_sentences() {
    let office = two_months().office();
    let answer = briefing(&office, "2023-12");
    assert_eq!(answer.title, "3 đơn vị có số liệu của huyện Văn Quan, tháng 12/2023");
    assert_eq!(
        said(&answer, SentenceKind::Floor),
        "1 trên 2 đơn vị cấp xã đủ hồ sơ giải quyết hồ sơ đúng hạn dưới 90% trong tháng 12/2023: \
         xã An Sơn 75,00% (9/12). 1 đơn vị có ít hồ sơ (dưới 10) nên chưa xét, trong đó 1 chưa đạt: \
         xã Đồng Giáp 50,00% (1/2)."
    );
    // 18/20 before, 20/24 now. Three of twelve are overdue, all of procedure 1.001; two of ten were before.
    assert_eq!(
        said(&answer, SentenceKind::Change),
        "So với tháng 11/2023, 3 đơn vị có số liệu của huyện Văn Quan giải quyết đúng hạn từ 90,00% xuống 83,33% \
         (giảm 6,67 điểm %). 1 đơn vị giảm: xã An Sơn giảm 25,00 điểm %, còn 75,00% \
         (chủ yếu do thủ tục “Thủ tục 1.001” 25,00 điểm %). 1 đơn vị tăng: xã Hòa Bình tăng 20,00 điểm %, lên 100,00% \
         (chủ yếu do thủ tục “Thủ tục 1.001” 20,00 điểm %)."
    );
    // What was due on 30/11 became late on 1/12.
    assert_eq!(
        said(&answer, SentenceKind::Turnover),
        "Trong tháng 12/2023, 24 hồ sơ giải quyết xong, 4 trong đó quá hạn. 3 hồ sơ mới quá hạn, chưa giải quyết xong \
         (xã An Sơn 2, xã Hòa Bình 1); đang quá hạn tất cả 4 hồ sơ (đến ngày 31/12/2023)."
    );
    assert_eq!(
        said(&answer, SentenceKind::Due),
        "Sau ngày 31/12/2023, 3 hồ sơ sắp đến hạn: thứ Ba 02/01: 2, thứ Tư 03/01: 1. \
         Nhiều nhất: xã An Sơn 2, xã Hòa Bình 1."
    );
    assert_eq!(
        said(&answer, SentenceKind::Received),
        "1 trên 3 đơn vị không có hồ sơ mới trong tháng 12/2023: xã Đồng Giáp."
    );
    let ranking = |metric: &str, subset| ProofPlace::Ranking { metric: metric.into(), subset };
    assert_eq!(
        place(&answer, SentenceKind::Floor),
        [ranking("on_time_rate", RankingSubset::Missed)]
    );
    assert_eq!(place(&answer, SentenceKind::Change), [ProofPlace::Changes]);
    assert_eq!(
        place(&answer, SentenceKind::Received),
        [ranking("update_count", RankingSubset::None)]
    );
    let from = jiff::civil::date(2023, 11, 30);
    let overdue = ProofPlace::Dossiers {
        metric: "overdue_open".into(),
        failing: false,
        due: Some((from, None)),
    };
    assert_eq!(place(&answer, SentenceKind::Turnover)[1], overdue);
}

#[test]
fn the_first_period_has_none_to_be_compared_with_and_nobody_under_the_floor() {
    let office = Rows::new()
        .ended(AN_SON, "2023-12-12", 10, 0, "1.001")
        .ended(HOA_BINH, "2023-12-12", 19, 1, "1.001")
        .office();
    let answer = briefing(&office, "2023-12");
    assert_eq!(
        said(&answer, SentenceKind::Floor),
        "Không có đơn vị cấp xã nào giải quyết hồ sơ đúng hạn dưới 90% trong tháng 12/2023 \
         (số liệu từ ngày 11/12/2023); thấp nhất là xã Hòa Bình 95,00% (19/20)."
    );
    assert_eq!(
        said(&answer, SentenceKind::Change),
        "Chưa so được với tháng 11/2023: chưa có số liệu trước 11/12/2023."
    );
    assert!(place(&answer, SentenceKind::Change).is_empty());
    assert_eq!(
        said(&answer, SentenceKind::Turnover),
        "Trong tháng 12/2023 (số liệu từ ngày 11/12/2023), 30 hồ sơ giải quyết xong, 1 trong đó quá hạn. \
         Không có hồ sơ nào đang quá hạn (đến ngày 31/12/2023)."
    );
    assert_eq!(
        said(&answer, SentenceKind::Due),
        "Sau ngày 31/12/2023, không có hồ sơ nào sắp đến hạn."
    );
    assert_eq!(
        said(&answer, SentenceKind::Received),
        "Cả 2 đơn vị đều có hồ sơ mới trong tháng 12/2023 (số liệu từ ngày 11/12/2023)."
    );
}

#[test]
fn what_nobody_knows_is_not_none() {
    let office = two_months().office();
    let answer = briefing(&office, "2024-02");
    let told: Vec<&str> = answer.sentences.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(told, ["Tháng 2/2024: chưa có số liệu sau 01/01/2024."]);
    // A month that goes on is told until its last known day.
    let answer = briefing(&office, "2024-01");
    assert_eq!(
        said(&answer, SentenceKind::Received),
        "Cả 3 đơn vị đều không có hồ sơ mới trong tháng 1/2024. Chưa có số liệu sau 01/01/2024."
    );
    assert!(said(&answer, SentenceKind::Due).starts_with("Sau ngày 01/01/2024, 3 hồ sơ"));
}
