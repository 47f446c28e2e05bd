//! "Gửi thử" of the mail server: a mail of a line, at once, and what the server said to it.

use crate::support::{
    desk_of_mail::MailDesk,
    office::Office,
    post_office::{PostOffice, Reply},
};

#[test]
fn a_server_that_takes_mail_has_taken_it_at_once() {
    // Nothing was taken in yet: mail is tried out before there are numbers.
    let desk = MailDesk::new(Office::new(), "");
    desk.send_test_mail("Lan <lan@vanquan.example>").expect("sent");
    let mails = desk.mails();
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert!(mails[0].contains("<lan@vanquan.example>"), "{mails:?}");
    assert!(mails[0].contains("Thư thử từ phần mềm"), "{mails:?}");
    assert!(mails[0].contains("127.0.0.1 đã gửi được. Lập lúc 02/01/2024"), "{mails:?}");
}

#[test]
fn what_a_server_refuses_is_said_in_its_words() {
    let post = PostOffice::with(|word, _| match word {
        "RCPT" => Reply::Say("550 no such user"),
        _ => Reply::Usual,
    });
    let desk = MailDesk::by(Office::new(), post, "");
    let problem = desk.send_test_mail("mai@vanquan.example").expect_err("refused");
    assert!(problem.contains("no such user"), "{problem}");
    let problem = desk.send_test_mail("Mai").expect_err("no address");
    assert!(problem.contains("không phải địa chỉ thư"), "{problem}");
    assert_eq!(desk.mails().len(), 0);
}
