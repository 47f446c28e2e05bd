//! Mail, schedules and recipients are set in the browser, and written into the office's own file.

use std::{fs, io, rc::Rc};

use axum::http::StatusCode;
use motcua::{
    catalog::settings::{
        ProgramSettings,
        edit::{LiveSettings, SettingsChange, SettingsFile},
    },
    domain::{
        fault_point::{FaultPoint, work_under_faults},
        sight::UserRole,
    },
};

use super::sending_desk::{FILE, NOW, SendingDesk};
use crate::support::{
    office::Office,
    visitor::{Visitor, all, text},
};

pub(super) const MAIL: [(&str, &str); 7] = [
    ("host", "mail.vanquan.example"),
    ("tls", "starttls"),
    ("port", ""),
    ("from", "VP <vp@vanquan.example>"),
    ("owner", ""),
    ("user", ""),
    ("password", "none"),
];

pub(super) fn with<'a>(
    mail: &[(&'a str, &'a str)],
    name: &str,
    value: &'a str,
) -> Vec<(&'a str, &'a str)> {
    let with = |(key, held): &(&'a str, &'a str)| (*key, if *key == name { value } else { held });
    mail.iter().map(with).collect()
}

#[tokio::test]
async fn what_is_set_stands_in_the_file_with_its_comments_and_holds_at_once() {
    let desk = SendingDesk::of(FILE);
    let (status, to, _) = desk.send("mail", &MAIL).await;
    assert_eq!((status, &*to), (StatusCode::SEE_OTHER, "/admin/sending?said=saved"));
    let expected = FILE.replace("mail.langson.example", "mail.vanquan.example");
    assert_eq!(desk.file(), expected, "nothing but the host is written anew");
    let live = desk.live();
    assert_eq!(live.mail.as_ref().expect("set").host, "mail.vanquan.example");
    let log = all(&desk.visitor.page_as(&desk.cookie, "/admin").await, ".log .detail");
    let noted = "đặt máy chủ thư mail.vanquan.example, người gửi VP <vp@vanquan.example>";
    assert!(log.contains(&noted.to_owned()), "{log:?}");
}

#[tokio::test]
async fn a_schedule_is_set_changed_and_taken_out_and_the_rest_stays() {
    let desk = SendingDesk::of(FILE);
    let fields = [
        ("old_id", ""),
        ("id", "thang"),
        ("report", "cchc"),
        ("period", "month_before"),
        ("rhythm", "monthly"),
        ("day", "2"),
        ("time", "08:30"),
        ("formats", "docx"),
        ("formats", "pdf"),
        ("when_incomplete", "wait"),
        ("to_each", ""),
        ("recipient", "Lan"),
        ("way", "mail"),
        ("mail", "lan@vanquan.example"),
        ("agency", ""),
    ];
    assert_eq!(desk.send("schedules", &fields).await.0, StatusCode::SEE_OTHER);
    assert!(desk.file().starts_with(FILE), "{}", desk.file());
    let live = desk.live();
    assert_eq!(live.schedules[1].cron.get_ref(), "30 8 2 * *");
    assert_eq!(live.schedules[1].to[0].name, "Lan");
    let page = desk.page().await;
    let said = all(&page, ".schedule p");
    assert!(said[1].contains("Ngày 2 hằng tháng, 08:30 · tháng vừa hết · docx, pdf"), "{said:?}");
    // What it says besides stays as it is written.
    let fields = [
        ("old_id", "tuan"),
        ("id", "tuan"),
        ("report", "weekly"),
        ("period", "week_before"),
        ("rhythm", "weekly"),
        ("weekday", "2"),
        ("time", "07:00"),
        ("when_incomplete", "wait"),
        ("to_each", ""),
    ];
    assert_eq!(desk.send("schedules", &fields).await.0, StatusCode::SEE_OTHER);
    assert!(desk.file().contains("cron = \"0 7 * * 2\" # 7 giờ"), "{}", desk.file());
    assert!(desk.file().contains("# đồng chí Lan"), "{}", desk.file());
    assert_eq!(
        desk.send("schedules/remove", &[("schedule", "tuan")]).await.0,
        StatusCode::SEE_OTHER
    );
    let ids = desk.live().schedules.iter().map(|one| one.id.get_ref().clone()).collect::<Vec<_>>();
    assert_eq!(ids, ["thang"]);
    assert!(desk.file().contains("# họp giao ban sáng thứ Hai"), "{}", desk.file());
}

#[tokio::test]
async fn recipients_come_and_go_one_by_one() {
    let desk = SendingDesk::of(FILE);
    let more = [("schedule", "tuan"), ("recipient", "Mai"), ("way", "role:officer"), ("mail", "")];
    assert_eq!(desk.send("recipients", &more).await.1, "/admin/sending?said=added");
    assert!(
        desk.file().contains("\n    { name = \"Mai\", role = \"officer\" }"),
        "{}",
        desk.file()
    );
    let first = [("schedule", "tuan"), ("place", "0"), ("name", "Chánh văn phòng")];
    assert_eq!(desk.send("recipients/remove", &first).await.1, "/admin/sending?said=removed");
    assert_eq!(desk.live().schedules[0].to.len(), 1);
    // The last one is not taken out: the schedule would go to nobody.
    let (status, _, said) = desk.send("recipients/remove", &first).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(said.contains("lịch `tuan` không gửi cho ai"), "{said}");
    assert_eq!(desk.live().schedules[0].to.len(), 1);
}

#[tokio::test]
async fn a_contact_is_added_by_the_name_of_its_agency() {
    let office = Office::new();
    office.given("solving_agency,status,received_at,due_at,ended_at\n06283,finished,2023-12-20,2023-12-26,2023-12-28\n");
    let path = office.folder().join("motcua.toml");
    fs::write(&path, FILE).expect("written");
    let settings = ProgramSettings::load_file(Some(&path)).expect("settings");
    let visitor = Visitor::under(office, settings, || NOW);
    let cookie = visitor.let_in("quantri", UserRole::Admin, None);
    let desk = SendingDesk { visitor, cookie, path };
    let fields = [
        ("agency", "Xã An Sơn (06283)"),
        ("recipient", ""),
        ("way", "mail"),
        ("mail", "xa@vanquan.example"),
    ];
    assert_eq!(desk.send("recipients", &fields).await.1, "/admin/sending?said=added");
    assert_eq!(desk.live().contacts[0].agency.as_deref(), Some("06283"));
    let (status, _, said) = desk.send("recipients", &with(&fields, "agency", "Xqz")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(said.contains("Không có đơn vị nào"), "{said}");
}

#[tokio::test]
async fn a_bad_value_is_told_with_its_place_and_nothing_is_written() {
    let desk = SendingDesk::of(FILE);
    for (name, value, told) in [
        ("from", "vp", "không phải địa chỉ thư"),
        ("port", "cổng", "Cổng là một số"),
        ("user", "vp", "`user` và `password` của [mail] phải đi cùng nhau"),
        ("tls", "ssl", "motcua.toml"),
    ] {
        let (status, _, said) = desk.send("mail", &with(&MAIL, name, value)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(said.contains(told), "{name}: {said}");
        assert_eq!(desk.file(), FILE, "{name}");
    }
    assert_eq!(desk.live().mail.as_ref().expect("set").host, "mail.langson.example");
    let bad = [
        ("old_id", "tuan"),
        ("id", "tuan"),
        ("report", "weekly"),
        ("period", "week_before"),
        ("rhythm", "cron"),
        ("cron", "0 25 * * 1"),
        ("when_incomplete", "wait"),
        ("to_each", ""),
    ];
    let (status, _, said) = desk.send("schedules", &bad).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(said.contains("dòng 13") && said.contains("`0 25 * * 1` không phải giờ gửi"), "{said}");
    assert!(said.contains("Cách sửa: viết phút, giờ"), "{said}");
    assert_eq!(desk.file(), FILE);
}

#[tokio::test]
async fn a_file_that_was_changed_meanwhile_is_not_written_over() {
    let desk = SendingDesk::of(FILE);
    let seen = desk.visitor.attributes(&desk.page().await, "input[name=digest]", "value").remove(0);
    let by_hand = format!("{FILE}\n# sửa tay\n");
    fs::write(&desk.path, &by_hand).expect("written");
    let (status, _, said) = desk.send_seen(&seen, "mail", &MAIL).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(said.contains("đã đổi từ lúc mở trang"), "{said}");
    assert_eq!(desk.file(), by_hand);
}

#[tokio::test]
async fn no_secret_is_shown_noted_or_written() {
    let secret = tempfile::NamedTempFile::new().expect("a file");
    fs::write(secret.path(), "rat-bi-mat").expect("written");
    let shown = secret.path().display();
    let mail = format!(
        "from = \"VP <vp@vanquan.example>\"\nuser = \"vp\"\npassword = {{ file = '{shown}' }}\n"
    );
    let desk = SendingDesk::of(&FILE.replace("from = \"VP <vp@vanquan.example>\"\n", &mail));
    let page = text(desk.visitor.get_as(&desk.cookie, "/admin/sending").await).await;
    assert!(!page.contains("rat-bi-mat") && page.contains("Máy chủ đọc được mật khẩu."), "{page}");
    // The place of the password stays as the file has it.
    let fields = with(&with(&MAIL, "user", "vp"), "password", "kept");
    assert_eq!(desk.send("mail", &fields).await.0, StatusCode::SEE_OTHER);
    assert!(desk.file().contains(&format!("password = {{ file = '{shown}' }}")), "{}", desk.file());
    let fields = with(&with(&MAIL, "user", "vp"), "password", "variable");
    assert_eq!(desk.send("mail", &fields).await.0, StatusCode::SEE_OTHER);
    assert!(
        desk.file().contains("password = { env = \"MOTCUA_MAIL__PASSWORD\" }"),
        "{}",
        desk.file()
    );
    let log = all(&desk.visitor.page_as(&desk.cookie, "/admin").await, ".log .detail").join(" ");
    assert!(!log.contains("rat-bi-mat"), "{log}");
}

#[tokio::test]
async fn nobody_but_an_administrator_sets_anything() {
    let desk = SendingDesk::of(FILE);
    let officer = desk.visitor.let_in("hoa", UserRole::Officer, None);
    let page = desk.visitor.get_as(&officer, "/admin/sending").await;
    assert_eq!(page.status(), StatusCode::FORBIDDEN);
    let token = desk.visitor.form_token(&officer);
    let fields = format!("form_token={token}&host=x&from=a%40b.example");
    let sent = desk.visitor.post_as(&officer, "/admin/sending/mail", &fields).await;
    assert_eq!(sent.status(), StatusCode::FORBIDDEN);
    // A form of another session is none.
    let sent = desk.visitor.post_as(&desk.cookie, "/admin/sending/mail", &fields).await;
    assert_eq!(sent.status(), StatusCode::FORBIDDEN);
    assert_eq!(desk.file(), FILE);
}

#[test]
fn what_is_under_way_ends_by_the_settings_it_began_with() {
    let settings = |text: &str| ProgramSettings::parse_text("motcua.toml", text).expect("settings");
    let live =
        LiveSettings::new(settings("scope = \"184\"\n[mail]\nhost = 'a'\nfrom = 'a@b.example'\n"));
    let begun = live.current();
    live.take_up_sending(settings("scope = \"185\"\n[mail]\nhost = 'b'\nfrom = 'a@b.example'\n"));
    assert_eq!(begun.mail.as_ref().expect("set").host, "a");
    let now = live.current();
    assert_eq!(now.mail.as_ref().expect("set").host, "b");
    assert_eq!(
        now.scope.as_deref(),
        Some("184"),
        "what is not of sending holds from the next start"
    );
}

#[tokio::test]
async fn a_disk_that_takes_nothing_leaves_the_file_as_it_was() {
    let desk = SendingDesk::of(FILE);
    for point in [FaultPoint::SettingsWrite, FaultPoint::SettingsRename] {
        let settings = SettingsFile::read(&desk.path).expect("read");
        let change = SettingsChange::RemoveSchedule { id: "tuan".into() };
        let changed = settings.with_change(&change).expect("changed");
        let decide = move |at| if at == point { Err(io::Error::other("full")) } else { Ok(()) };
        let failed = work_under_faults(Rc::new(decide), || changed.replace());
        assert!(failed.is_err(), "{point:?}");
        assert_eq!(desk.file(), FILE);
        let others = fs::read_dir(desk.path.parent().expect("a folder")).expect("listed");
        let left = others.filter(|one| {
            one.as_ref().expect("one").file_name().to_string_lossy().starts_with(".tmp")
        });
        assert_eq!(left.count(), 0);
    }
    // Once it has its name it holds, whatever the folder says of lasting.
    let changed = SettingsFile::read(&desk.path).expect("read");
    let change = SettingsChange::RemoveRecipient { schedule: Some("tuan".into()), place: 0 };
    let changed = changed.with_change(&change).expect("changed");
    let fails = |at| match at {
        FaultPoint::SettingsFolderSync => Err(io::Error::other("full")),
        _ => Ok(()),
    };
    work_under_faults(Rc::new(fails), || changed.replace()).expect("it has its name");
    assert_eq!(desk.file(), changed.text());
}
