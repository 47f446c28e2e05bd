//! What the office is told of without asking: once, in one digest, to whom it concerns.

use jiff::ToSpan;
use motcua::pipeline::IngestOverrides;

use crate::support::{desk_of_mail::MailDesk, office::Office};

/// A floor of 90 stands in queries/reference/target.csv. Communes of huyện Văn Quan.
const SETTINGS: &str = "[alerts]\nquiet = { from = \"18:00\", to = \"07:00\" }\nto_each = true\n\
    to = [{ mail = \"chutich@vanquan.example\" }, { mail = \"phong@vanquan.example\", agency = \"06274\" }]\n\
    [[alerts.metrics]]\nid = \"on_time_rate\"\nperiod = \"week\"\nat_least = 10\nhysteresis = \"1\"\n\
    [[contact]]\nagency = \"06283\"\nmail = \"anson@vanquan.example\"\n";

const CHAIR: &str = "RCPT TO:<chutich@vanquan.example>\n";

/// So many on time of so many, agency by agency; all ended on the Monday whose exports are known.
fn given(office: &Office, rates: &[(&str, usize, usize)]) {
    let mut csv = "dossier_code,solving_agency,status,received_at,due_at,ended_at\n".to_owned();
    for (agency, on_time, all) in rates {
        for number in 0..*all {
            let due = if number < *on_time { "2024-01-03" } else { "2023-12-29" };
            csv = format!("{csv}{agency}-{number},{agency},finished,2023-12-20,{due},2024-01-01\n");
        }
    }
    office.given(&csv);
}

fn desk(rates: &[(&str, usize, usize)]) -> MailDesk {
    let office = Office::new();
    given(&office, rates);
    MailDesk::new(office, SETTINGS)
}

#[test]
fn all_that_is_below_is_one_mail_to_each_whom_it_concerns() {
    // 8 of 10 is below 90 %, 9 of 10 is exactly 90 % and not below, 8 of 9 is of too few.
    let desk = desk(&[("06283", 8, 10), ("06268", 9, 10), ("06274", 8, 9), ("06277", 5, 10)]);
    desk.run();
    let mut mails = desk.mails();
    mails.sort();
    // The section of Hòa Bình has nothing to hear.
    assert_eq!(mails.len(), 2, "{mails:#?}");
    assert_eq!(
        mails[0].trim_end(),
        "RCPT TO:<anson@vanquan.example>\nCảnh báo một cửa: 1 việc mới\nCHƯA ĐẠT NGƯỠNG\n\
         - Xã An Sơn: Giải quyết đúng hạn 80,00% (8 / 10), ngưỡng 90%, tuần 1 năm 2024 (đến ngày 01/01/2024)\n\n\
         Mỗi việc chỉ báo một lần cho đến khi ổn. Ai đã xem thì ghi ở trang Báo cáo, mục Cảnh báo."
    );
    assert!(mails[1].starts_with(&format!("{CHAIR}Cảnh báo một cửa: 2 việc mới")), "{}", mails[1]);
    assert!(mails[1].contains("Xã Tú Xuyên: Giải quyết đúng hạn 50,00% (5 / 10)"), "{}", mails[1]);
}

#[test]
fn it_is_told_once_until_it_is_over_by_enough() {
    let desk = desk(&[("06283", 8, 10)]);
    assert_eq!(desk.run().alerts, 1);
    assert_eq!(desk.mails().len(), 2);
    desk.wait(60);
    assert_eq!(desk.run().alerts, 0, "nothing changed");
    // 10 of 11 is 90,91 %: no longer below, and not yet over by one point.
    given(&desk.office, &[("06283", 10, 11)]);
    assert_eq!(desk.run().alerts, 0, "it trembles at its limit");
    given(&desk.office, &[("06283", 8, 10)]);
    assert_eq!(desk.run().alerts, 0, "they know");
    assert!(desk.mails().is_empty());
    // 91 of 100 is one point over.
    given(&desk.office, &[("06283", 91, 100)]);
    assert_eq!(desk.run().alerts, 1);
    let mails = desk.mails();
    assert!(
        mails[0].starts_with(&format!("{CHAIR}Cảnh báo một cửa: 1 việc đã ổn\nĐÃ ĐẠT LẠI\n")),
        "{}",
        mails[0]
    );
    // And from the beginning.
    given(&desk.office, &[("06283", 80, 100)]);
    assert_eq!(desk.run().alerts, 1);
}

#[test]
fn in_quiet_hours_it_waits_and_what_is_gone_by_morning_is_not_told() {
    let desk = desk(&[("06283", 8, 10), ("06268", 8, 10)]);
    desk.at("2024-01-02T18:00:00").run();
    desk.at("2024-01-03T06:59:00").run();
    assert!(desk.mails().is_empty());
    given(&desk.office, &[("06283", 8, 10), ("06268", 10, 10)]);
    desk.at("2024-01-03T07:00:00").run();
    let mails = desk.mails();
    assert!(mails[0].contains("Cảnh báo một cửa: 1 việc mới"), "{}", mails[0]);
    assert!(!mails[0].contains("Liên Hội"), "{}", mails[0]);
}

#[test]
fn who_has_seen_it_first_stays_noted_until_it_goes_wrong_again() {
    let desk = desk(&[("06283", 8, 10)]);
    desk.run();
    let (state, now) = (desk.state(), desk.now.get());
    let alert = state.list_alerts(false).expect("read").remove(0);
    assert!(state.acknowledge_alert(alert.id, "lan", now).expect("noted"));
    assert!(!state.acknowledge_alert(alert.id, "mai", now).expect("asked"));
    let seen = |desk: &MailDesk| desk.state().list_alerts(true).expect("read").remove(0).with_scope;
    assert_eq!(seen(&desk).as_deref(), Some("lan"));
    given(&desk.office, &[("06283", 95, 100)]);
    desk.run();
    assert_eq!(seen(&desk).as_deref(), Some("lan"));
    given(&desk.office, &[("06283", 80, 100)]);
    desk.run();
    assert_eq!(seen(&desk), None);
}

#[test]
fn two_that_look_at_once_tell_once() {
    let desk = desk(&[("06283", 8, 10)]);
    let start = std::sync::Barrier::new(3);
    std::thread::scope(|scope| {
        for number in 0..3_i64 {
            // Each has a clock of its own, so that what each would send is another mail; the state is one.
            let (office, settings, start) = (&desk.office, &desk.settings, &start);
            let now = desk.now.get().saturating_add(number.seconds());
            scope.spawn(move || {
                let clock = || now;
                let (data, outside) =
                    (office.data(), motcua::ingest::fetch::FetchEnvironment::from_system());
                let of = (&office.catalog, settings);
                let due = motcua::pipeline::DueWork::new(of, &data, &outside, &clock);
                start.wait();
                due.run().expect("it ran");
            });
        }
    });
    assert_eq!(desk.mails().len(), 2, "the chair and An Sơn, once each");
}

#[test]
fn dossiers_due_within_two_working_days_are_named_once_under_their_agency() {
    let office = Office::of_every_metric();
    // Tuesday 2/1: two working days on is Thursday 4/1; B is due on Friday, C is finished, D was due before.
    office.given(
        "dossier_code,status,received_at,due_at,ended_at\nA,in_progress,2023-12-28,2024-01-04,\nB,in_progress,2023-12-28,2024-01-05,\n\
         C,finished,2023-12-28,2024-01-04,2024-01-01\nD,in_progress,2023-12-18,2023-12-29,\n",
    );
    let settings = "[alerts]\nto = [{ mail = \"chutich@vanquan.example\" }]\ndue = { metric = \"due_soon\" }\n";
    let desk = MailDesk::new(office, settings);
    desk.run();
    let mails = desk.mails();
    assert_eq!(mails.len(), 1);
    assert!(
        mails[0].contains("HỒ SƠ SẮP ĐẾN HẠN, CHƯA XONG\nXã An Sơn:\n- A, hẹn trả 04/01/2024"),
        "{}",
        mails[0]
    );
    assert!(!mails[0].contains("- B") && !mails[0].contains("- C") && !mails[0].contains("- D"));
    // A day later B is due soon too, and A is known; when they are late they are no news.
    desk.at("2024-01-03T08:00:00").run();
    assert!(desk.mails().concat().contains("- B, hẹn trả 05/01/2024"));
    desk.at("2024-01-09T08:00:00").run();
    assert!(desk.mails().is_empty());
}

#[test]
fn data_that_stays_away_is_told_of_and_so_is_its_return() {
    let office = Office::new();
    given(&office, &[("06283", 10, 10)]);
    let settings = "[alerts]\nto = [{ mail = \"chutich@vanquan.example\" }, { mail = \"xa@vanquan.example\", agency = \"06283\" }]\n\
        source_silent_days = 7\ndata_stale_days = 5\n";
    let desk = MailDesk::new(office, settings);
    // Known until 1/1: on 6/1 five days have passed, on 7/1 six.
    assert_eq!(desk.at("2024-01-06T08:00:00").run().alerts, 0);
    assert_eq!(desk.at("2024-01-07T08:00:00").run().alerts, 1);
    let mails = desk.mails();
    // The office's own trouble is no commune's.
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains("SỐ LIỆU CŨ\n- Hồ sơ mới biết đến ngày 01/01/2024"), "{}", mails[0]);
    assert_eq!(
        desk.at("2024-01-09T08:00:00").run().alerts,
        1,
        "the source is silent for eight days"
    );
    assert_eq!(desk.at("2024-01-09T09:00:00").run().alerts, 0);
    // The clock is set right: both are over.
    assert_eq!(desk.at("2024-01-05T08:00:00").run().alerts, 2);
}

#[test]
fn a_file_the_inbox_could_not_take_is_named_while_it_lies_there() {
    let office = Office::new();
    given(&office, &[("06283", 10, 10)]);
    let inbox = office.folder().join("hop-thu");
    let failed = inbox.join("failed/2024-01-02");
    std::fs::create_dir_all(&failed).expect("made");
    for name in ["la.csv", "la.csv.txt"] {
        std::fs::write(failed.join(name), "x").expect("written");
    }
    let settings = format!(
        "[inbox]\nfolder = \"{}\"\n[alerts]\ningest_failed = true\nto = [{{ mail = \"vp@vanquan.example\" }}]\n",
        inbox.display()
    );
    let desk = MailDesk::new(office, &settings);
    assert_eq!(desk.run().alerts, 1);
    assert!(desk.mails()[0].contains("TỆP KHÔNG NHẬN ĐƯỢC\n- la.csv:"));
    std::fs::remove_dir_all(&failed).expect("gone");
    assert_eq!(desk.run().alerts, 0);
    assert!(desk.mails().is_empty());
}

#[test]
fn what_is_told_of_invented_dossiers_says_so_in_its_subject_and_first_line() {
    let office = Office::new();
    let mut csv =
        "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Ngày kết thúc xử lý;Trạng thái\n\
                   O;Xã An Sơn;20/12/2023;02/01/2024;;Đang xử lý\n"
            .to_owned();
    for number in 0..10 {
        let due = if number < 8 { "03/01/2024" } else { "29/12/2023" };
        csv = format!("{csv}D{number};Xã An Sơn;20/12/2023;{due};01/01/2024;Đã xử lý xong\n");
    }
    let said = IngestOverrides { is_invented: true, ..IngestOverrides::default() };
    let (taken, _) = office.ingest(&office.file("ho-so-2024-01-01.csv", csv), &said);
    assert!(taken.iter().all(Result::is_ok), "{taken:?}");
    let settings = "[alerts]\nto = [{ mail = \"chutich@vanquan.example\" }]\n\
        [[alerts.metrics]]\nid = \"on_time_rate\"\nperiod = \"week\"\nat_least = 10\n\
        [alerts.due_windows]\nevery_minutes = 30\n";
    let desk = MailDesk::new(office, settings);
    desk.run();
    let mails = desk.mails();
    assert_eq!(mails.len(), 2, "{mails:#?}");
    let notice = "Dữ liệu dùng thử: hồ sơ là giả định";
    for mail in mails {
        let lines: Vec<&str> = mail.lines().collect();
        assert!(lines[1].starts_with(&format!("{notice} · ")), "{mail}");
        assert_eq!(lines[2], notice, "{mail}");
    }
}
