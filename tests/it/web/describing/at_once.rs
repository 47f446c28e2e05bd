//! Two who describe at once, a take-in that fails, a file that waits while others come, a folder of content that is named.

use super::*;

const CONNECTOR: &str = "content/connectors/so_cua_xa/connector.toml";

/// What makes all four rows good, saved.
const SAVED: [(&str, &str); 3] =
    [("name", "Sổ của xã"), ("text.status.treo máy", "in_progress"), ("act", "save")];

#[tokio::test]
async fn of_two_who_describe_one_kind_the_second_is_told_that_it_is_known() {
    let visitor = visitor();
    let lan = visitor.let_in("lan", UserRole::Officer, None);
    let mai = visitor.let_in("mai", UserRole::Officer, None);
    send(&visitor, &lan, "/sources/describe", "so.csv", BOOK).await;
    let others = BOOK.replace("VS-1", "VS-2");
    send(&visitor, &mai, "/sources/describe", "so.csv", &others).await;
    let other_name = [("name", "Sổ khác"), SAVED[1], SAVED[2]];
    let (first, second) = tokio::join!(
        choose_of(&visitor, &lan, ("1", &PROPOSED), &SAVED),
        choose_of(&visitor, &mai, ("2", &PROPOSED), &other_name),
    );
    // Whoever came first leads on to the work; the other is told by which name the kind is known, or that somebody is at work.
    let told: Vec<&String> =
        [&first, &second].into_iter().filter_map(|one| one.as_ref().ok()).collect();
    assert_eq!(told.len(), 1, "{first:?} {second:?}");
    visitor.work_done(&lan).await;
    let written = std::fs::read_dir(visitor.office.data().join("content/connectors"));
    assert_eq!(written.expect("a folder").count(), 1);
}

#[tokio::test]
async fn a_connector_whose_first_export_does_not_come_in_is_taken_back_and_can_be_described_anew() {
    let (visitor, taker) = visitor_and_taker(None);
    let cookie = visitor.let_in("lan", UserRole::Officer, None);
    send(&visitor, &cookie, "/sources/describe", "so.csv", BOOK).await;
    taker.is_refusing.store(true, Ordering::Relaxed);
    choose(&visitor, &cookie, &PROPOSED, &SAVED).await.expect_err("led on");
    let told = visitor.work_done(&cookie).await.join(" | ");
    assert!(told.contains("the disk is full"), "{told}");
    assert!(told.contains("Loại tệp “Sổ của xã” chưa được lưu"), "{told}");
    assert!(!visitor.office.data().join(CONNECTOR).exists());
    let log = visitor.let_in("quantri", UserRole::Admin, None);
    let log = visitor.page_as(&log, "/admin").await.html();
    assert!(log.contains("Thêm loại tệp “Sổ của xã”") && log.contains("Bỏ loại tệp “Sổ của xã”"));

    // The export still waits, and nothing stands in its way.
    taker.is_refusing.store(false, Ordering::Relaxed);
    choose(&visitor, &cookie, &PROPOSED, &SAVED).await.expect_err("led on");
    assert_eq!(visitor.work_done(&cookie).await, ["taken in Xem dòng chưa dùng được"]);
    assert!(visitor.office.data().join(CONNECTOR).exists());
}

#[tokio::test]
async fn rows_that_cannot_be_used_stand_where_their_export_was_sent() {
    let visitor = visitor();
    let cookie = visitor.let_in("lan", UserRole::Officer, None);
    send(&visitor, &cookie, "/sources/describe", "so-2023-12-31.csv", BOOK).await;
    choose(&visitor, &cookie, &PROPOSED, &SAVED).await.expect_err("led on");
    visitor.work_done(&cookie).await;
    let page = text(visitor.get_as(&cookie, "/work").await).await;
    assert_eq!(said(&page, "#khong-tinh h2"), "", "all of them can");
    let next = BOOK.replace("VS-1", "VS-2").replace("treo máy", "hỏng máy");
    send(&visitor, &cookie, "/sources/upload", "so-2024-01-01.csv", &next).await;
    visitor.work_done(&cookie).await;
    let page = text(visitor.get_as(&cookie, "/work").await).await;
    assert_eq!(said(&page, "#khong-tinh h2"), "Dòng chưa dùng được: 1");
    let cells = said(&page, "#khong-tinh td");
    assert!(cells.starts_with("so-2024-01-01.csv |  | 5 | Tình hình | hỏng máy | "), "{cells}");
}

#[tokio::test]
async fn an_export_stays_until_it_is_taken_in_however_many_come_meanwhile() {
    let (visitor, taker) = visitor_and_taker(None);
    let cookie = visitor.let_in("lan", UserRole::Officer, None);
    send(&visitor, &cookie, "/sources/describe", "so.csv", BOOK).await;
    let (word, gate) = std::sync::mpsc::channel();
    *taker.gate.lock().expect("a gate") = Some(gate);
    choose(&visitor, &cookie, &PROPOSED, &SAVED).await.expect_err("led on");
    // No more than sixteen wait; these have another heading each, so that none is known.
    for number in 0..17 {
        let other = BOOK.replace("Số vào sổ", &format!("Mã {number}"));
        let sent = send(&visitor, &cookie, "/sources/describe", "khac.csv", &other).await;
        assert_eq!(sent.status(), StatusCode::SEE_OTHER, "{number}");
    }
    word.send(()).expect("sent");
    assert_eq!(visitor.work_done(&cookie).await, ["taken in Xem dòng chưa dùng được"]);
}

#[tokio::test]
async fn what_is_described_beside_a_named_folder_lies_in_the_data_folder_and_is_read_with_it() {
    let named = tempfile::tempdir().expect("a folder");
    let (visitor, _) = visitor_and_taker(Some(named.path()));
    let cookie = visitor.let_in("lan", UserRole::Officer, None);
    send(&visitor, &cookie, "/sources/describe", "so.csv", BOOK).await;
    choose(&visitor, &cookie, &PROPOSED, &SAVED).await.expect_err("led on");
    visitor.work_done(&cookie).await;
    let data = visitor.office.data();
    assert!(data.join(CONNECTOR).exists());
    assert_eq!(std::fs::read_dir(named.path()).expect("a folder").count(), 0);
    for named in [Some(named.path()), None] {
        let folders = motcua::catalog::OwnFolders::find(named, Some(&data));
        let catalog = Catalog::load_folders(folders).expect("well");
        assert!(catalog.find_connector("so_cua_xa").is_ok());
    }
}
