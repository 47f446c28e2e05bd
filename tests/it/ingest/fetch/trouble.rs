//! `motcua fetch` where the portal, the network or somebody in between does not behave.

use std::process::Command;

use crate::support::{
    fetch_desk::{Desk, assert_nowhere, headed, page, rows, with},
    portal::Reply,
};

const TOKEN: &str = "bi-mat-0123";

#[test]
fn a_portal_that_throttles_is_left_alone_for_as_long_as_it_asks() {
    let desk = Desk::with(|before, asked| match before {
        0 => headed(429, "Retry-After: 90"),
        1 => headed(
            503,
            "Date: Wed, 21 Oct 2026 07:27:00 GMT\r\nRetry-After: Wed, 21 Oct 2026 07:28:00 GMT",
        ),
        _ => page(asked),
    });
    assert!(desk.fetch().error.is_none());
    assert_eq!(desk.time.slept()[..2], [90, 60]);
}

#[test]
fn a_portal_that_wants_a_long_rest_gets_it_from_the_next_run() {
    let desk = Desk::with(|_, _| headed(429, "Retry-After: 7200"));
    let error = desk.refusal();
    assert!(error.contains("yêu cầu 120 phút nữa mới hỏi lại"), "{error}");
    assert_eq!(desk.portal.asked().len(), 1);
}

#[test]
fn a_fault_that_passes_is_forgotten() {
    let desk = Desk::with(|before, asked| match before {
        0 => with(502, "<html>bad gateway</html>"),
        1 => Reply::Stall,
        2 => Reply::Cut(rows(1)),
        _ => page(asked),
    });
    let fetched = desk.fetch();
    assert!(fetched.error.is_none(), "{:?}", fetched.error);
    assert_eq!(fetched.pages, 3);
}

#[test]
fn a_fault_that_stays_ends_after_so_many_attempts() {
    type Case = (fn() -> Reply, &'static str);
    let cases: [Case; 4] = [
        (|| with(500, ""), "cổng trả lời mã 500"),
        (|| with(429, "<html>slow down</html>"), "cổng trả lời mã 429"),
        (|| Reply::Stall, "không trả lời đủ trong 60 giây"),
        (|| Reply::Cut(rows(1)), "câu trả lời bị cắt ngang"),
    ];
    for (reply, said) in cases {
        let desk = Desk::with(move |_, _| reply());
        let error = desk.refusal();
        assert!(error.contains("đã thử 4 lần") && error.contains(said), "{error}");
        assert_eq!(desk.portal.asked().len(), 4, "{said}");
        assert!(!desk.office.data().join("motcua.duckdb").exists());
    }
}

#[test]
fn half_a_json_is_no_answer_and_too_much_is_not_read() {
    let error = Desk::with(|_, _| with(201, &rows(1)[..40])).refusal();
    assert!(error.contains("câu trả lời không phải JSON đầy đủ"), "{error}");
    let error = Desk::with(|_, _| with(201, "x".repeat(2 << 20))).refusal();
    assert!(error.contains("lớn hơn 1 MB"), "{error}");
}

#[test]
fn a_page_of_the_firewall_is_named_and_not_asked_again() {
    for status in [200, 201, 403] {
        let desk = Desk::with(move |_, _| with(status, "<!DOCTYPE html><p>Blocked</p>"));
        let error = desk.refusal();
        let expected = format!("một trang web (mã {status})");
        assert!(error.contains(&expected) && error.contains("lưu câu trả lời"), "{error}");
        assert_eq!(desk.portal.asked().len(), 1);
    }
    let error = Desk::with(|_, _| with(403, "{}")).refusal();
    assert!(error.contains("lưu câu trả lời"), "{error}");
}

#[test]
fn an_address_that_is_not_public_must_be_allowed() {
    let mut desk = Desk::with(|_, asked| page(asked));
    desk.config = desk.config.replace("\"127.0.0.1\"", "");
    assert!(desk.refusal().contains("không qua TLS"));
    desk.config = desk.config.replace("http://", "https://");
    assert!(desk.refusal().contains("`127.0.0.1` ở 127.0.0.1, không phải địa chỉ công cộng"));
    for address in ["10.0.0.1", "::ffff:127.0.0.1", "169.254.169.254", "fd00::1"] {
        desk.config = desk.config.replace("127.0.0.1", "cong.example");
        let entry = ("cong.example", address.parse().expect("an address"));
        desk.book.entries.lock().expect("whole").push(entry);
        assert!(desk.refusal().contains("không phải địa chỉ công cộng"), "{address}");
    }
    assert!(desk.portal.asked().is_empty());
}

#[test]
fn a_name_is_looked_up_once_and_asked_where_it_led() {
    let mut desk = Desk::with(|_, asked| page(asked));
    desk.config = desk.config.replace("127.0.0.1", "cong.example");
    let entry = ("cong.example", "127.0.0.1".parse().expect("an address"));
    desk.book.entries.lock().expect("whole").extend([entry; 3]);
    assert_eq!(desk.fetch().pages, 3);
    assert!(desk.book.entries.lock().expect("whole").is_empty());
}

/// Turns a portal into one that sends everybody elsewhere.
fn redirecting(to: &'static str) -> Desk {
    Desk::with(move |_, _| headed(307, &format!("Location: {to}")))
}

#[test]
fn a_redirect_leads_only_where_one_may_ask() {
    for (to, said) in [
        ("http://169.254.169.254/latest", "`169.254.169.254` không phải máy chủ nào của connector"),
        ("http://khac.example/", "`khac.example` không phải máy chủ nào của connector"),
        ("http://127.0.0.1:1/", "`127.0.0.1` không phải máy chủ nào của connector"),
        ("http://ten:mk@127.0.0.1/", "địa chỉ có tên đăng nhập trong đó"),
        ("/tree", "chuyển hướng quá 3 lần"),
    ] {
        let desk = redirecting(to);
        let error = desk.refusal();
        assert!(error.contains(said), "{to}: {error}");
    }
    // A host on the list is asked, but not at a private address.
    let desk = redirecting("https://dichvucong.gov.vn/x");
    let entry = ("dichvucong.gov.vn", "192.168.1.1".parse().expect("an address"));
    desk.book.entries.lock().expect("whole").push(entry);
    assert!(desk.refusal().contains("ở 192.168.1.1, không phải địa chỉ công cộng"));
    let login = Desk::with(|_, _| headed(302, "Location: /login"));
    assert!(login.refusal().contains("chuyển hướng yêu cầu POST"));
}

#[test]
fn a_token_goes_to_its_own_host_only() {
    // The second portal is on the list by another connector's setting: a copy of the first under another id.
    let other = Desk::with(|_, asked| page(asked));
    let to = format!("http://127.0.0.1:{}/tree", other.portal.port);
    let location = to.clone();
    let mut desk = Desk::with(move |_, _| headed(308, &format!("Location: {location}")));
    let mut copy = desk.office.catalog.find_connector("dvcqg_progress").expect("built in").clone();
    copy.id = "khac".into();
    desk.office.catalog.connectors.push(copy);
    desk.configure("token = { env = \"T\", as = \"bearer\" }");
    desk.configure(&format!("[fetch.khac]\nurl = \"{to}\""));
    assert_eq!(desk.fetch().pages, 3);
    let bearer = format!("authorization: bearer {TOKEN}");
    assert!(desk.portal.asked().iter().all(|it| it.head.contains(&bearer)));
    assert_eq!(other.portal.asked().len(), 3);
    assert!(other.portal.asked().iter().all(|it| !it.head.contains(TOKEN)));
}

#[test]
fn a_token_is_in_no_output_and_in_no_file() {
    let bearer = format!("authorization: bearer {TOKEN}");
    let cookie = format!("cookie: {TOKEN}");
    for (token, variable, header) in [
        ("env = \"T\"", "T", &bearer),
        ("env = \"T\", as = \"cookie\"", "T", &cookie),
        ("env = \"T\"", "T_FILE", &bearer),
        ("file = \"FILE\"", "OTHER", &bearer),
    ] {
        let mut desk = Desk::with(|_, _| with(403, TOKEN));
        let file = desk.office.file("token", format!("{TOKEN}\n"));
        let file = file.to_str().expect("text");
        desk.configure(&format!("token = {{ {} }}", token.replace("FILE", file)));
        let value = if variable == "T" { TOKEN } else { file };
        let output = Command::new(env!("CARGO_BIN_EXE_motcua"))
            .args(["fetch", "--period", "2026-08", "--data"])
            .arg(desk.office.data())
            .arg("--config")
            .arg(desk.office.file("motcua.toml", &desk.config))
            .env("MOTCUA_LOG", "trace")
            .env(variable, value)
            .output()
            .expect("run");
        let told = [output.stderr, output.stdout].concat();
        let told = String::from_utf8_lossy(&told);
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(told.contains("cổng trả lời mã 403"), "{told}");
        assert!(!told.contains(TOKEN), "{told}");
        assert!(desk.portal.asked()[0].head.contains(header.as_str()));
        assert_nowhere(&desk.office.data(), TOKEN);
    }
}

#[test]
fn what_cannot_run_says_what_to_set() {
    let run = |arguments: &[&str]| {
        let folder = tempfile::tempdir().expect("a folder");
        let mut command = Command::new(env!("CARGO_BIN_EXE_motcua"));
        let output = command.arg("fetch").args(arguments).current_dir(folder.path()).output();
        let output = output.expect("run");
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(run(&[]).contains("gợi ý: chọn một loại bằng `--connector`"));
    assert!(run(&["--connector", "so_theo_doi"]).contains("connector này không có phần `[http]`"));
    let missing = run(&["--connector", "dvcqg_progress"]);
    assert!(missing.contains("chưa đặt tham số `root_department_id`"), "{missing}");
    let week = run(&["--connector", "dvcqg_progress", "--period", "2026-W34"]);
    assert!(week.contains("gợi ý: chỉ hỏi được theo: month, quarter, year"), "{week}");
    assert!(
        run(&["--config", "khong-co.toml"])
            .contains("không đọc được tệp cấu hình `khong-co.toml`: không có tệp này")
    );
}
