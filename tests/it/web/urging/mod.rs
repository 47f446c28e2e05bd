//! The register of urging: who was urged, and what became of it. The exports are of 01/01/2024; Monday 01/01/2024 is a day off.

use axum::http::{StatusCode, header};
use jiff::civil::{Date, date};
use motcua::{
    domain::sight::UserRole,
    pipeline::IngestOverrides,
    state::{
        StateDatabase,
        urging::urging_record::{UrgingChannel, UrgingRecord, UrgingSubject},
    },
    view::dossier::urging::{UrgingFollower, UrgingOutcome},
};

use crate::support::{
    office::Office,
    visitor::{Visitor, all, text},
};

/// All overdue from Saturday 09/12/2023 on, but D, which was done on Friday 08/12/2023.
const ROWS: &str = "dossier_code,solving_agency,status,received_at,due_at,ended_at\n\
    A,06283,finished,2023-12-01,2023-12-08,2023-12-15\n\
    B,06283,finished,2023-12-01,2023-12-08,2023-12-20\n\
    C,06283,in_progress,2023-12-01,2023-12-08,\n\
    D,06283,finished,2023-12-01,2023-12-08,2023-12-08\n\
    E,06274,finished,2023-12-01,2023-12-08,2023-12-21\n\
    F,06274,in_progress,2023-12-01,2023-12-08,\n";

fn visitor() -> Visitor {
    let office = Office::of_every_metric();
    office.given(ROWS);
    Visitor::of(office)
}

/// Sends the form; what the register says of it.
async fn urge(visitor: &Visitor, cookie: &str, fields: &str) -> String {
    let token = visitor.form_token(cookie);
    let said = if fields.contains("channel=") { "" } else { "&channel=phone&template=ask" };
    let fields = format!("form_token={token}{said}&{fields}");
    let done = visitor.post_as(cookie, "/urgings", &fields).await;
    assert_eq!(done.status(), StatusCode::SEE_OTHER);
    done.headers()[header::LOCATION].to_str().expect("plain").replace("/urgings?said=", "")
}

#[tokio::test]
async fn who_was_urged_is_seen_with_what_became_of_it() {
    let visitor = visitor();
    let cookie = visitor.let_in("hoa", UserRole::Officer, None);
    let page = visitor.page_as(&cookie, "/urgings?period=2023").await;
    assert_eq!(all(&page, ".picks label"), ["Xã Hòa Bình 1", "Xã An Sơn 1"]);
    assert_eq!(urge(&visitor, &cookie, "agency=06283&urged_on=2023-12-13").await, "noted");
    let page = visitor.page_as(&cookie, "/urgings?period=2023").await;
    let rows = all(&page, ".urgings tbody tr");
    // A, B and C were overdue then. The third working day is Monday 18/12, the seventh Friday 22/12.
    assert_eq!(rows.len(), 1);
    assert!(rows[0].contains("3 1 / 3 2 / 3"), "{rows:?}");
    let message = "Đề nghị Xã An Sơn giải quyết xong 1 hồ sơ đã quá hạn (tính đến ngày 01/01/2024) và báo cáo trước ngày 18/12/2023.";
    assert!(rows[0].contains(message), "{rows:?}");
    // Of those nobody urged, E was done and F was not.
    let effect = "Sau 7 ngày làm việc: 2 / 3 hồ sơ được đôn đốc đã giải quyết xong; cùng ngày ấy, 1 / 2 hồ sơ quá hạn không được đôn đốc đã giải quyết xong.";
    assert!(all(&page, "section > p").contains(&effect.to_owned()));
    // 28, 29 and, after the weekend and the day off, 02/01/2024: the exports do not go so far.
    assert_eq!(urge(&visitor, &cookie, "agency=06274&urged_on=2023-12-27").await, "noted");
    let page = visitor.page_as(&cookie, "/urgings?period=2023-W52").await;
    let rows = all(&page, ".urgings tbody tr");
    assert!(rows.len() == 1 && rows[0].contains("1 chờ số liệu đến 02/01/2024"), "{rows:?}");
}

#[tokio::test]
async fn one_dossier_is_urged_and_taken_off_again() {
    let visitor = visitor();
    let cookie = visitor.let_in("hoa", UserRole::Officer, None);
    let dossier = visitor.page_as(&cookie, "/dossiers/C").await;
    let link = visitor.links(&dossier, ".sub a");
    assert!(link.contains(&"/urgings?dossier=C".to_owned()), "{link:?}");
    assert_eq!(urge(&visitor, &cookie, "dossier=B&urged_on=2023-12-13").await, "noted");
    let page = visitor.page_as(&cookie, "/urgings?period=2023").await;
    let rows = all(&page, ".urgings tbody tr");
    assert!(rows[0].contains("hồ sơ B") && rows[0].contains("1 0 / 1 1 / 1"), "{rows:?}");
    let json = text(visitor.get_as(&cookie, "/api/v1/urgings?period=2023").await).await;
    assert!(json.contains(r#""subject":"dossier","subject_code":"B""#), "{json}");
    let csv = visitor.get_as(&cookie, "/api/v1/urgings.csv?period=2023&excel=1").await;
    assert!(text(csv).await.contains(";hồ sơ;B;06283;Xã An Sơn;Điện thoại;"));
    // The weekly report of a commune's user tells of no other commune.
    let commune = visitor.let_in("mai", UserRole::Commune, Some("06274"));
    let address = "/reports/weekly/file?period=2023&format=html";
    let paper = text(visitor.get_as(&commune, address).await).await;
    assert!(!paper.contains("Đôn đốc") && !paper.contains("An Sơn: B"), "{paper}");
    let paper = text(visitor.get_as(&cookie, address).await).await;
    assert!(paper.contains("Xã An Sơn: B"), "{paper}");
    let token = visitor.form_token(&cookie);
    let fields = format!("form_token={token}");
    let removed = visitor.post_as(&cookie, "/urgings/1/remove", &fields).await;
    assert_eq!(removed.headers()[header::LOCATION], "/urgings?said=removed");
    let again = visitor.post_as(&cookie, "/urgings/1/remove", &fields).await;
    assert_eq!(again.status(), StatusCode::NOT_FOUND);
    // The log says what was done, and tells of no dossier.
    let state = StateDatabase::open(&visitor.office.data()).expect("a state");
    let log = state.list_audit(None, None, 20).expect("read");
    let said: Vec<&str> = log.iter().map(|line| line.detail.as_str()).collect();
    for line in [
        "Ghi đôn đốc một hồ sơ của đơn vị 06283, ngày 13/12/2023",
        "Bỏ lần đôn đốc số 1: đơn vị 06283, ngày 13/12/2023",
    ] {
        assert_eq!(said.iter().filter(|it| **it == line).count(), 1, "{said:?}");
    }
}

#[tokio::test]
async fn what_cannot_be_noted_is_told_and_nothing_is_kept() {
    let visitor = visitor();
    let cookie = visitor.let_in("hoa", UserRole::Officer, None);
    let urged = "agency=06283&urged_on=2023-12-13";
    for (fields, said) in [
        (format!("{urged}&note=g%E1%BB%8Di+0912+345+678"), "phone_number"),
        (format!("{urged}&note=lan%40example.vn"), "mail_address"),
        (format!("{urged}&note=CCCD+120085001234"), "identity_number"),
        (format!("{urged}&note={}", "a".repeat(301)), "long_note"),
        ("agency=06283&urged_on=2099-01-05".into(), "bad_day"),
        ("agency=99999&urged_on=2023-12-13".into(), "no_subject"),
        ("dossier=nobody&urged_on=2023-12-13".into(), "no_subject"),
        (format!("{urged}&channel=pigeon&template=ask"), "bad_channel"),
        (format!("{urged}&channel=phone&template=beg"), "bad_template"),
    ] {
        assert_eq!(urge(&visitor, &cookie, &fields).await, said, "{fields}");
        let page = visitor.page_as(&cookie, &format!("/urgings?period=2023&said={said}")).await;
        assert!(all(&page, "[role=status]")[0].ends_with("ghi lại."), "{said}");
        assert!(all(&page, ".urgings").is_empty(), "{said}");
        if said == "bad_channel" {
            let told = &all(&page, "[role=status]")[0];
            assert!(told.contains("Điện thoại") && told.contains("Văn bản"), "{told}");
        }
    }
}

type Give = fn(&Office, Date, &str);

/// Xã An Sơn went into 06298 on 01/07/2025.
fn merging_office() -> (Office, Give) {
    let mut office = Office::of_every_metric();
    office.own = Some("20");
    let give: Give = |office, day, rows| {
        let heading = "dossier_code,solving_agency,status,received_at,due_at,ended_at\n";
        let path = office.file(&format!("{day}.csv"), format!("{heading}{rows}"));
        let said = IngestOverrides {
            connector: Some("given".into()),
            snapshot_on: Some(day),
            ..IngestOverrides::default()
        };
        office.ingest_at(&path, &said, day.at(9, 0, 0, 0));
    };
    (office, give)
}

/// An agency urged on Tuesday 10/06/2025.
fn urged(agency: &str) -> UrgingRecord {
    UrgingRecord {
        id: 1,
        urged_on: date(2025, 6, 10),
        noted_at: date(2025, 6, 10).at(9, 0, 0, 0),
        noted_by: None,
        subject: UrgingSubject::Agency,
        subject_code: agency.into(),
        agency_code: agency.into(),
        channel: UrgingChannel::Phone,
        message: String::new(),
        note: String::new(),
    }
}

/// How many dossiers each urging was about, and how many of them were done after each look.
fn follow(office: &Office, records: &[UrgingRecord]) -> Vec<(Option<u64>, [Option<u64>; 2])> {
    let metric = office.catalog.overview.urged_metric().expect("named");
    let metric = office.catalog.find_metric(metric).expect("there");
    let warehouse = office.warehouse();
    let mut follower = UrgingFollower::new(&warehouse, metric, records);
    let told = |outcome: UrgingOutcome| (outcome.dossiers, outcome.after.map(|it| it.done));
    follower.follow(records).expect("answered").into_iter().map(told).collect()
}

/// A was An Sơn's when it was urged; H never was.
#[test]
fn what_was_urged_before_a_merger_is_followed_under_the_new_name() {
    let (office, give) = merging_office();
    give(&office, date(2025, 6, 10), "A,06283,in_progress,2025-05-01,2025-05-15,\n");
    give(
        &office,
        date(2025, 7, 20),
        "A,06298,finished,2025-05-01,2025-05-15,2025-06-12\n\
         H,06298,in_progress,2025-05-01,2025-05-15,\n",
    );
    let outcomes = follow(&office, &[urged("06283"), urged("06298")]);
    // The third working day is Friday 13/06, the seventh Thursday 19/06: A was done by both.
    assert_eq!(outcomes[0], (Some(1), [Some(1), Some(1)]));
    // On the day it was urged H alone was its own; A came to it with the merger.
    assert_eq!(outcomes[1], (Some(1), [Some(0), Some(0)]));
}

/// An export taken after the merger says An Sơn still. Until the urging J was told of as another commune's; of K nothing was told before.
#[test]
fn whose_a_dossier_was_on_the_day_of_the_urging_counts_and_not_whose_it_ever_was() {
    let (office, give) = merging_office();
    give(&office, date(2025, 6, 5), "J,06274,in_progress,2025-05-01,2025-05-15,\n");
    give(
        &office,
        date(2025, 7, 5),
        "J,06283,in_progress,2025-05-01,2025-05-15,\n\
         K,06283,in_progress,2025-05-01,2025-05-15,\n",
    );
    give(
        &office,
        date(2025, 7, 20),
        "J,06298,in_progress,2025-05-01,2025-05-15,\n\
         K,06298,finished,2025-05-01,2025-05-15,2025-06-12\n",
    );
    let outcomes = follow(&office, &[urged("06283")]);
    assert_eq!(outcomes, [(Some(1), [Some(1), Some(1)])], "K alone, which was done on 12/06");
}
