//! `motcua fetch` against a portal that pages and remembers.

use std::fs;

use motcua::{
    catalog::settings::ProgramSettings,
    ingest::fetch::{FetchEnvironment, FetchRequest},
    pipeline::IngestOverrides,
};

use crate::support::{
    fetch_desk::{Desk, ID, UNNAMED, assert_nowhere, copy, page, page_of, rows, told, with},
    office::{Office, level},
    portal::Reply,
};

#[test]
fn pages_are_fetched_to_the_end_and_a_created_is_a_success() {
    let desk = Desk::with(|_, asked| page(asked));
    let (fetched, build) = desk.fetch_period("2026-08");
    assert!(fetched.error.is_none(), "{:?}", fetched.error);
    assert_eq!((fetched.pages, fetched.new.len()), (3, 3));
    assert!(build.is_some());
    let listed = desk.office.list("progress_766", "2026-08", true, &level("commune"));
    assert_eq!(listed.iter().filter(|value| value.is_reporting).count(), 5);
    // One at a time, six a minute: two waits of ten seconds between three requests.
    assert_eq!(desk.time.slept(), [10, 10]);
    let asked = desk.portal.asked();
    assert!(asked.iter().all(|it| it.head.starts_with("post /tree http/1.1")));
    assert!(asked.iter().all(|it| !it.head.contains("authorization")));
}

#[test]
fn only_named_fields_reach_the_data_folder_and_a_rebuild_from_the_archive_says_the_same() {
    let desk = Desk::with(|_, asked| page(asked));
    let fetched = desk.fetch();
    for source in &fetched.new {
        let kept =
            ["departmentCode", "departmentName", "totalReceived", "totalOnTime", "ratio", "score"];
        assert_eq!(source.columns, kept);
        assert_eq!(source.ignored_headings, ["contactName"]);
    }
    let online = desk.office.list("progress_766", "2026-08", true, &level("commune"));
    assert_nowhere(&desk.office.data(), UNNAMED);

    let offline = Office::new();
    copy(&desk.office.data().join("archive"), &offline.data().join("archive"));
    offline.run_again();
    assert_eq!(offline.list("progress_766", "2026-08", true, &level("commune")), online);
    assert_eq!(offline.warehouse().data_version, desk.office.warehouse().data_version);

    let by_hand = Office::new();
    for page in 1..=3 {
        let saved = by_hand.file(&format!("luu-{page}-2026-08.json"), rows(page));
        by_hand.ingest_at(&saved, &IngestOverrides::default(), desk.now);
    }
    assert_eq!(by_hand.list("progress_766", "2026-08", true, &level("commune")), online);
}

#[test]
fn a_stopped_fetch_goes_on_behind_its_last_finished_page() {
    let mut is_down = true;
    let desk = Desk::with(move |_, asked| {
        if page_of(asked) == 3 && std::mem::take(&mut is_down) {
            return with(418, "");
        }
        page(asked)
    });
    let first = desk.fetch();
    assert_eq!((first.pages, first.new.len()), (2, 2));
    assert!(told(&first).contains("trang 3: cổng trả lời mã 418"));
    let second = desk.fetch();
    assert_eq!((second.resumed, second.pages, second.new.len()), (2, 3, 1));
    let pages: Vec<usize> = desk.portal.asked().iter().map(page_of).collect();
    assert_eq!(pages, [1, 2, 3, 3]);
}

#[test]
fn what_did_not_change_is_not_taken_again() {
    let desk = Desk::with(|_, asked| {
        let number = page_of(asked);
        if asked.head.contains(&format!("if-none-match: \"v{number}\"")) {
            return with(304, "");
        }
        Reply::With(200, format!("ETag: \"v{number}\"\r\n"), rows(number))
    });
    assert_eq!(desk.fetch().new.len(), 3);
    let (again, build) = desk.fetch_period("2026-08");
    assert!(again.error.is_none() && build.is_none(), "{again:?}");
    assert_eq!((again.pages, again.new.len()), (3, 0));
    assert_eq!(desk.portal.asked().len(), 6);
    // What the archive lost is asked for as if never seen.
    fs::remove_dir_all(desk.office.data().join("archive")).expect("there");
    assert_eq!(desk.fetch().new.len(), 3);
}

#[test]
fn the_same_answer_for_two_periods_is_two_sources() {
    let desk = Desk::with(|_, asked| page(asked));
    assert_eq!(desk.fetch_period("2026-07").0.new.len(), 3);
    assert_eq!(desk.fetch_period("2026-08").0.new.len(), 3);
    for period in ["2026-07", "2026-08"] {
        let listed = desk.office.list("progress_766", period, true, &level("commune"));
        assert_eq!(listed.iter().filter(|it| it.is_reporting).count(), 5, "{period}");
    }
}

#[test]
fn figures_that_come_back_after_others_hold_again() {
    let desk = Desk::with(|before, _| {
        let on_time = [80, 70, 80][before];
        let row = format!(
            r#"{{"departmentCode": "H44.100", "totalReceived": 100, "totalOnTime": {on_time}}}"#
        );
        with(200, format!(r#"{{"data": [{row}]}}"#))
    });
    for on_time in [80, 70, 80] {
        assert_eq!(desk.fetch().new.len(), 1);
        let listed = desk.office.list("progress_766", "2026-08", true, &level("commune"));
        let value = listed.iter().find(|it| it.is_reporting).expect("one");
        assert_eq!(value.measure.numerator, on_time);
    }
}

#[test]
fn a_portal_without_rows_or_with_one_page_for_ever_is_noticed() {
    let empty = Desk::with(|_, _| with(200, r#"{"data": []}"#));
    assert_eq!((empty.fetch().pages, empty.fetch().new.len()), (1, 0));
    let error = Desk::with(|_, _| with(200, r#"{"data": null, "message": "x"}"#)).refusal();
    assert!(
        error.contains(
            "trang 1: câu trả lời không có danh sách dòng; đã tìm ở `/data/children`, `/data`"
        ),
        "{error}"
    );
    let stuck = Desk::with(|_, _| with(200, rows(1))).fetch();
    assert_eq!(stuck.pages, 1);
    assert!(told(&stuck).contains("trang 2: trang này lặp lại đúng trang trước"));
}

#[test]
fn a_portal_that_gives_fewer_rows_than_it_says_is_noticed() {
    let mut desk = Desk::with(|_, asked| {
        with(200, rows(page_of(asked)).replace("\"code\"", "\"total\": 9, \"code\""))
    });
    for connector in &mut desk.office.catalog.connectors {
        if let Some(pages) = connector.http.as_mut().and_then(|http| http.pages.as_mut()) {
            pages.total = Some("/total".into());
        }
    }
    let fetched = desk.fetch();
    assert_eq!((fetched.pages, fetched.new.len()), (3, 3));
    assert!(told(&fetched).contains("trang 4: hệ thống nói có 9 dòng mà chỉ trả 5"));
}

#[test]
fn a_setting_that_fits_nothing_is_shown_with_its_place() {
    let office = Office::new();
    let check = |text: &str| {
        let settings = ProgramSettings::parse_text("motcua.toml", text);
        let error = settings.and_then(|it| it.check_content(&office.catalog)).expect_err("wrong");
        error.to_string()
    };
    assert!(check("scoop = 1").contains("không có mục `scoop`"));
    assert!(check("[fetch.dvcqg]\n").contains("không có connector nào tên `dvcqg` lấy được"));
    assert!(check(&format!("[fetch.{ID}]\nrot = \"x\"")).contains("không có tham số `rot`"));
    assert!(check(&format!("[fetch.{ID}]\nurl = \"ftp://x\"")).contains("https://"));
    let outside = FetchEnvironment::from_system();
    let connector = office.catalog.find_connector(ID).expect("built in");
    let period = "2026-08".parse().expect("a period");
    let error = FetchRequest::new(connector, &ProgramSettings::default(), period, &outside);
    let hint =
        miette::Diagnostic::help(&error.expect_err("no parameter")).expect("a hint").to_string();
    assert_eq!(hint, format!("đặt trong motcua.toml: [fetch.{ID}] root_department_id = \"…\""));
}
