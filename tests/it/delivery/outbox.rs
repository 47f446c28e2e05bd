//! The outbox against servers that refuse, wait, hang up: never twice, never lost, never silent.

use jiff::ToSpan;
use rstest::rstest;

use motcua::{delivery::SendSummary, state::delivery_state::DeliveryState};

use crate::support::{
    post_office::{PostOffice, Reply},
    sender::{Sender, mail, to},
};

const CHAIR: &str = "chutich@vanquan.example";

#[test]
fn a_mail_is_sent_once_however_often_the_outbox_is_emptied_and_filled() {
    let office = PostOffice::open();
    let sender = Sender::by_mail(office.port);
    assert_eq!(sender.put("mail", CHAIR), 1);
    assert_eq!(sender.empty(), SendSummary { sent: 1, ..SendSummary::default() });
    assert_eq!(sender.put("mail", CHAIR), 0, "the same report, period, recipient and channel");
    assert!(sender.empty().is_empty());
    assert_eq!(office.taken().len(), 1);
    assert_eq!(sender.only().state, DeliveryState::Sent);
}

#[test]
fn a_mail_has_its_words_twice_its_picture_and_its_documents() {
    let office = PostOffice::open();
    let sender = Sender::by_mail(office.port);
    sender.put("mail", CHAIR);
    sender.empty();
    let mail = office.taken().remove(0);
    assert_eq!(mail.to, "RCPT TO:<chutich@vanquan.example>");
    let has = |text: &str| assert!(mail.text.contains(text), "no `{text}` in\n{}", mail.text);
    has("multipart/mixed");
    has("multipart/related");
    has("multipart/alternative");
    has("Content-ID: <hinh.png>");
    has("Content-Type: image/png");
    has("Content-Type: application/msword");
    has("Auto-Submitted: auto-generated");
    // Put into the outbox on Monday at seven in Viet Nam.
    has("Date: Mon, 01 Jan 2024 00:00:00 +0000");
    assert!(mail.text.is_ascii(), "no server on the way needs to know 8-bit words");
}

#[test]
fn greylisting_is_waited_for_and_a_second_recipient_is_not_held_up() {
    let office = PostOffice::with(|word, before| match (word, before) {
        ("RCPT", 0) => Reply::Say("451 4.7.1 greylisted, come back"),
        _ => Reply::Usual,
    });
    let sender = Sender::by_mail(office.port);
    sender.put_all(&[to("mail", CHAIR), to("mail", "vanthu@vanquan.example")]);
    assert_eq!(sender.empty(), SendSummary { sent: 1, again: 1, ..SendSummary::default() });
    // Not before a minute has passed.
    assert!(sender.empty().is_empty());
    sender.wait(1);
    assert_eq!(sender.empty(), SendSummary { sent: 1, ..SendSummary::default() });
    assert_eq!(office.taken().len(), 2);
}

#[rstest]
#[case::no_such_user("RCPT", "550 5.1.1 no such user")]
#[case::too_large("DATA", "552 5.3.4 too large")]
#[case::judged_after_reading(".", "554 5.7.1 looks like spam")]
fn a_no_that_stands_is_a_dead_letter_that_somebody_can_send_again(
    #[case] at: &'static str,
    #[case] answer: &'static str,
) {
    let office =
        PostOffice::with(
            move |word, before| {
                if word == at && before == 0 { Reply::Say(answer) } else { Reply::Usual }
            },
        );
    let sender = Sender::by_mail(office.port);
    sender.put("mail", CHAIR);
    assert_eq!(sender.empty(), SendSummary { dead: 1, ..SendSummary::default() });
    let dead = sender.only();
    assert!(dead.problem.contains(&answer[..3]), "{dead:?}");
    sender.wait(60 * 24);
    assert!(sender.empty().is_empty(), "it is not tried by itself");
    assert!(sender.state.resend_delivery(dead.id, sender.now.get()).expect("noted"));
    assert_eq!(sender.empty(), SendSummary { sent: 1, ..SendSummary::default() });
}

#[rstest]
#[case::before_the_mail("MAIL")]
#[case::before_the_content("DATA")]
fn a_line_cut_before_the_content_is_tried_again(#[case] at: &'static str) {
    let office =
        PostOffice::with(
            move |word, before| {
                if word == at && before == 0 { Reply::HangUp } else { Reply::Usual }
            },
        );
    let sender = Sender::by_mail(office.port);
    sender.put("mail", CHAIR);
    assert_eq!(sender.empty(), SendSummary { again: 1, ..SendSummary::default() });
    sender.wait(1);
    assert_eq!(sender.empty(), SendSummary { sent: 1, ..SendSummary::default() });
    assert_eq!(office.taken().len(), 1);
}

#[test]
fn a_server_that_takes_the_mail_and_says_nothing_leaves_doubt_and_is_not_asked_twice() {
    let office = PostOffice::with(|word, before| match (word, before) {
        (".", 0) => Reply::TakeAndHang,
        _ => Reply::Usual,
    });
    let sender = Sender::by_mail(office.port);
    sender.put("mail", CHAIR);
    assert_eq!(sender.empty(), SendSummary { uncertain: 1, ..SendSummary::default() });
    sender.wait(60 * 24);
    assert!(sender.empty().is_empty());
    assert_eq!(office.taken().len(), 1);
    let doubtful = sender.only();
    assert!(doubtful.problem.starts_with("Máy chủ thư đã nhận hết nội dung"), "{doubtful:?}");
    // Sent again on demand it is another mail: no server may drop it as known.
    assert!(sender.state.resend_delivery(doubtful.id, sender.now.get()).expect("noted"));
    sender.empty();
    let ids: Vec<String> =
        office.taken().iter().map(|mail| line(&mail.text, "Message-ID")).collect();
    assert!(ids.len() == 2 && ids[0] != ids[1], "{ids:?}");
}

#[test]
fn a_mail_in_doubt_is_kept_whole_however_far_the_clock_runs_ahead() {
    let office = PostOffice::with(|word, before| match (word, before) {
        (".", 0) => Reply::TakeAndHang,
        _ => Reply::Usual,
    });
    let sender = Sender::by_mail(office.port);
    sender.put("mail", CHAIR);
    assert_eq!(sender.empty(), SendSummary { uncertain: 1, ..SendSummary::default() });
    // Longer than what was sent is kept for.
    sender.wait(60 * 24 * 400);
    assert!(sender.empty().is_empty());
    let doubtful = sender.only();
    assert!(sender.state.resend_delivery(doubtful.id, sender.now.get()).expect("noted"));
    assert_eq!(sender.empty(), SendSummary { sent: 1, ..SendSummary::default() });
    assert_eq!(office.taken().len(), 2);
}

#[test]
fn a_retry_is_the_same_mail_to_the_byte() {
    let office = PostOffice::with(|word, before| match (word, before) {
        // It takes the mail, and says that it did not.
        (".", 0) => Reply::Say("451 try again"),
        _ => Reply::Usual,
    });
    let sender = Sender::by_mail(office.port);
    sender.put_all(&[to("mail", CHAIR)]);
    let delivery = sender.only();
    let from =
        motcua::delivery::sending::channel::address("Văn phòng <vp@vanquan.example>").expect("one");
    let bytes = |delivery| {
        motcua::delivery::sending::channel::message(
            &from,
            delivery,
            &crate::support::sender::parcel(),
        )
        .expect("made")
    };
    let first = bytes(&delivery);
    sender.empty();
    sender.wait(1);
    sender.empty();
    assert_eq!(bytes(&sender.only()), first, "attempts change nothing");
    let taken = office.taken().remove(0).text.replace('\n', "\r\n");
    assert_eq!(taken.trim_end(), String::from_utf8(first).expect("ASCII").trim_end());
}

#[test]
fn nobody_home_is_tried_nine_times_over_fifteen_hours_and_is_a_dead_letter() {
    let sender = Sender::by_mail(1);
    sender.put("mail", CHAIR);
    let start = sender.now.get();
    let mut attempts = 0;
    while sender.only().state == DeliveryState::Due {
        sender.now.set(sender.only().next_at);
        assert!(!sender.empty().is_empty(), "it is due then");
        attempts += 1;
    }
    assert_eq!((attempts, sender.only().state), (10, DeliveryState::Dead));
    // 1 + 5 + 15 + 30 + 60 + 120 + 240 + 240 + 240 = 951 minutes lie between ten attempts.
    assert_eq!(sender.now.get(), start.saturating_add(951.minutes()));
}

#[test]
fn what_was_sent_long_ago_is_let_go_and_still_not_sent_again() {
    let office = PostOffice::open();
    let sender = Sender::by_mail(office.port);
    sender.put("mail", CHAIR);
    sender.empty();
    sender.wait(60 * 24 * 91);
    sender.empty();
    assert!(!sender.only().is_kept());
    assert_eq!(sender.put("mail", CHAIR), 0);
    assert!(!sender.state.resend_delivery(sender.only().id, sender.now.get()).expect("asked"));
    assert!(sender.empty().is_empty());
}

#[rstest]
#[case::the_days_that_are_set("[retention]\noutbox_days = 7\n", 8, false)]
#[case::not_a_day_sooner("[retention]\noutbox_days = 7\n", 6, true)]
#[case::three_months_where_nothing_is_set("", 89, true)]
fn what_was_sent_is_kept_for_as_long_as_the_office_says(
    #[case] settings: &str,
    #[case] days: i64,
    #[case] is_kept: bool,
) {
    let office = PostOffice::open();
    let sender = Sender::new(&(mail(office.port) + settings));
    sender.put("mail", CHAIR);
    sender.empty();
    sender.wait(60 * 24 * days);
    sender.empty();
    assert_eq!(sender.only().is_kept(), is_kept);
}

fn line(text: &str, name: &str) -> String {
    text.lines().find(|line| line.starts_with(name)).expect("the header").to_owned()
}
