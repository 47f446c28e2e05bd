//! The list of dossiers of iGate, asked page by page of a portal that answers as the real one does.

use std::fmt::Write as _;

use motcua::{
    catalog::settings::ProgramSettings,
    ingest::fetch::{FetchCheckpoint, FetchEnvironment, FetchRequest},
};

use crate::support::{
    fetch_desk::{Desk, assert_nowhere, told, with},
    office::Office,
    portal::{Asked, Reply},
};

const IGATE: &str = "igate_dossiers";
const PARAMETERS: &str = "ancestor_agency_id = \"64a1f0c2b7e94d0012ab3400\"";
const PATH: &str = "/pa/dossier/search";
const PERSON: &str = "Nông Văn Không Lưu";

/// What is written in the query of a request, by name.
fn asked_for<'a>(asked: &'a Asked, name: &str) -> &'a str {
    let query = asked.head.split_whitespace().nth(1).and_then(|path| path.split_once('?'));
    let mut pairs = query.expect("a query").1.split('&');
    pairs.find_map(|pair| pair.strip_prefix(&format!("{name}="))).unwrap_or_default()
}

/// A dossier as the portal tells it: accepted at half past midnight here, which is the day before in UTC.
fn dossier(number: usize, status: &str) -> String {
    format!(
        r#"{{"id": "65a1f0c2b7e94d0012ab{number:04}", "code": "000.26.18.H37-231206-{number:04}", "nationCode": null,
        "dossierStatus": {{"id": 2, "name": "{status}"}},
        "applicant": {{"userId": "62a9", "data": {{"fullname": "{PERSON}", "identityNumber": "020999000000"}}}},
        "accepter": {{"fullname": "{PERSON}"}},
        "procedure": {{"code": "1.001193.000.00.00.H37", "translate": {{"languageId": 228, "name": "Đăng ký khai sinh"}}}},
        "agency": {{"id": "64a1", "code": "000.26.18.H37", "name": "UBND xã An Sơn, huyện Văn Quan, tỉnh Lạng Sơn"}},
        "procedureLevel": {{"id": "5f5b", "name": "Toàn trình"}}, "applyMethod": {{"id": 0, "name": "Trực tuyến"}},
        "appliedDate": "2023-12-05T08:00:00.000+0000", "acceptedDate": "2023-12-05T17:30:00.000+0000",
        "appointmentDate": "2023-12-08T09:30:00.000+0000", "completedDate": null,
        "currentTask": [{{"assignee": {{"fullname": "{PERSON}"}}}}]}}"#
    )
}

/// The page that is asked for of so many dossiers, two on each.
fn page(asked: &Asked, dossiers: &[String]) -> Reply {
    let page: usize = asked_for(asked, "page").parse().expect("a number");
    let rows: Vec<&str> = dossiers.iter().skip(2 * page).take(2).map(String::as_str).collect();
    let mut body = String::new();
    write!(
        body,
        r#"{{"content": [{}], "totalElements": {}, "number": {page}, "size": 2}}"#,
        rows.join(","),
        dossiers.len()
    )
    .expect("written");
    with(200, body)
}

fn desk_of(dossiers: Vec<String>) -> Desk {
    Desk::asking(IGATE, PARAMETERS, PATH, move |_, asked: &Asked| page(asked, &dossiers))
}

fn five() -> Vec<String> {
    (1..=5).map(|number| dossier(number, "Đang xử lý")).collect()
}

#[test]
fn all_pages_of_a_year_are_asked_for_from_the_first_which_is_zero() {
    let desk = desk_of(five());
    let (fetched, build) = desk.fetch_period("2023");
    assert!(fetched.error.is_none(), "{:?}", fetched.error);
    assert_eq!((fetched.pages, fetched.new.len()), (3, 3));
    assert!(build.is_some());
    let asked = desk.portal.asked();
    let pages: Vec<&str> = asked.iter().map(|asked| asked_for(asked, "page")).collect();
    assert_eq!(pages, ["0", "1", "2"]);
    let first = &asked[0];
    assert!(first.head.starts_with("get /pa/dossier/search?"), "{}", first.head);
    assert!(first.head.contains("authorization: bearer bi-mat-0123"), "{}", first.head);
    assert_eq!(asked_for(first, "accepted-from"), "01%2f01%2f2023");
    assert_eq!(asked_for(first, "accepted-to"), "31%2f12%2f2023");
    assert_eq!(asked_for(first, "ancestor-agency-id"), "64a1f0c2b7e94d0012ab3400");
    // Sixty a minute, one at a time.
    assert_eq!(desk.time.slept(), [1, 1]);
}

#[test]
fn a_dossier_accepted_after_midnight_here_is_of_that_day_and_its_procedure_has_the_national_code() {
    let desk = desk_of(five());
    desk.fetch_period("2023");
    let told = desk.office.warehouse().dossiers.read_history("000.26.18.H37-231206-0005");
    let told = told.expect("answered");
    let [first] = &told[..] else { panic!("told once: {told:?}") };
    assert_eq!(first.solving_agency, "06283");
    assert_eq!(first.received_at.expect("known").to_string(), "2023-12-06T00:30:00");
    assert_eq!(first.due_at.expect("known").to_string(), "2023-12-08T16:30:00");
    assert_eq!(first.procedure_code.as_deref(), Some("1.001193"));
}

#[test]
fn nothing_of_a_person_and_no_token_reaches_the_data_folder() {
    let desk = desk_of(five());
    let fetched = desk.fetch_period("2023").0;
    assert!(fetched.error.is_none(), "{:?}", fetched.error);
    for text in [PERSON, "020999000000", "bi-mat-0123"] {
        assert_nowhere(&desk.office.data(), text);
    }
    let kept = fetched.new[0].columns.iter().filter(|name| name.contains("applicant"));
    assert_eq!(kept.count(), 0);
}

#[test]
fn of_a_list_whose_unchanged_pages_are_not_kept_again_no_dossier_is_said_to_be_gone() {
    // All done on one day; on the next day five pages of six say something else of theirs.
    let done = |number, due: &str| {
        let told = dossier(number, "Có kết quả").replace("2023-12-08T09:30", due);
        told.replace(
            "\"completedDate\": null",
            "\"completedDate\": \"2023-12-07T02:00:00.000+0000\"",
        )
    };
    let first: Vec<String> = (1..=12).map(|number| done(number, "2023-12-08T09:30")).collect();
    let mut second: Vec<String> = (1..=12).map(|number| done(number, "2023-12-11T09:30")).collect();
    second[10..].clone_from_slice(&first[10..]);
    let mut rounds = 0;
    let mut desk = Desk::asking(IGATE, PARAMETERS, PATH, move |_, asked| {
        rounds += usize::from(asked_for(asked, "page") == "0");
        page(asked, if rounds > 1 { &second } else { &first })
    });
    assert_eq!(desk.fetch_period("2023").0.new.len(), 6);
    desk.now = desk.now.tomorrow().expect("a day");
    let again = desk.fetch_period("2023").0;
    assert_eq!((again.pages, again.new.len()), (6, 5));
    let found = desk.office.warehouse().provenance.count_found(None).expect("answered");
    let of = |check: &str| found.get(check).copied().unwrap_or(0);
    assert_eq!((of("gone_from_later_exports"), of("counts_that_fall")), (0, 0));
}

#[test]
fn a_token_that_ran_out_stops_and_the_next_fetch_goes_on() {
    let mut is_out = true;
    let dossiers = five();
    let desk = Desk::asking(IGATE, PARAMETERS, PATH, move |_, asked| {
        if asked_for(asked, "page") == "2" && std::mem::take(&mut is_out) {
            return with(401, "");
        }
        page(asked, &dossiers)
    });
    let first = desk.fetch_period("2023").0;
    assert_eq!((first.pages, first.new.len()), (2, 2));
    let said = told(&first);
    assert!(said.contains("mã 401") && said.contains("mã truy cập"), "{said}");
    let second = desk.fetch_period("2023").0;
    assert_eq!((second.resumed, second.new.len()), (2, 1));
}

#[test]
fn an_office_says_which_host_it_asks() {
    let office = Office::new();
    let connector = office.catalog.find_connector(IGATE).expect("built in");
    let text = format!("[fetch.{IGATE}]\nancestor_agency_id = \"64a1\"\n");
    let settings = ProgramSettings::parse_text("motcua.toml", &text).expect("well-formed");
    let period = "2023".parse().expect("a period");
    let refused = FetchRequest::new(connector, &settings, period, &FetchEnvironment::from_system());
    let error = refused.expect_err("no host");
    let hint = miette::Diagnostic::help(&error).expect("a hint").to_string();
    assert_eq!(hint, format!("đặt trong motcua.toml: [fetch.{IGATE}] url = \"…\""));
}

/// Five dossiers; from the n-th request on the first one is there no more.
fn shrinking_desk(rounds: usize) -> Desk {
    Desk::asking(IGATE, PARAMETERS, PATH, move |number, asked: &Asked| {
        // Each round that shrinks is asked for in two requests: of five dossiers two, of four the last two.
        let is_first_page = asked_for(asked, "page") == "0";
        let is_whole = number / 2 < rounds && is_first_page;
        page(asked, if is_whole { &FIVE } else { &FIVE[1..] })
    })
}

static FIVE: std::sync::LazyLock<Vec<String>> = std::sync::LazyLock::new(five);

#[test]
fn a_list_that_grew_shorter_while_it_was_fetched_is_fetched_once_more() {
    let desk = shrinking_desk(1);
    let (fetched, build) = desk.fetch_period("2023");
    assert!(fetched.error.is_none(), "{:?}", fetched.error);
    // 1 and 2, 4 and 5; then 2 and 3, 4 and 5.
    let pages: Vec<String> =
        desk.portal.asked().iter().map(|asked| asked_for(asked, "page").to_owned()).collect();
    assert_eq!(pages, ["0", "1", "0", "1"]);
    assert!(build.is_some());
    // The third would have fallen between the two pages.
    let rows = desk.office.rows("update_count", "2023", "06283", false);
    assert!(rows.iter().any(|row| row.dossier_code.ends_with("0003")), "{rows:?}");
}

#[test]
fn a_list_that_goes_on_growing_shorter_is_said_to_lack_some() {
    let desk = shrinking_desk(2);
    let (fetched, _) = desk.fetch_period("2023");
    let error = fetched.error.expect("it is told");
    let said = desk.office.catalog.phrases.tell_error(&error);
    assert!(said.contains("(5 dòng, rồi 4 dòng)"), "{said}");
    assert_eq!(desk.portal.asked().len(), 4, "it is not asked for without end");
}

/// Pages of two of the dossiers of these numbers, by the round that asks for them.
fn moving_desk(rounds: [&'static [usize]; 2]) -> Desk {
    let mut round = 0;
    Desk::asking(IGATE, PARAMETERS, PATH, move |number, asked: &Asked| {
        if asked_for(asked, "page") == "0" {
            round = usize::from(number > 1);
        }
        let rows: Vec<String> =
            rounds[round].iter().map(|number| dossier(*number, "Đang xử lý")).collect();
        page(asked, &rows)
    })
}

/// As many rows as it says, but the third was handed on while the second page was asked for: what was asked for is the second twice.
#[test]
fn a_list_of_which_a_row_stands_on_two_pages_is_fetched_once_more() {
    let desk = moving_desk([&[1, 2, 2, 4], &[1, 2, 3, 4]]);
    let (fetched, _) = desk.fetch_period("2023");
    assert!(fetched.error.is_none(), "{:?}", fetched.error);
    assert_eq!(desk.portal.asked().len(), 4);
    let rows = desk.office.rows("update_count", "2023", "06283", false);
    assert!(rows.iter().any(|row| row.dossier_code.ends_with("0003")), "{rows:?}");
}

#[test]
fn a_list_that_moves_again_is_said_to_lack_as_many_as_stand_twice() {
    let desk = moving_desk([&[1, 2, 2, 4], &[1, 3, 3, 1]]);
    let (fetched, build) = desk.fetch_period("2023");
    let error = fetched.error.expect("it is told");
    let said = desk.office.catalog.phrases.tell_error(&error);
    assert!(said.contains("2 mã đứng ở hai trang"), "{said}");
    assert!(build.is_some(), "what came is taken in");
    assert_eq!(desk.portal.asked().len(), 4, "it is not asked for without end");
}

/// Twice in the system itself, or in an order that is not fixed: nobody knows, so it is told. On one page it never is.
#[test]
fn what_stands_twice_both_times_is_told_by_the_health_page() {
    let desk = moving_desk([&[1, 2, 2, 4], &[1, 2, 2, 4]]);
    assert!(desk.fetch_period("2023").0.error.is_none());
    assert_eq!(desk.portal.asked().len(), 4);
    let repeated = || {
        let list = FetchCheckpoint::list_all(&desk.office.data()).remove(0).record;
        list.expect("read").repeated
    };
    assert_eq!((repeated().moved, repeated().standing), (0, 1));
    let desk = moving_desk([&[1, 1, 3, 4], &[]]);
    assert!(desk.fetch_period("2023").0.error.is_none());
    assert_eq!(desk.portal.asked().len(), 2);
}

/// The token runs out in the second round: what the first one found is still known when it goes on, and no third one begins.
#[test]
fn a_second_round_that_was_stopped_goes_on_as_the_second() {
    let mut asked_for_it = 0;
    let desk = Desk::asking(IGATE, PARAMETERS, PATH, move |_, asked: &Asked| {
        asked_for_it += 1;
        if asked_for_it == 4 {
            return with(401, "");
        }
        let rows: Vec<String> =
            [1, 2, 2, 4].iter().map(|number| dossier(*number, "Đang xử lý")).collect();
        page(asked, &rows)
    });
    assert!(told(&desk.fetch_period("2023").0).contains("mã 401"));
    assert!(desk.fetch_period("2023").0.error.is_none());
    let pages: Vec<String> =
        desk.portal.asked().iter().map(|asked| asked_for(asked, "page").to_owned()).collect();
    assert_eq!(pages, ["0", "1", "0", "1", "1"]);
}
