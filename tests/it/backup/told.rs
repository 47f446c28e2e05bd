//! Where the office reads when it was last backed up: on the page of the administration, by its monitor, on the weekly paper.

use motcua::{
    catalog::settings::{OfficeSettings, ProgramSettings},
    domain::sight::UserRole,
    report::{ReportContext, ReportFormat, ReportRequest, make},
    state::{
        StateDatabase,
        backup::{BackupRecord, ProofRecord},
    },
};

use crate::support::{
    office::Office,
    visitor::{Visitor, all, text},
};

/// Backed up and proved on 2/1/2024, at half past one.
fn backed_up(office: &Office) {
    let state = StateDatabase::open(&office.data()).expect("a state");
    let at = "2024-01-02T01:30:00".parse().expect("a time");
    let backup_id = Some("2024-01-01T18-30-00Z-0001".to_owned());
    let note = String::new();
    state
        .record_backup(&BackupRecord {
            began_at: at,
            backup_id,
            is_whole: true,
            note: note.clone(),
        })
        .expect("written down");
    state
        .record_backup_proof(&ProofRecord {
            proved_at: at,
            backup_id: "2024-01-01T18-30-00Z-0001".to_owned(),
            is_proved: true,
            answers: 1234,
            differing: 0,
            note,
        })
        .expect("written down");
}

fn settings() -> ProgramSettings {
    ProgramSettings::parse_text("motcua.toml", "[backup]\nfolder = \"/srv/sao-luu\"\n")
        .expect("read")
}

#[tokio::test]
async fn the_page_of_the_administration_says_so() {
    let clock = || "2024-01-02T08:00:00".parse().expect("a time");
    let visitor = Visitor::under(Office::new(), settings(), clock);
    let cookie = visitor.let_in("quantri", UserRole::Admin, None);
    let never = all(&visitor.page_as(&cookie, "/admin").await, "#thiet-dat dd");
    assert!(never.contains(&"Chưa sao lưu lần nào.".to_owned()), "{never:?}");
    backed_up(&visitor.office);
    let page = all(&visitor.page_as(&cookie, "/admin").await, "#thiet-dat dd").join("\n");
    assert!(page.contains("Sao lưu gần nhất lúc 01:30 ngày 02/01/2024."), "{page}");
    assert!(page.contains("khôi phục thử lúc 01:30 ngày 02/01/2024: 1234 câu trả lời"), "{page}");
}

#[tokio::test]
async fn a_monitor_is_told_when_and_whether_it_was_proved() {
    let visitor = Visitor::of(Office::new());
    let before = text(visitor.get("/metrics").await).await;
    assert!(!before.contains("\nmotcua_last_backup"), "an office without backups: {before}");
    backed_up(&visitor.office);
    let told = text(visitor.get("/metrics").await).await;
    // 2/1/2024 01:30 here is 1/1/2024 18:30 UTC: 19 723 days and 66 600 seconds after 1970 began.
    let seconds = 19_723 * 86_400 + 66_600;
    for line in [
        format!("motcua_last_backup_seconds {seconds}"),
        format!("motcua_last_backup_proved_seconds {seconds}"),
        "motcua_last_backup_sound 1".to_owned(),
    ] {
        assert!(told.contains(&line), "{line} in {told}");
    }
}

#[test]
fn the_weekly_paper_has_one_sentence_where_backups_are_set_and_none_elsewhere() {
    let office = Office::of_every_metric();
    office.given("status,received_at,due_at,ended_at\nfinished,2023-12-20,2023-12-28,2023-12-27\n");
    let (warehouse, today) = (office.warehouse(), jiff::civil::date(2024, 1, 2));
    let own = OfficeSettings::default();
    let page = |backups: Option<&str>| {
        let press = ReportContext::new(&office.catalog, &own, &warehouse, today)
            .with_backups(backups.map(str::to_owned));
        let report = office.catalog.find_report("weekly").expect("a report");
        let period = "2023-W52".parse().expect("a period");
        let asked = ReportRequest { report, period, agency: None };
        let made = make(&press, asked, &[ReportFormat::Html]).expect("made");
        String::from_utf8(made[0].bytes.clone()).expect("HTML")
    };
    let said = page(Some("Sao lưu gần nhất lúc 01:30."));
    assert_eq!(said.matches("Sao lưu gần nhất lúc 01:30.").count(), 1);
    assert!(!page(None).contains("Sao lưu"));
}
