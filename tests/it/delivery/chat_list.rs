//! The lists of agencies for a chat: sent as the guide prints it, to a stub of the receiver, and no longer than that takes.

use std::fmt::Write as _;

use jiff::civil::date;
use motcua::{
    catalog::{
        Catalog,
        settings::{OfficeSettings, ProgramSettings},
    },
    delivery::sending::channel::shorten_text,
    domain::sight::DataScope,
    pipeline::{DueSummary, DueWork, IngestOverrides},
    report::{ReportContext, ReportRequest, mail},
    warehouse::query::Warehouse,
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
    // The build's own version is another with each change of the content.
    let version = regex::Regex::new("[0-9a-f]{12}").expect("a pattern");
    insta::assert_snapshot!(version.replace_all(&text, "VERSION"));
}

/// What a list of a message says of its own number, how many lines stand under it, and how many are left out.
fn list_of(text: &str, heading: &str) -> (usize, usize, usize) {
    let parts: Vec<&str> = text.split("\n\n").collect();
    let part = parts.iter().find(|part| part.starts_with(heading)).expect(heading);
    let number = |text: &str| text.parse().expect("a number");
    let (said, lines) = part.split_once('\n').unwrap_or((part, ""));
    let of_units = said.strip_suffix(" đơn vị").expect("of agencies");
    let all = number(of_units.rsplit(' ').next().expect("a number"));
    let tail = lines.lines().find_map(|line| line.strip_prefix("… và "));
    let left = tail.map_or(0, |tail| number(tail.split(' ').next().expect("a number")));
    (all, lines.lines().filter(|line| line.starts_with("- ")).count(), left)
}

/// Seven of ten in time and nine overdue at each of them.
fn crowd() -> Office {
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
    office
}

/// Subject and text of the last week of 2023.
fn mailed(office: &Office) -> (String, String) {
    mailed_of(office, &office.warehouse(), "2023-W52")
}

fn mailed_of(office: &Office, warehouse: &Warehouse, period: &str) -> (String, String) {
    let settings = OfficeSettings::default();
    let context = ReportContext::new(&office.catalog, &settings, warehouse, date(2024, 3, 4));
    let asked = ReportRequest {
        report: office.catalog.find_report("chat_list").expect("a report"),
        period: period.parse().expect("a period"),
        agency: None,
    };
    let (body, _) = mail(&context, asked, &[]).expect("made").expect("something");
    (body.subject, body.text)
}

#[test]
fn a_list_too_long_is_cut_by_whole_lines_and_what_is_due_is_counted_still() {
    let office = crowd();
    let (text, _) = told(&office);
    assert!(text.chars().count() <= 2000, "{}", text.chars().count());
    let under = list_of(&text, "Dưới 80%: 55 đơn vị");
    let open = list_of(&text, "Đang quá hạn, tính đến hết ngày 31/12/2023: 495 hồ sơ ở 55 đơn vị");
    for (all, listed, left) in [under, open] {
        assert_eq!((all, listed + left), (NAMED.len(), NAMED.len()), "{text}");
        assert!(left > 0, "{text}");
    }
    assert!(text.contains("Sắp đến hạn, tính đến hết ngày 31/12/2023: 0 hồ sơ"), "{text}");
}

#[test]
fn after_the_receivers_cut_what_is_listed_and_left_out_is_still_what_the_heading_says() {
    let (subject, text) = mailed(&crowd());
    // Subject, an empty line and text are no longer than the report says a message is.
    assert!(subject.chars().count() + 2 + text.chars().count() <= 1990, "{text}");
    let last = text.lines().next_back().expect("a line");
    assert!(last.starts_with("Phiên bản dữ liệu "), "{last}");
    let things = |text: &str| -> usize {
        let of_line = |line: &str| match line.strip_prefix("… và ") {
            Some(tail) => tail.split(' ').next().and_then(|it| it.parse().ok()).expect("a number"),
            None => usize::from(line.starts_with("- ")),
        };
        text.lines().map(of_line).sum()
    };
    for most in [1200, 1990] {
        let cut = shorten_text(&text, most - subject.chars().count(), "… và {count} việc khác");
        assert!(cut.chars().count() <= most && cut.ends_with(last), "{cut}");
        assert_eq!(things(&cut), things(&text), "{cut}");
        let (all, listed, left) = list_of(&cut, "Dưới 80%: 55 đơn vị");
        assert_eq!((all, listed + left), (NAMED.len(), NAMED.len()), "{cut}");
    }
}

#[test]
fn dossiers_above_the_communes_are_counted_in_the_heading_and_on_a_line_of_their_own() {
    let office = Office::with_metrics(&["overdue_open", "due_soon"]);
    // Four of An Sơn, two of the district's own office.
    let mut rows = HEAD.to_owned();
    for (number, agency) in ["06283", "06283", "06283", "06283", "184", "184"].iter().enumerate() {
        writeln!(rows, "Q{number},{agency},in_progress,2023-12-20,2023-12-27,").expect("written");
    }
    office.begin_given(&rows);
    let (_, text) = mailed(&office);
    let told = "Đang quá hạn, tính đến hết ngày 31/12/2023: 6 hồ sơ ở 2 đơn vị\n- Xã An Sơn: 4\n- Huyện Văn Quan: 2\n";
    assert!(text.contains(told), "{text}");
}

#[test]
fn codes_are_listed_of_the_last_known_day_and_of_none_before() {
    let office = Office::with_metrics(&["overdue_open", "due_soon"]);
    office.begin_given(&format!("{HEAD}Q1,06283,in_progress,2023-12-20,2023-12-27,\n"));
    // Known until 1/1/2024: the week of that day goes on, the one before is past.
    let (_, now) = mailed_of(&office, &office.warehouse(), "2024-W01");
    let told =
        "Đang quá hạn, tính đến hết ngày 01/01/2024, mã hồ sơ:\n- Q1, hẹn 27/12/2023, Xã An Sơn";
    assert!(now.contains(told), "{now}");
    let (_, past) = mailed(&office);
    let told = "Đang quá hạn, tính đến hết ngày 31/12/2023: không liệt kê mã hồ sơ, vì đây là số của ngày 31/12/2023, số liệu đã có đến ngày 01/01/2024.";
    assert!(past.contains(told) && !past.contains("- Q1"), "{past}");
}

#[test]
fn who_sees_no_person_is_told_no_sum_of_numbers_that_are_withheld() {
    let office = Office::with_metrics(&["overdue_open", "due_soon"]);
    let mut rows = HEAD.to_owned();
    finished(&mut rows, "06283", (7, 10));
    // One of nine is not: who it is could be told.
    finished(&mut rows, "06274", (8, 9));
    for (agency, count) in [("06283", 6), ("06295", 2), ("06298", 2), ("06274", 1)] {
        for number in 0..count {
            writeln!(rows, "{agency}-Q{number},{agency},in_progress,2023-12-20,2023-12-27,")
                .expect("written");
        }
    }
    office.begin_given(&rows);
    let seen = office.warehouse().with_scope(&DataScope::Aggregates).expect("opened");
    let (_, text) = mailed_of(&office, &seen, "2023-W52");
    assert!(text.contains("Quá ít hồ sơ, không nêu: 1 đơn vị\n- Xã Hòa Bình\n"), "{text}");
    assert!(!text.contains("Chưa có số liệu"), "{text}");
    let told = "Đang quá hạn, tính đến hết ngày 31/12/2023: quá ít, không nêu\n- Xã An Sơn: 6\n";
    assert!(text.contains(told), "{text}");
    assert_eq!(text.matches(": quá ít, không nêu\n").count(), 4, "{text}");
}

#[test]
fn it_is_sent_to_no_role_that_sees_numbers_alone() {
    let office = Office::with_metrics(&["overdue_open", "due_soon"]);
    let check = |role: &str| {
        let schedule = schedule().replace("webhook = \"zalo\"", &format!("role = \"{role}\""));
        let settings =
            crate::support::sender::mail(1) + &schedule.replace("name = \"Nhóm một cửa\", ", "");
        ProgramSettings::parse_text("motcua.toml", &settings)
            .expect("settings")
            .check_content(&office.catalog)
    };
    check("officer").expect("they are well");
    let refused = office.catalog.phrases.tell_content(&check("viewer").expect_err("refused"));
    assert!(refused.contains("Đơn vị theo mức đúng hạn"), "{refused}");
}

#[test]
fn a_unit_whose_dossiers_nobody_told_of_is_unknown_and_no_nought() {
    let office = Office::with_metrics(&["overdue_open", "due_soon", "petition_on_time_rate"]);
    let mut rows = HEAD.to_owned();
    finished(&mut rows, "06283", (7, 10));
    rows += "S1,06295,in_progress,2023-12-20,2024-01-03,\n";
    office.begin_given(&rows);
    let petitions = office.file(
        "petitions.csv",
        "petition_code,agency_code,received_at,answered_at,petition_status\n\
         P1,06274,2023-12-04,2023-12-12,answered\n",
    );
    let said = IngestOverrides {
        connector: Some("given_petition".into()),
        snapshot_on: Some(date(2024, 1, 1)),
        ..IngestOverrides::default()
    };
    let (taken, _) = office.ingest(&petitions, &said);
    assert!(taken.iter().all(Result::is_ok), "{taken:?}");
    let (_, text) = mailed(&office);
    assert!(text.contains("Không phát sinh hồ sơ: 1 đơn vị\n- Xã Đồng Giáp: 0/0\n"), "{text}");
    assert!(text.contains("Chưa có số liệu: 1 đơn vị\n- Xã Hòa Bình\n"), "{text}");
}

#[test]
fn nothing_known_is_no_nought() {
    let office = Office::with_metrics(&["overdue_open", "due_soon"]);
    office.begin_given(&format!("{HEAD}A1,06283,finished,2023-11-01,2023-11-08,2023-11-07\n"));
    let (_, text) = mailed_of(&office, &office.warehouse(), "2024-02");
    assert_eq!(text.matches("chưa có số liệu sau").count(), 3, "{text}");
    assert!(!text.contains(" 0 "), "{text}");
}

#[test]
fn limits_are_of_a_share_of_which_more_is_better_whole_or_not() {
    let office = |metric: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("reports/chat_list.toml");
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        let text = format!(
            "id = \"chat_list\"\nname = \"X\"\nsubject = \"X\"\n[[section]]\nkind = \"bands\"\n\
             metrics = [\"{metric}\"]\nlimits = [80, 92.5]\n"
        );
        std::fs::write(path, text).expect("written");
        Catalog::load_content(Some(folder.path()))
    };
    let own = office("on_time_rate").expect("well");
    let limits = &own.find_report("chat_list").expect("a report").sections[0].limits;
    assert_eq!(limits.iter().map(|it| it.to_vietnamese()).collect::<Vec<_>>(), ["80", "92,5"]);
    for metric in ["overdue_open", "refusal_rate"] {
        let refused = office(metric).expect_err("refused");
        let told = own.phrases.tell_content(&refused);
        assert!(told.contains("càng cao càng tốt") && told.contains(metric), "{told}");
        let place = format!("{refused:?}");
        assert!(place.contains("reports/chat_list.toml"), "{place}");
    }
}
