//! The recipes for chats in docs/huong-dan/nhan-tin.md, against a stub of what the receivers document: method, address, body, answer.

use std::sync::Arc;

use motcua::{
    delivery::SendSummary,
    ingest::fetch::FetchEnvironment,
    state::{delivery::NewDelivery, outbox_message::OutboxMessage},
};
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{
    portal::{Portal, Reply, Time},
    sender::{Sender, to},
};

const TOKEN: &str = "123:khoa";

pub(super) const GUIDE: &str = include_str!("../../../docs/huong-dan/nhan-tin.md");

pub(super) fn outside() -> FetchEnvironment {
    let variable = |_: &str| Some(TOKEN.to_owned());
    FetchEnvironment { variable, ..FetchEnvironment::from_system() }
}

/// The recipe of an id as the guide prints it, sent to a stub in place of the receiver's host.
pub(super) fn recipe(id: &str, host: &str, port: u16) -> String {
    let blocks =
        GUIDE.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default());
    let mut tables = blocks.flat_map(|block| block.split("[[webhook]]").skip(1));
    let table = tables.find(|table| table.contains(&format!("id = \"{id}\""))).expect("printed");
    let table = table.split("\n[").next().unwrap_or_default();
    let here = table.replace(host, &format!("http://127.0.0.1:{port}"));
    assert_ne!(here, table, "the recipe of {id} names {host}");
    let here = here.replace("{ file = \"/etc/motcua/zalo-oa\" }", "{ env = \"ZALO_OA\" }");
    format!("[http]\nallow_private = [\"127.0.0.1\"]\n[[webhook]]{here}")
}

pub(super) fn answering(answer: &'static str) -> Portal {
    let script = move |_: usize, _: &crate::support::portal::Asked| {
        Reply::With(200, "content-type: application/json\r\n".into(), answer.into())
    };
    Portal::open(Box::new(script), Arc::new(Time::default()))
}

fn message(id: &str, text: &str) -> NewDelivery {
    let parcel = OutboxMessage {
        subject: "Hồ sơ đến hạn, mới: 1 trong 24 giờ".into(),
        text: text.into(),
        ..OutboxMessage::default()
    };
    NewDelivery { parcel: Arc::new(parcel), ..to("webhook", id) }
}

pub(super) const ZALO: &str = "https://bot-api.zaloplatforms.com";
const TELEGRAM: &str = "https://api.telegram.org";
const ZALO_OA: &str = "https://openapi.zalo.me";

#[rstest]
#[case::zalo(
    "zalo",
    ZALO,
    r#"{"ok":true,"result":{"message_id":"82599fa32f56d00e8941","date":1749632637199}}"#
)]
#[case::telegram("telegram", TELEGRAM, r#"{"ok":true,"result":{"message_id":7}}"#)]
#[case::zalo_oa("zalo-oa", ZALO_OA, r#"{"data":{"message_id":"a"},"error":0,"message":"Success"}"#)]
fn a_receiver_gets_what_it_documents_and_its_yes_is_one(
    #[case] id: &str,
    #[case] host: &str,
    #[case] answer: &'static str,
) {
    let portal = answering(answer);
    let sender = Sender::new(&recipe(id, host, portal.port));
    sender.put_all(&[message(id, "Xã An Sơn")]);
    assert_eq!(sender.empty_with(&outside()), SendSummary { sent: 1, ..SendSummary::default() });
    let asked = portal.asked().remove(0);
    let body: Value = serde_json::from_str(&asked.body).expect("JSON");
    let text = "Hồ sơ đến hạn, mới: 1 trong 24 giờ\n\nXã An Sơn";
    let (path, expected) = match id {
        "zalo-oa" => (
            "/v3.0/oa/message/cs".to_owned(),
            json!({ "recipient": { "user_id": "MA_NGUOI_NHAN" }, "message": { "text": text } }),
        ),
        "zalo" => (
            format!("/bot{TOKEN}/sendmessage"),
            json!({ "chat_id": "MA_CUOC_TRO_CHUYEN", "text": text }),
        ),
        _ => (format!("/bot{TOKEN}/sendmessage"), json!({ "chat_id": "-100123", "text": text })),
    };
    assert!(asked.head.starts_with(&format!("post {path} http/1.1")), "{}", asked.head);
    assert!(asked.head.contains("content-type: application/json"), "{}", asked.head);
    assert_eq!(body, expected);
    if id == "zalo-oa" {
        assert!(asked.head.contains(&format!("access_token: {TOKEN}")), "{}", asked.head);
    }
}

#[rstest]
#[case::zalo_says_no(
    "zalo",
    ZALO,
    r#"{"ok":false,"error_code":429,"description":"123:khoa"}"#,
    "`ok` là false"
)]
#[case::zalo_oa_says_no(
    "zalo-oa",
    ZALO_OA,
    r#"{"error":-216,"message":"Access token is invalid"}"#,
    "`error` là -216"
)]
fn a_no_behind_status_200_is_not_sent(
    #[case] id: &str,
    #[case] host: &str,
    #[case] answer: &'static str,
    #[case] said: &str,
) {
    let portal = answering(answer);
    let sender = Sender::new(&recipe(id, host, portal.port));
    sender.put_all(&[message(id, "Xã An Sơn")]);
    assert_eq!(sender.empty_with(&outside()), SendSummary { again: 1, ..SendSummary::default() });
    let problem = sender.only().problem;
    assert!(problem.contains(said) && !problem.contains(TOKEN), "{problem}");
}

#[rstest]
#[case::no_json(Reply::With(200, String::new(), "<html>123:khoa</html>".into()))]
#[case::another_key(Reply::With(200, String::new(), r#"{"result":true}"#.into()))]
#[case::cut_off(Reply::Cut(r#"{"ok":tr"#.into()))]
fn an_answer_of_success_nobody_can_read_is_in_doubt_and_not_sent_again(#[case] reply: Reply) {
    let script = move |_: usize, _: &crate::support::portal::Asked| match &reply {
        Reply::With(status, headers, body) => Reply::With(*status, headers.clone(), body.clone()),
        Reply::Cut(body) => Reply::Cut(body.clone()),
        Reply::Stall => Reply::Stall,
    };
    let portal = Portal::open(Box::new(script), Arc::new(Time::default()));
    let sender = Sender::new(&recipe("zalo", ZALO, portal.port));
    sender.put_all(&[message("zalo", "Xã An Sơn")]);
    let in_doubt = SendSummary { uncertain: 1, ..SendSummary::default() };
    assert_eq!(sender.empty_with(&outside()), in_doubt);
    sender.wait(600);
    assert_eq!(sender.empty_with(&outside()), SendSummary::default());
    assert_eq!(portal.asked().len(), 1);
    assert!(!sender.only().problem.contains(TOKEN), "{}", sender.only().problem);
}

#[rstest]
#[case::zalo("zalo", ZALO, 2000)]
#[case::telegram("telegram", TELEGRAM, 4096)]
fn a_text_is_no_longer_than_the_receiver_takes(
    #[case] id: &str,
    #[case] host: &str,
    #[case] most: usize,
) {
    let portal = answering(r#"{"ok":true}"#);
    let sender = Sender::new(&recipe(id, host, portal.port));
    let long: Vec<String> = (0..500).map(|number| format!("- hồ sơ số {number}")).collect();
    sender.put_all(&[message(id, &long.join("\n"))]);
    sender.empty_with(&outside());
    let body: Value = serde_json::from_str(&portal.asked().remove(0).body).expect("JSON");
    let text = body["text"].as_str().expect("a text");
    assert!(text.chars().count() <= most, "{}", text.chars().count());
    assert!(text.encode_utf16().count() <= most && text.contains("việc khác"), "{text}");
}

#[test]
fn a_picture_is_named_by_its_address() {
    let portal = answering(r#"{"ok":true,"result":{"message_id":"b"}}"#);
    let sender = Sender::new(&recipe("zalo-anh", ZALO, portal.port));
    let mut one = message("zalo-anh", "dài");
    one.period = "2023-W52".into();
    sender.put_all(&[one]);
    assert_eq!(sender.empty_with(&outside()), SendSummary { sent: 1, ..SendSummary::default() });
    let asked = portal.asked().remove(0);
    assert!(
        asked.head.starts_with(&format!("post /bot{TOKEN}/sendphoto http/1.1")),
        "{}",
        asked.head
    );
    let body: Value = serde_json::from_str(&asked.body).expect("JSON");
    assert_eq!(
        body,
        json!({
            "chat_id": "MA_CUOC_TRO_CHUYEN",
            "photo": "https://thongke.vanquan.example/card.png?period=2023-W52",
            "caption": "Hồ sơ đến hạn, mới: 1 trong 24 giờ",
        })
    );
}
