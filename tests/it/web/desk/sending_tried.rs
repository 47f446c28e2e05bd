//! "Gửi thử": what came of it is said, as soon as a mail server is set.

use axum::http::StatusCode;

use super::{
    sending_desk::{FILE, SendingDesk},
    sending_settings::{MAIL, with},
};

#[tokio::test]
async fn what_a_test_came_to_is_said() {
    let desk = SendingDesk::of(FILE);
    let said = async |fields: &[(&str, &str)]| desk.send("try", fields).await.2;
    assert!(said(&[("mail", "lan@vanquan.example")]).await.contains("Máy chủ thư đã nhận thư thử"));
    let refused = said(&[("mail", "mai@vanquan.example")]).await;
    assert!(refused.contains("Chưa gửi thử được: 550 no such user"), "{refused}");
    let tried = said(&[("schedule", "tuan"), ("mail", "lan@vanquan.example")]).await;
    assert!(tried.contains("Đã lập bản thử gửi lan@vanquan.example"), "{tried}");
}

#[tokio::test]
async fn a_mail_server_is_tried_as_soon_as_it_is_set() {
    let desk = SendingDesk::of(FILE);
    let from = |from| with(&MAIL, "from", from);
    let to = |fields: Vec<_>, mail| [fields, vec![("mail", mail)]].concat();
    let fields = to(from("vp@vanquan.example"), "lan@vanquan.example");
    let (status, _, page) = desk.send("mail", &fields).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        page.contains(
            "Đã lưu; có hiệu lực ngay. Máy chủ thư đã nhận thư thử gửi lan@vanquan.example"
        ),
        "{page}"
    );
    let set = desk.file();
    assert!(set.contains("vp@vanquan.example"), "{set}");
    // What a mail could not be sent by is set all the same.
    let fields = to(from("khac@vanquan.example"), "mai@vanquan.example");
    let page = desk.send("mail", &fields).await.2;
    assert!(
        page.contains("Đã lưu; có hiệu lực ngay. Chưa gửi thử được: 550 no such user"),
        "{page}"
    );
    assert!(desk.file().contains("khac@vanquan.example"), "{}", desk.file());
    // Nothing is sent by what cannot be set.
    let refused = with(&to(from("vp@vanquan.example"), "lan@vanquan.example"), "port", "x");
    let (status, _, page) = desk.send("mail", &refused).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!page.contains("đã nhận thư thử"), "{page}");
}
