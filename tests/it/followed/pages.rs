//! What a node's pages say: the numbers as the office's pages do, that they may be old where they may, and what is not done here.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::http::StatusCode;
use jiff::{ToSpan, civil::DateTime};
use motcua::{
    catalog::settings::ProgramSettings,
    domain::sight::UserRole,
    health::{HealthCheck, HealthExamination, run_checks},
    state::StateDatabase,
};
use rstest::rstest;
use tokio::runtime::Runtime;

use super::node::{ReadingNode, VersionPublisher, at};
use crate::{
    health::examined::sound_machine,
    support::{
        office::Office,
        visitor::{Visitor, bytes, text},
    },
};

/// The pages of a node at a time.
fn pages_of(node: &ReadingNode, clock: fn() -> DateTime) -> Visitor {
    let mut office = Office::in_folder(node.folder());
    office.catalog = node.catalog.current().clone();
    Visitor::under(office, ProgramSettings::default(), clock)
        .with_follower(Arc::clone(&node.follower))
}

fn ask(visitor: &Visitor, address: &str) -> (StatusCode, Vec<u8>) {
    Runtime::new().expect("a runtime").block_on(async {
        let answer = visitor.get(address).await;
        (answer.status(), bytes(answer).await)
    })
}

fn page(visitor: &Visitor, address: &str) -> String {
    String::from_utf8(ask(visitor, address).1).expect("UTF-8")
}

const MAY_BE_OLD: &str = "Có thể đã có số liệu mới hơn";

#[test]
fn a_node_answers_as_the_office_does_byte_for_byte() {
    let publisher = VersionPublisher::of_one();
    let node = ReadingNode::holding(&publisher);
    let (of_node, of_office) = (pages_of(&node, || at(1)), Visitor::on(publisher.office, || at(1)));
    for address in
        ["/", "/agencies", "/dossiers.csv", "/indicators/on_time_rate", "/sources", "/locks"]
    {
        let (status, page) = ask(&of_node, address);
        assert_eq!(status, StatusCode::OK, "{address}");
        assert!((status, page) == ask(&of_office, address), "{address}");
    }
}

#[test]
fn every_page_says_since_when_the_node_does_not_get_what_is_published() {
    let publisher = VersionPublisher::of_one();
    let node = ReadingNode::holding(&publisher);
    assert!(!page(&pages_of(&node, || at(1)), "/").contains(MAY_BE_OLD));
    let visitor = pages_of(&node, || at(3));
    fs::rename(publisher.store(), publisher.store().with_extension("away")).expect("renamed");
    node.follower.look(at(2));
    for address in ["/", "/agencies", "/dossiers"] {
        let page = page(&visitor, address);
        assert!(page.contains(MAY_BE_OLD) && page.contains("08:02"), "{address}");
        assert!(page.contains("bản 1"), "{address}");
    }
    assert!(page(&visitor, "/meeting?period=2023").contains(MAY_BE_OLD));
    // What is no page says it in its head.
    let behind = |address: &str| {
        let answer = Runtime::new().expect("a runtime").block_on(visitor.get(address));
        assert_eq!(answer.status(), StatusCode::OK, "{address}");
        let value = answer.headers().get("motcua-behind").cloned();
        value.map(|value| value.to_str().expect("ASCII").to_owned())
    };
    let files = ["/card.txt?period=2023", "/dossiers.csv", "/api/v1/metrics"];
    for address in files {
        assert_eq!(behind(address).as_deref(), Some("version=1; published=2024-01-02T08:00:00"));
    }
    assert!(page(&visitor, "/metrics").contains("motcua_follow_behind 1"));
    fs::rename(publisher.store().with_extension("away"), publisher.store()).expect("renamed");
    node.follower.look(at(3));
    assert!(!page(&visitor, "/").contains(MAY_BE_OLD));
    assert!(files.into_iter().all(|address| behind(address).is_none()));
    assert!(page(&visitor, "/metrics").contains("motcua_follow_behind 0"));
}

/// A look that hangs, or a thread that died, fails nowhere.
#[rstest]
#[case::after_three_pauses_and_a_minute(|| at(2), false)]
#[case::after_more_than_that(|| at(3), true)]
fn a_node_that_does_not_look_any_more_says_so(
    #[case] clock: fn() -> DateTime,
    #[case] is_said: bool,
) {
    let publisher = VersionPublisher::of_one();
    let node = ReadingNode::holding(&publisher);
    assert_eq!(page(&pages_of(&node, clock), "/").contains(MAY_BE_OLD), is_said);
}

#[test]
fn a_node_that_has_nothing_yet_says_why() {
    let publisher = VersionPublisher::new();
    let node = ReadingNode::of(&publisher);
    node.follower.look(at(1));
    let visitor = pages_of(&node, || at(1));
    assert_eq!(ask(&visitor, "/").0, StatusCode::SERVICE_UNAVAILABLE);
    let told = page(&visitor, "/");
    assert!(
        told.contains("chưa lấy được bản số liệu nào") && told.contains("chưa có bản nào"),
        "{told}"
    );
}

#[test]
fn a_node_whose_version_is_not_whole_shows_no_number_and_says_why() {
    let publisher = VersionPublisher::of_one();
    let node = ReadingNode::holding(&publisher);
    fs::remove_dir_all(node.data().join("follow/content/1")).expect("removed");
    fs::rename(publisher.store(), publisher.store().with_extension("away")).expect("renamed");
    let node = node.restarted();
    node.follower.look(at(2));
    let visitor = pages_of(&node, || at(2));
    for address in ["/", "/dossiers.csv", "/api/v1/metrics/on_time_rate?period=2023", "/card.txt"] {
        let (status, told) = ask(&visitor, address);
        let told = String::from_utf8(told).expect("UTF-8");
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{address}: {told}");
        assert!(told.contains("chưa hiện được số nào"), "{told}");
    }
}

#[rstest]
#[case::work("/work")]
#[case::an_export_to_describe("/sources/describe")]
#[case::the_register("/urgings")]
#[case::the_register_of_the_api("/api/v1/urgings")]
#[case::what_stands_on_the_archive("/locks/evidence?period=2023-11")]
#[case::a_paper_that_holds_the_register("/reports/weekly/file?period=2023-W45&format=html")]
fn what_is_the_offices_alone_is_refused_with_where_it_is_done(#[case] address: &str) {
    let publisher = VersionPublisher::of_one();
    let node = ReadingNode::holding(&publisher);
    let visitor = pages_of(&node, || at(1));
    let cookie = visitor.let_in("lan", UserRole::Admin, None);
    Runtime::new().expect("a runtime").block_on(async {
        let answer = visitor.get_as(&cookie, address).await;
        assert_eq!(answer.status(), StatusCode::CONFLICT);
        let told = text(answer).await;
        assert!(told.contains("làm trên máy của văn phòng"), "{told}");
    });
}

#[test]
fn an_administrator_of_a_node_changes_its_users_and_nothing_of_the_office() {
    let publisher = VersionPublisher::of_one();
    let node = ReadingNode::holding(&publisher);
    let visitor = pages_of(&node, || at(1));
    let cookie = visitor.let_in("lan", UserRole::Admin, None);
    let token = visitor.form_token(&cookie);
    let status = |address: &str, fields: &str| {
        let form = format!("form_token={token}&{fields}");
        let answered = visitor.post_as(&cookie, address, &form);
        Runtime::new().expect("a runtime").block_on(answered).status()
    };
    let target = "metric=on_time_rate&kind=floor&value=85";
    assert_eq!(status("/admin/targets", target), StatusCode::CONFLICT);
    assert_eq!(status("/admin/sending/mail", ""), StatusCode::CONFLICT);
    assert_eq!(status("/admin/users", "name=moi&role=viewer"), StatusCode::OK);
    let state = StateDatabase::open(&node.data()).expect("a state");
    assert!(state.require_user("moi").is_ok());
    assert!(!node.data().join("targets.csv").exists());
}

/// At eight o'clock here it is one o'clock UTC: 19 724 days and an hour after 1970 began.
#[test]
fn a_node_says_when_the_office_published_and_not_when_it_downloaded() {
    let publisher = VersionPublisher::of_one();
    let node = ReadingNode::holding(&publisher);
    let told = page(&pages_of(&node, || at(1)), "/metrics");
    let seconds = 19_724 * 86_400 + 3_600;
    assert!(told.contains(&format!("motcua_last_build_seconds {seconds}\n")), "{told}");
    let settings = ProgramSettings::default();
    let (catalog, data) = (node.catalog.current(), node.data());
    let machine = sound_machine();
    let examined = HealthExamination::new((catalog, &settings), &data, &machine, at(1));
    let found = run_checks(&examined);
    let build = found.iter().find(|finding| finding.check == HealthCheck::Published);
    let said = format!("{:?}", build.expect("it is looked at"));
    assert!(said.contains("08:00 ngày 02/01/2024"), "{said}");
}

#[test]
fn papers_of_a_nodes_pages_tell_nothing_of_backups() {
    let publisher = VersionPublisher::of_one();
    let node = ReadingNode::holding(&publisher);
    let settings = ProgramSettings::parse_text("motcua.toml", "[backup]\nfolder = \"kept\"\n");
    let mut office = Office::in_folder(node.folder());
    office.catalog = node.catalog.current().clone();
    let visitor = Visitor::under(office, settings.expect("settings"), || at(1))
        .with_follower(Arc::clone(&node.follower));
    let paper = page(&visitor, "/reports/cchc/file?period=2023-11&format=html");
    assert!(paper.contains("<html") && !paper.to_lowercase().contains("sao lưu"), "{paper}");
}

static ASKED: AtomicUsize = AtomicUsize::new(0);
static CHANGES_AFTER: AtomicUsize = AtomicUsize::new(0);

/// The day changes after it was asked for so many times.
fn changing_clock() -> DateTime {
    let is_before = ASKED.fetch_add(1, Ordering::SeqCst) < CHANGES_AFTER.load(Ordering::SeqCst);
    at(1).saturating_add(if is_before { 0.days() } else { 40.days() })
}

#[test]
fn a_page_that_changed_while_it_was_made_is_not_kept_under_what_it_was_asked_as() {
    let publisher = VersionPublisher::of_one();
    let asked = |visitor: &Visitor| {
        Runtime::new().expect("a runtime").block_on(async {
            let answer = visitor.get("/").await;
            let tag = answer.headers().get("etag").cloned();
            (tag, text(answer).await)
        })
    };
    let catalog = publisher.office.catalog.clone();
    let visitor = |clock| {
        let mut office = Office::in_folder(publisher.office.data().parent().expect("a folder"));
        office.catalog = catalog.clone();
        Visitor::on(office, clock)
    };
    let (tag, before) = asked(&visitor(|| at(1)));
    let tag = tag.expect("it is kept");
    for count in 0..12 {
        ASKED.store(0, Ordering::SeqCst);
        CHANGES_AFTER.store(count, Ordering::SeqCst);
        let (other, page) = asked(&visitor(changing_clock));
        assert!(other.as_ref() != Some(&tag) || page == before, "changed after {count}");
    }
}
