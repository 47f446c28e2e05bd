//! A rank simulated at a terminal.

use crate::support::desk::Desk;

/// An Sơn's total holds 18 points for progress; the payment row was published as counts, 6 × 1 / 4.
const TABLE: &str = "\
Chỉ tiêu;Đơn vị;Kỳ;Tử số;Mẫu số;Điểm;Nguồn
total_766;06283;2023-11;;;60,00;dvcqg
total_766;06298;2023-11;;;61,00;dvcqg
total_766;06253;2023-11;;;57,00;dvcqg
progress_766;06283;2023-11;9;10;18,00;dvcqg
online_payment_766;06283;2023-11;1;4;;dvcqg
";

/// One done in time, one due on the 22nd whose fee is not paid.
const DOSSIERS: &str = "\
Mã hồ sơ;Tên TTHC;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Ngày kết thúc xử lý;Trạng thái;Phí, lệ phí (đồng);Thanh toán trực tuyến
M1;Đăng ký khai sinh;06283;01/12/2023;08/12/2023;05/12/2023;Đã xử lý xong;8000;Có
M2;Đăng ký khai sinh;06283;10/12/2023;22/12/2023;;Đang xử lý;8000;Không
";

#[test]
fn a_rank_is_told_with_its_cases_its_dossiers_and_what_cannot_be_tried() {
    let desk = Desk::new();
    desk.write("so_lieu.csv", TABLE);
    desk.write("ho_so.csv", DOSSIERS);
    let taken = desk.run("ingest so_lieu.csv ho_so.csv --snapshot-on 2023-12-20 --scope 184");
    assert!(taken.starts_with("exit 0"), "{taken}");
    let asked = "simulate 766 --period 2023-12 --agency 06283";
    insta::assert_snapshot!(desk.run(&format!("{asked} --change progress_766=0")));
    insta::assert_snapshot!(desk.run(&format!("{asked} --format csv")));
    insta::assert_snapshot!(
        desk.run(&format!("{asked} --format json --lever online_payment_766_a"))
    );
    insta::assert_snapshot!(desk.run(&format!("{asked} --change progress_766=2")));
    insta::assert_snapshot!(desk.run(&format!("{asked} --change progress_766")));
    insta::assert_snapshot!(desk.run(&format!("{asked} --lever on_time_rate")));
    insta::assert_snapshot!(desk.run("simulate 766 --period 2023-12"));
    insta::assert_snapshot!(desk.run("simulate 766 --period 2023-12 --agency 06286"));
    let twice = desk.run(&format!("{asked} --change progress_766=0 --change progress_766=1"));
    assert!(twice.contains("`--change` nêu `progress_766` hai lần"), "{twice}");
    insta::assert_snapshot!(desk.run("simulate cchc_van_quan_2023 --period 2023"));
}

#[test]
fn the_demo_shows_cases_steps_and_how_far_earlier_months_were_off() {
    let desk = Desk::after_demo();
    let asked = "simulate 766 --period 2026-11 --agency 06253 --data motcua-data/xa-2026";
    insta::assert_snapshot!(desk.run(&format!("{asked} --change progress_766=20")));
}
