//! Webhooks and folders: signed, repeatable without harm, no secret where it does not belong.

use std::{fs, sync::Arc};

use motcua::{
    delivery::{SendSummary, sending::channel::sign_body},
    ingest::fetch::FetchEnvironment,
};

use crate::support::{
    portal::{Portal, Reply, Time},
    sender::{Sender, to},
};

const SECRET: &str = "khong-ai-biet";
const TOKEN: &str = "thedb";

/// The world, with the two secrets in it.
fn outside() -> FetchEnvironment {
    let variable = |name: &str| match name {
        "HOOK_SECRET" => Some(SECRET.to_owned()),
        "HOOK_TOKEN" => Some(format!("{TOKEN}\n")),
        _ => None,
    };
    FetchEnvironment { variable, ..FetchEnvironment::from_system() }
}

fn hook(port: u16, private: &str) -> Sender {
    Sender::new(&format!(
        "[http]\nallow_private = [{private}]\n[[webhook]]\nid = \"zalo\"\nurl = \"http://127.0.0.1:{port}/bot{{token}}/send\"\n\
         token = {{ env = \"HOOK_TOKEN\" }}\nsecret = {{ env = \"HOOK_SECRET\" }}\nheaders = {{ access_token = \"{{token}}\" }}\n\
         body = {{ chat = 7, text = \"{{subject}}: {{text}}\" }}\ntimeout_seconds = 1\n"
    ))
}

fn answering(statuses: &'static [u16]) -> Portal {
    let script = move |before: usize, _: &crate::support::portal::Asked| {
        let status = statuses.get(before).copied().unwrap_or(200);
        Reply::With(status, String::new(), String::new())
    };
    Portal::open(Box::new(script), Arc::new(Time::default()))
}

fn header(head: &str, name: &str) -> String {
    let found = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
    found.unwrap_or_else(|| panic!("no {name} in\n{head}")).to_owned()
}

#[test]
fn a_webhook_gets_its_words_under_a_signature_of_time_and_body() {
    let portal = answering(&[]);
    let sender = hook(portal.port, "\"127.0.0.1\"");
    sender.put("webhook", "zalo");
    assert_eq!(sender.empty_with(&outside()), SendSummary { sent: 1, ..SendSummary::default() });
    let asked = portal.asked().remove(0);
    assert!(asked.head.starts_with(&format!("post /bot{TOKEN}/send http/1.1")), "{}", asked.head);
    assert_eq!(header(&asked.head, "access_token"), TOKEN);
    assert_eq!(
        asked.body,
        r#"{"chat":7,"text":"Báo cáo tuần 52: An Sơn 80,63%\n.một dòng bắt đầu bằng dấu chấm"}"#
    );
    // 1/1/2024 at seven in Viet Nam is midnight of the world: 19 723 days of 86 400 seconds.
    assert_eq!(header(&asked.head, "x-motcua-timestamp"), "1704067200");
    assert_eq!(
        header(&asked.head, "x-motcua-signature"),
        sign_body(SECRET, 1_704_067_200, asked.body.as_bytes())
    );
}

#[test]
fn a_webhook_that_is_down_is_asked_again_under_the_same_key_and_another_mail_has_another() {
    let portal = answering(&[503, 429]);
    let sender = hook(portal.port, "\"127.0.0.1\"");
    sender.put("webhook", "zalo");
    for tally in [
        SendSummary { again: 1, ..SendSummary::default() },
        SendSummary { again: 1, ..SendSummary::default() },
        SendSummary { sent: 1, ..SendSummary::default() },
    ] {
        assert_eq!(sender.empty_with(&outside()), tally);
        sender.wait(5);
    }
    let mut next = to("webhook", "zalo");
    next.period = "2024-W01".into();
    sender.put_all(&[next]);
    sender.empty_with(&outside());
    let keys: Vec<String> =
        portal.asked().iter().map(|it| header(&it.head, "idempotency-key")).collect();
    assert!(keys[0] == keys[1] && keys[1] == keys[2] && keys[2] != keys[3], "{keys:?}");
}

#[test]
fn a_webhook_that_says_no_or_stands_inside_the_office_unasked_is_a_dead_letter() {
    let portal = answering(&[403]);
    for private in ["\"127.0.0.1\"", ""] {
        let sender = hook(portal.port, private);
        sender.put("webhook", "zalo");
        assert_eq!(
            sender.empty_with(&outside()),
            SendSummary { dead: 1, ..SendSummary::default() }
        );
    }
    assert_eq!(portal.asked().len(), 1, "the second was not even asked");
}

#[test]
fn a_webhook_a_dead_process_was_at_is_asked_again_and_nobody_is_in_doubt() {
    let portal = answering(&[]);
    let sender = hook(portal.port, "\"127.0.0.1\"");
    sender.put("webhook", "zalo");
    let (one, _) = sender
        .state
        .claim_delivery(("dead", None, true), sender.now.get())
        .expect("read")
        .expect("due");
    assert!(sender.state.begin_sending(one.id, "dead", sender.now.get()).expect("noted"));
    sender.wait(16);
    assert_eq!(sender.empty_with(&outside()), SendSummary { sent: 1, ..SendSummary::default() });
}

#[test]
fn a_webhook_that_never_answers_is_tried_again() {
    let script = |_: usize, _: &crate::support::portal::Asked| Reply::Stall;
    let portal = Portal::open(Box::new(script), Arc::new(Time::default()));
    let sender = hook(portal.port, "\"127.0.0.1\"");
    sender.put("webhook", "zalo");
    assert_eq!(sender.empty_with(&outside()), SendSummary { again: 1, ..SendSummary::default() });
    assert_eq!(sender.only().problem, "không trả lời trong 1 giây");
}

#[test]
fn no_secret_is_kept_or_told() {
    // Nobody listens: the error is of the connection.
    let sender = hook(1, "\"127.0.0.1\"");
    sender.put("webhook", "zalo");
    sender.empty_with(&outside());
    let told = format!("{:?}", sender.only());
    assert!(sender.only().problem.contains("không kết nối được"), "{told}");
    for secret in [SECRET, TOKEN] {
        assert!(!told.contains(secret), "{told}");
        for file in fs::read_dir(sender.data()).expect("a folder") {
            let kept = fs::read(file.expect("one").path()).expect("read");
            assert!(!kept.windows(secret.len()).any(|it| it == secret.as_bytes()));
        }
    }
}

#[test]
fn what_a_chat_does_not_take_is_shortened_and_says_by_how_much() {
    let portal = answering(&[]);
    let sender = Sender::new(&format!(
        "[http]\nallow_private = [\"127.0.0.1\"]\n[[webhook]]\nid = \"chat\"\nurl = \"http://127.0.0.1:{}/\"\n\
         body = {{ text = \"{{subject}}{{text}}\" }}\nmax_chars = 100\n",
        portal.port
    ));
    let mut long = to("webhook", "chat");
    let lines: Vec<String> = (0..90).map(|number| format!("- việc {number}")).collect();
    long.parcel = Arc::new(motcua::state::outbox_message::OutboxMessage {
        subject: "Cảnh báo".into(),
        text: lines.join("\n"),
        ..motcua::state::outbox_message::OutboxMessage::default()
    });
    sender.put_all(&[long]);
    assert_eq!(sender.empty().sent, 1);
    assert_eq!(
        portal.asked()[0].body,
        r#"{"text":"Cảnh báo- việc 0\n- việc 1\n- việc 2\n- việc 3\n- việc 4\n… và 85 việc khác"}"#
    );
}

#[test]
fn an_empty_secret_signs_nothing() {
    let portal = answering(&[]);
    let sender = hook(portal.port, "\"127.0.0.1\"");
    sender.put("webhook", "zalo");
    let variable = |name: &str| Some(if name == "HOOK_SECRET" { "\n" } else { TOKEN }.to_owned());
    assert_eq!(
        sender.empty_with(&FetchEnvironment { variable, ..FetchEnvironment::from_system() }).again,
        1
    );
    assert_eq!(
        (portal.asked().len(), sender.only().problem.as_str()),
        (0, "its `secret` is empty")
    );
}

#[test]
fn a_folder_has_each_file_once_and_whole_however_often_it_is_put() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().to_owned();
    let sender =
        Sender::new(&format!("[[folder]]\nid = \"chung\"\npath = \"{}\"\n", place.display()));
    let mut of_commune = to("folder", "chung");
    of_commune.agency_code = "06283".into();
    sender.put_all(&[to("folder", "chung"), of_commune]);
    assert_eq!(sender.empty().sent, 2);
    for delivery in sender.state.deliveries(None, 10).expect("read") {
        sender.state.resend_delivery(delivery.id, sender.now.get()).expect("noted");
    }
    assert_eq!(sender.empty().sent, 2);
    let names = |path: &str| {
        let entries = fs::read_dir(place.join(path)).expect("a folder");
        let mut names: Vec<String> =
            entries.map(|it| it.expect("one").file_name().to_string_lossy().into()).collect();
        names.sort();
        names
    };
    assert_eq!(names("2023-W52"), ["06283", "báo cáo.docx", "weekly.txt"]);
    assert_eq!(names("2023-W52/06283"), ["báo cáo.docx", "weekly.txt"]);
    let read = |name: &str| fs::read(place.join("2023-W52").join(name)).expect("a file");
    assert_eq!(read("báo cáo.docx"), b"PK document");
    assert!(String::from_utf8(read("weekly.txt")).expect("UTF-8").starts_with("Báo cáo tuần 52\n"));
}

#[test]
fn a_folder_that_cannot_be_written_is_tried_again() {
    let sender = Sender::new("[[folder]]\nid = \"chung\"\npath = \"/proc\"\n");
    sender.put("folder", "chung");
    assert_eq!(sender.empty(), SendSummary { again: 1, ..SendSummary::default() });
    assert!(sender.only().problem.starts_with("`/proc` cannot be written"), "{:?}", sender.only());
}

#[test]
fn a_share_that_is_not_mounted_is_waited_for_and_nothing_is_made_in_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let share = folder.path().join("dung-chung");
    let sender =
        Sender::new(&format!("[[folder]]\nid = \"chung\"\npath = \"{}\"\n", share.display()));
    sender.put("folder", "chung");
    assert_eq!(sender.empty(), SendSummary { again: 1, ..SendSummary::default() });
    assert!(sender.only().problem.ends_with("is not there") && !share.exists());
    fs::create_dir(&share).expect("mounted");
    sender.wait(1);
    assert_eq!(sender.empty(), SendSummary { sent: 1, ..SendSummary::default() });
}
