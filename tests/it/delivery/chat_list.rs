//! The lists of agencies for a chat: sent as the guide prints it, to a stub of the receiver, and no longer than that takes.

use std::fmt::Write as _;

use motcua::{
    catalog::settings::ProgramSettings,
    pipeline::{DueSummary, DueWork},
};
use serde_json::Value;

use super::chat_recipes::{GUIDE, ZALO, answering, outside, recipe};
use crate::support::office::Office;

/// The schedule as the guide prints it.
fn schedule() -> &'static str {
    let blocks =
        GUIDE.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default());
    blocks.into_iter().find(|block| block.contains("\"chat_list\"")).expect("printed")
}

/// What a chat is told of an office on the Monday after the week, and how often it was sent in two looks.
fn told(office: &Office) -> (String, usize) {
    let portal = answering(r#"{"ok":true,"result":{"message_id":"a"}}"#);
    let settings = recipe("zalo", ZALO, portal.port) + schedule();
    let settings = ProgramSettings::parse_text("motcua.toml", &settings).expect("settings");
    settings.check_content(&office.catalog).expect("they are well");
    let (data, outside) = (office.data(), outside());
    let run = |at: &str| -> DueSummary {
        let now = at.parse().expect("a time");
        let clock = move || now;
        let due = DueWork::new((&office.catalog, &settings), &data, &outside, &clock);
        due.run().expect("it ran")
    };
    assert!(run("2023-12-31T12:00:00").is_empty());
    let done = run("2024-01-01T07:30:00");
    assert_eq!((done.tally.sent, done.problems.len()), (1, 0), "{done:?}");
    assert!(run("2024-01-01T07:31:00").is_empty());
    let asked = portal.asked();
    let body: Value = serde_json::from_str(&asked[0].body).expect("JSON");
    (body["text"].as_str().expect("a text").to_owned(), asked.len())
}

/// Communes of three districts, more than have room.
const NAMED: [&str; 55] = [
    "06184", "06187", "06190", "06193", "06196", "06199", "06202", "06205", "06208", "06211",
    "06214", "06217", "06220", "06223", "06226", "06232", "06235", "06238", "06241", "06244",
    "06247", "06250", "06253", "06256", "06268", "06274", "06277", "06280", "06283", "06286",
    "06292", "06298", "06307", "06313", "06316", "06319", "06322", "06325", "06328", "06331",
    "06337", "06340", "06343", "06349", "06352", "06355", "06358", "06361", "06364", "06367",
    "06370", "06373", "06376", "06379", "06382",
];

/// So many finished in the last week of 2023, so many of them in time.
fn finished(rows: &mut String, agency: &str, (on_time, all): (usize, usize)) {
    for number in 0..all {
        let due = if number < on_time { "2023-12-29" } else { "2023-12-26" };
        writeln!(rows, "{agency}-{number},{agency},finished,2023-12-20,{due},2023-12-28")
            .expect("written");
    }
}

const HEAD: &str = "dossier_code,solving_agency,status,received_at,due_at,ended_at\n";

#[test]
fn agencies_stand_under_their_limit_with_both_numbers_then_what_is_open() {
    let office = Office::with_metrics(&["overdue_open", "due_soon"]);
    let mut rows = HEAD.to_owned();
    finished(&mut rows, "06283", (7, 10));
    finished(&mut rows, "06298", (11, 15));
    // Eighty percent are no less than eighty, ninety no less than ninety.
    finished(&mut rows, "06274", (8, 10));
    finished(&mut rows, "06319", (9, 10));
    finished(&mut rows, "06280", (1, 2));
    rows += "Q1,06283,in_progress,2023-12-20,2023-12-27,\nQ2,06295,in_progress,2023-12-20,2023-12-28,\n\
             Q3,06283,in_progress,2023-12-20,2023-12-26,\nS1,06295,in_progress,2023-12-20,2024-01-03,\n";
    office.begin_given(&rows);
    let (text, sent) = told(&office);
    assert_eq!(sent, 1);
    insta::assert_snapshot!(text);
}

#[test]
fn a_list_too_long_is_cut_by_whole_lines_and_what_is_due_is_counted_still() {
    let office = Office::with_metrics(&["overdue_open", "due_soon"]);
    let mut rows = HEAD.to_owned();
    for commune in NAMED {
        finished(&mut rows, commune, (7, 10));
        for number in 0..9 {
            writeln!(rows, "{commune}-Q{number},{commune},in_progress,2023-12-20,2023-12-27,")
                .expect("written");
        }
    }
    office.begin_given(&rows);
    let (text, _) = told(&office);
    assert!(text.chars().count() <= 2000, "{}", text.chars().count());
    assert!(text.contains(&format!("Dưới 80%: {} đơn vị\n- ", NAMED.len())), "{text}");
    let all = format!("Đang quá hạn: {} hồ sơ", 9 * NAMED.len());
    assert!(text.contains(&all) && text.contains("Sắp đến hạn: 0 hồ sơ"), "{text}");
    // As many as are told and left out are all of them.
    let (under, rest) = text.split_once("Từ 80%").expect("the next band");
    let left = |part: &str| -> usize {
        let tail = part.lines().find_map(|line| line.strip_prefix("… và ")).expect("a tail");
        tail.strip_suffix(" đơn vị nữa").expect("of agencies").parse().expect("a number")
    };
    let told = under.lines().filter(|line| line.starts_with("- ")).count();
    assert_eq!(told + left(under), NAMED.len());
    let open = rest.split_once(&all).expect("told").1;
    let told = open.lines().filter(|line| line.starts_with("- ")).count();
    assert_eq!(told + left(open), NAMED.len(), "{text}");
}

#[test]
fn nothing_known_is_no_nought() {
    let office = Office::with_metrics(&["overdue_open", "due_soon"]);
    office.begin_given(&format!("{HEAD}A1,06283,finished,2023-11-01,2023-11-08,2023-11-07\n"));
    let settings = motcua::catalog::settings::OfficeSettings::default();
    let warehouse = office.warehouse();
    let context = motcua::report::ReportContext::new(
        &office.catalog,
        &settings,
        &warehouse,
        jiff::civil::date(2024, 3, 4),
    );
    let asked = motcua::report::ReportRequest {
        report: office.catalog.find_report("chat_list").expect("a report"),
        period: "2024-02".parse().expect("a period"),
        agency: None,
    };
    let (body, _) = motcua::report::mail(&context, asked, &[]).expect("made").expect("something");
    assert_eq!(body.text.matches("chưa có số liệu sau").count(), 3, "{}", body.text);
    assert!(!body.text.contains(" 0 "), "{}", body.text);
}
