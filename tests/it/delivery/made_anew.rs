//! "Lập lại": who has got theirs gets nothing again; who has not gets the newer one; who got a marked one gets the complete one, once.

use motcua::{
    catalog::settings::ProgramSettings,
    pipeline::{DueSummary, IngestOverrides},
};

use crate::support::{
    desk_of_mail::MailDesk,
    office::Office,
    post_office::{PostOffice, Reply},
    sender::mail,
};

const WEEKLY: &str = "[[schedule]]\nid = \"tuan\"\nreport = \"brief\"\ncron = \"0 7 * * 1\"\nperiod = \"week_before\"\n";

const ROWS: &str = "dossier_code,solving_agency,status,received_at,due_at,ended_at\n";

fn desk(post: PostOffice, rest: &str) -> MailDesk {
    let office = Office::new();
    office.given(&format!("{ROWS}A,06283,finished,2023-12-20,2023-12-26,2023-12-28\n"));
    let desk = MailDesk::by(office, post, &(WEEKLY.to_owned() + rest));
    desk.at("2023-12-31T12:00:00").run();
    desk
}

fn more(desk: &MailDesk, row: &str, day: i8) {
    let said = IngestOverrides {
        connector: Some("given".into()),
        snapshot_on: Some(jiff::civil::date(2024, 1, day)),
        ..IngestOverrides::default()
    };
    let name = format!("{day}.csv");
    desk.office.ingest(&desk.office.file(&name, format!("{ROWS}{row}\n")), &said);
}

/// Makes the newest run anew.
fn anew(desk: &MailDesk, time: &str) -> DueSummary {
    desk.at(time);
    let state = desk.state();
    let run = state.runs(1).expect("read").remove(0);
    assert!(state.retry_run(run.id, desk.now.get()).expect("noted"));
    desk.run()
}

#[test]
fn a_changed_address_gets_its_own_and_nobody_gets_it_twice() {
    let mut desk = desk(
        PostOffice::open(),
        "to = [{ mail = \"chutich@vanquan.example\" }, { mail = \"sai@vanquan.example\" }]\n",
    );
    assert_eq!(desk.at("2024-01-01T07:00:00").run().tally.sent, 2);
    desk.mails();
    let settings = mail(desk.post.port)
        + WEEKLY
        + "to = [{ mail = \"chutich@vanquan.example\" }, { mail = \"dung@vanquan.example\" }]\n";
    desk.settings = ProgramSettings::parse_text("motcua.toml", &settings).expect("settings");
    let done = anew(&desk, "2024-01-01T08:00:00");
    assert_eq!((done.steps[0].deliveries, done.steps[0].added), (2, 1));
    let mails = desk.mails();
    assert!(mails.len() == 1 && mails[0].starts_with("RCPT TO:<dung@"), "{mails:#?}");
    assert_eq!(desk.state().runs(1).expect("read")[0].added, 1);
}

#[test]
fn a_dead_letter_is_sent_as_it_is_made_now() {
    let post = PostOffice::with(|word, before| match (word, before) {
        ("RCPT", 0) => Reply::Say("550 no such user"),
        _ => Reply::Usual,
    });
    let desk = desk(post, "to = [{ mail = \"chutich@vanquan.example\" }]\n");
    let done = desk.at("2024-01-01T07:00:00").run();
    // The owner is told, once.
    assert_eq!((done.tally.dead, done.tally.sent), (1, 1));
    let told = desk.mails();
    assert!(told[0].starts_with("RCPT TO:<phutrach@"), "{}", told[0]);
    assert!(
        told[0].contains("chutich@vanquan.example: không gửi được. ") && told[0].contains("550"),
        "{}",
        told[0]
    );
    assert!(desk.at("2024-01-01T07:05:00").run().is_empty());
    more(&desk, "B,06283,finished,2023-12-20,2023-12-29,2023-12-28", 2);
    assert_eq!(anew(&desk, "2024-01-02T08:00:00").tally.sent, 1);
    let mails = desk.mails();
    assert!(mails[0].contains("(1/2)"), "{}", mails[0]);
}

#[test]
fn after_a_marked_one_a_complete_one_follows_once() {
    let desk = desk(
        PostOffice::open(),
        "when_incomplete = \"send_marked\"\nto = [{ mail = \"chutich@vanquan.example\" }]\n",
    );
    assert_eq!(desk.at("2024-01-08T07:00:00").run().tally.sent, 1);
    assert!(desk.mails()[0].contains("SỐ LIỆU CHƯA ĐỦ"));
    // Marked again it is the same.
    assert_eq!(anew(&desk, "2024-01-08T08:00:00").tally.sent, 0);
    more(&desk, "B,06283,finished,2024-01-02,2024-01-05,2024-01-04", 8);
    assert_eq!(anew(&desk, "2024-01-08T09:00:00").tally.sent, 1);
    assert!(!desk.mails()[0].contains("SỐ LIỆU CHƯA ĐỦ"));
    assert_eq!(anew(&desk, "2024-01-08T10:00:00").tally.sent, 0);
}

#[test]
fn a_report_that_waits_for_its_data_is_not_forgotten_when_the_next_is_due() {
    let desk = desk(PostOffice::open(), "to = [{ mail = \"chutich@vanquan.example\" }]\n");
    desk.at("2024-01-08T07:00:00").run();
    desk.at("2024-01-15T07:00:00").run();
    let told = desk.mails();
    assert!(
        told.len() == 2 && told.iter().all(|mail| mail.starts_with("RCPT TO:<phutrach@")),
        "{told:#?}"
    );
    more(&desk, "B,06283,finished,2024-01-02,2024-01-05,2024-01-04", 15);
    assert_eq!(desk.at("2024-01-15T08:00:00").run().tally.sent, 2);
    let mails = desk.mails().concat();
    assert!(mails.contains("tuần 1 năm 2024") && mails.contains("tuần 2 năm 2024"), "{mails}");
}

#[test]
fn data_that_never_comes_is_not_waited_for_for_ever() {
    let desk = desk(PostOffice::open(), "to = [{ mail = \"chutich@vanquan.example\" }]\n");
    desk.at("2024-01-08T07:00:00").run();
    desk.mails();
    desk.at("2024-03-09T07:00:00").run();
    assert!(desk.mails().concat().contains("Báo cáo brief kỳ 2024-W01 không gửi được"));
}
