//! Schedules: once each time they are due, complete or marked, whatever the clock does.

use motcua::state::schedule_run::{RunEnded, RunState};

use crate::support::{desk_of_mail::MailDesk, office::Office};

/// Every Monday at seven. What is given is known until Monday, 1/1/2024.
const WEEKLY: &str = "[[schedule]]\nid = \"tuan\"\nreport = \"brief\"\ncron = \"0 7 * * 1\"\nperiod = \"week_before\"\n\
    to = [{ name = \"Chủ tịch\", mail = \"chutich@vanquan.example\" }]\n";

const OWNER: &str = "RCPT TO:<phutrach@vanquan.example>\n";

fn office() -> Office {
    let office = Office::new();
    let mut csv = "dossier_code,solving_agency,status,received_at,due_at,ended_at\n".to_owned();
    for (agency, overdue) in [("06283", 2), ("06274", 0)] {
        for number in 0..10 {
            let due = if number < overdue { "2023-12-26" } else { "2024-01-03" };
            csv = format!("{csv}{agency}-{number},{agency},finished,2023-12-20,{due},2023-12-28\n");
        }
    }
    office.begin_given(&csv);
    office
}

fn desk(settings: &str) -> MailDesk {
    let desk = MailDesk::new(office(), settings);
    // First seen on Sunday: what was due before is not caught up.
    assert!(desk.at("2023-12-31T12:00:00").run().is_empty());
    desk
}

#[test]
fn a_report_is_sent_when_it_is_due_and_once() {
    let desk = desk(WEEKLY);
    assert!(desk.at("2024-01-01T06:59:00").run().is_empty());
    let done = desk.at("2024-01-01T07:00:00").run();
    assert_eq!((done.steps.len(), done.tally.sent), (1, 1));
    assert!(desk.at("2024-01-01T07:01:00").run().is_empty());
    let mails = desk.mails();
    assert_eq!(mails.len(), 1);
    assert!(
        mails[0].starts_with(
            "RCPT TO:<chutich@vanquan.example>\n\
             Tóm tắt – tuần 52 năm 2023: 1 trên 2 đơn vị cấp xã dưới 90%\n"
        ),
        "{}",
        mails[0]
    );
}

#[test]
fn a_machine_that_was_off_for_three_mondays_sends_one_report() {
    let desk = desk(&(WEEKLY.to_owned() + "newest_within_days = 60\n"));
    assert_eq!(desk.at("2024-01-17T09:00:00").run().tally.sent, 1);
    assert!(desk.mails()[0].contains("tuần 2 năm 2024"), "of the last week");
    assert!(desk.at("2024-01-18T09:00:00").run().is_empty());
}

#[test]
fn a_clock_set_back_sends_nothing_twice_and_one_set_right_sends_what_comes() {
    let desk = desk(&(WEEKLY.to_owned() + "newest_within_days = 600\n"));
    desk.at("2024-01-01T07:00:00").run();
    // Back by an hour, through seven o'clock again; then by a week.
    for time in
        ["2024-01-01T06:00:00", "2024-01-01T07:00:00", "2023-12-25T06:00:00", "2023-12-25T07:30:00"]
    {
        desk.at(time).run();
    }
    desk.at("2024-01-01T07:30:00").run();
    let mails = desk.mails();
    // The week before is another report, and was never sent; this one was.
    assert_eq!(
        mails.iter().filter(|mail| mail.contains("tuần 52 năm 2023")).count(),
        1,
        "{mails:#?}"
    );
    // A clock a year ahead, then right again: the next Monday is not forgotten.
    desk.at("2025-01-06T07:00:00").run();
    desk.at("2024-01-02T07:00:00").run();
    desk.mails();
    desk.at("2024-01-08T07:00:00").run();
    assert!(desk.mails()[0].contains("tuần 1 năm 2024"));
}

#[test]
fn a_monday_that_passes_while_the_clock_is_ahead_is_caught_up() {
    let desk = desk(&(WEEKLY.to_owned() + "newest_within_days = 600\n"));
    desk.at("2024-01-01T07:00:00").run();
    // From Sunday on it says that it is ten days later, and is set right on Monday at nine.
    desk.at("2024-01-17T22:00:00").run();
    desk.mails();
    desk.at("2024-01-08T09:00:00").run();
    let mails = desk.mails();
    assert_eq!(mails.len(), 1, "{mails:#?}");
    assert!(mails[0].contains("tuần 1 năm 2024"), "{}", mails[0]);
    // Nothing goes out once more.
    desk.at("2024-01-08T09:15:00").run();
    assert!(desk.mails().is_empty());
}

#[test]
fn it_waits_for_its_data_tells_its_owner_once_and_goes_out_when_the_data_has_come() {
    // Known until 1/1; the week ends on 7/1 and must be known until 6/1.
    let desk = desk(WEEKLY);
    let done = desk.at("2024-01-08T07:00:00").run();
    let [step] = done.steps.as_slice() else { panic!("one step: {done:?}") };
    assert!(matches!(step.ended, RunEnded::Waits { .. }), "{step:?}");
    desk.at("2024-01-08T07:15:00").run();
    desk.at("2024-01-08T07:30:00").run();
    let mails = desk.mails();
    assert_eq!(mails.len(), 1, "{mails:#?}");
    assert!(
        mails[0]
            .starts_with(&format!("{OWNER}Báo cáo brief kỳ 2024-W01 chưa gửi: số liệu chưa đủ")),
        "{}",
        mails[0]
    );
    assert!(
        mails[0].contains("số liệu hồ sơ mới đến 01/01/2024, cần đến 06/01/2024"),
        "{}",
        mails[0]
    );
    assert_eq!(desk.state().runs(1).expect("read")[0].state, RunState::Waiting);

    let said = motcua::pipeline::IngestOverrides {
        connector: Some("given".into()),
        snapshot_on: Some(jiff::civil::date(2024, 1, 8)),
        ..motcua::pipeline::IngestOverrides::default()
    };
    let row = "dossier_code,solving_agency,status,received_at,due_at,ended_at\nN1,06283,finished,2024-01-02,2024-01-05,2024-01-04\n";
    desk.office.ingest(&desk.office.file("new.csv", row), &said);
    assert_eq!(desk.at("2024-01-08T07:45:00").run().tally.sent, 1);
    assert!(desk.mails()[0].starts_with("RCPT TO:<chutich"));
}

#[test]
fn or_it_goes_out_marked_where_that_is_wanted() {
    let desk = desk(&(WEEKLY.to_owned() + "when_incomplete = \"send_marked\"\n"));
    assert_eq!(desk.at("2024-01-08T07:00:00").run().tally.sent, 1);
    let mails = desk.mails();
    assert!(
        mails[0].contains("SỐ LIỆU CHƯA ĐỦ: số liệu hồ sơ mới đến 01/01/2024, cần đến 06/01/2024."),
        "{}",
        mails[0]
    );
    // Whoever reads the subject alone is told too.
    assert!(mails[0].contains("\n[số liệu chưa đủ] Tóm tắt – tuần 1 năm 2024"), "{}", mails[0]);
}

#[test]
fn a_source_that_must_have_brought_something_is_waited_for() {
    let desk = desk(&(WEEKLY.to_owned() + "sources = [\"dvcqg_progress\"]\n"));
    let done = desk.at("2024-01-01T07:00:00").run();
    assert!(done.steps[0].note.contains("chưa có số liệu nào"), "{done:?}");
}

#[test]
fn each_commune_under_its_floor_gets_its_own_and_no_other() {
    let desk = desk(
        &(WEEKLY.to_owned()
            + "to_each = \"under_floor\"\n\
           [[contact]]\nagency = \"06283\"\nmail = \"anson@vanquan.example\"\n\
           [[contact]]\nagency = \"06274\"\nmail = \"hoabinh@vanquan.example\"\n"),
    );
    assert_eq!(desk.at("2024-01-01T07:00:00").run().tally.sent, 2);
    let mut mails = desk.mails();
    mails.sort();
    assert!(mails[0].starts_with("RCPT TO:<anson@vanquan.example>"), "{mails:#?}");
    assert!(mails[0].contains("Xã An Sơn") && !mails[0].contains("Hòa Bình"), "{}", mails[0]);
    assert!(mails[1].starts_with("RCPT TO:<chutich@vanquan.example>"));
}

#[test]
fn a_try_goes_to_one_address_as_often_as_it_is_asked_for() {
    let desk = desk(WEEKLY);
    desk.at("2024-01-02T09:00:00").run();
    desk.mails();
    for time in ["2024-01-02T10:00:00", "2024-01-02T10:05:00"] {
        desk.at(time).send_test("tuan", "lan@vanquan.example", Some("06283"));
        desk.run();
    }
    let mails = desk.mails();
    assert_eq!(mails.len(), 2);
    assert!(mails.iter().all(|mail| mail.starts_with("RCPT TO:<lan@vanquan.example>")));
    assert!(!mails[0].contains("Hòa Bình"), "under the sight that was named");
}

#[test]
fn what_is_in_the_outbox_goes_out_though_the_numbers_cannot_be_read() {
    let desk = desk(WEEKLY);
    desk.send_test("tuan", "lan@vanquan.example", None);
    let published = crate::support::office::published_file(&desk.office.data());
    std::fs::write(&published, "no warehouse").expect("written");
    let done = desk.at("2023-12-31T13:00:00").run();
    assert_eq!((done.tally.sent, done.problems.len()), (1, 1), "{done:?}");
}

#[test]
fn a_try_says_that_its_data_is_not_complete_as_the_report_would() {
    let desk = desk(WEEKLY);
    desk.at("2024-01-08T06:00:00").send_test("tuan", "lan@vanquan.example", None);
    desk.run();
    assert!(desk.mails()[0].contains("SỐ LIỆU CHƯA ĐỦ"));
}
