//! What a system did by itself, and how far services were proactive, by the registers of an office.

use std::path::Path;

use motcua::{
    catalog::Catalog,
    domain::sight::DataScope,
    pipeline::IngestOverrides,
    warehouse::query::{HandlingAsked, ProactiveLevel, StepAutomation, Warehouse},
};
use serde_json::json;

use crate::support::{fetch_desk::copy, office::Office};

const SERVICES: &str = "\
procedure_code,level,valid_from,valid_to,source
1.001193,2,2023-01-01,2023-12-05,QĐ 01
1.001193,3,2023-12-06,,QĐ 02
2.000635,4,2023-01-01,,QĐ 01
";
const STEPS: &str = "\
connector,handler,valid_from,valid_to,source
progress_json,Hệ thống,2023-12-05,,QĐ 01
";

/// Five dossiers done in December: A1 and A2 of one procedure whose level changed on the 6th, B1 of another, C1 of a third that no register
/// names, and D1 of another commune.
const DOSSIERS: &str = "\
dossier_code,procedure_code,solving_agency,status,received_at,due_at,ended_at
A1,1.001193,06283,finished,05/12/2023,20/12/2023,08/12/2023
A2,1.001193,06283,finished,06/12/2023,20/12/2023,08/12/2023
B1,2.000635,06283,finished,05/12/2023,20/12/2023,08/12/2023
C1,1.000894,06283,finished,05/12/2023,20/12/2023,08/12/2023
D1,2.000635,06274,finished,05/12/2023,20/12/2023,08/12/2023
";

fn office_with(registers: &[(&str, &str)]) -> Office {
    let own = tempfile::tempdir().expect("a folder");
    copy(Path::new("tests/content"), own.path());
    let folder = own.path().join("queries/reference");
    std::fs::create_dir_all(&folder).expect("made");
    for (name, text) in registers {
        std::fs::write(folder.join(name), text).expect("written");
    }
    let office =
        Office::with(Catalog::load_content(Some(own.path())).expect("the content is well"));
    office.given(DOSSIERS).0.pop().expect("one").expect("taken in");
    let step = |code: &str, handler: Option<&str>, status: &str, at: &str| json!({"MaHoSo": code, "PhongBanXuLy": handler, "TrangThai": status, "ThoiDiemXuLy": at});
    let message = json!({"data": [
        // The day before the register holds.
        step("A1", Some("Hệ thống"), "2", "20231204080000"),
        step("A1", Some("hệ thống"), "4", "20231205080000"),
        step("A1", Some("Tư pháp"), "9", "20231206080000"),
        step("A2", Some("Một cửa"), "2", "20231206080000"),
        // Nobody says who did it.
        step("B1", None, "9", "20231206080000"),
        step("D1", Some("Hệ thống"), "2", "20231206080000"),
        // In another month.
        step("B1", Some("Hệ thống"), "10", "20231130080000"),
    ]});
    let path = office.file("tien-do.json", message.to_string());
    office.ingest(&path, &IngestOverrides::default()).0.pop().expect("one").expect("taken in");
    office
}

fn ask<T>(
    office: &Office,
    agency: Option<&str>,
    read: impl Fn(&Warehouse, &HandlingAsked) -> T,
) -> T {
    let metric = office.catalog.find_metric("average_processing_days").expect("built in");
    let asked = HandlingAsked { metric, period: "2023-12".parse().expect("a period"), agency };
    read(&office.warehouse(), &asked)
}

fn automation(office: &Office, agency: Option<&str>) -> StepAutomation {
    ask(office, agency, |held, asked| held.dossiers.read_step_automation(asked).expect("answered"))
}

fn levels(office: &Office, agency: Option<&str>) -> Vec<(Option<i64>, Option<i64>, i64)> {
    let told = |it: ProactiveLevel| (it.level, it.procedures, it.dossiers);
    ask(office, agency, |held, asked| {
        let found = held.dossiers.read_proactive_levels(asked).expect("answered");
        found.into_iter().map(told).collect()
    })
}

#[test]
fn steps_and_levels_are_told_by_the_registers_of_their_days() {
    let office = office_with(&[("automatic_step.csv", STEPS), ("proactive_service.csv", SERVICES)]);
    // C1 is told of by no message. Of the commune's five steps of December three are known, from the 5th on and of whom the message names; one is the system's.
    let own = automation(&office, Some("06283"));
    assert_eq!(
        own,
        StepAutomation { steps: 5, known: 3, automatic: 1, dossiers: 4, told_dossiers: 3 }
    );
    // The other commune's step is a system's too.
    let all = automation(&office, None);
    assert_eq!(
        all,
        StepAutomation { steps: 6, known: 4, automatic: 2, dossiers: 5, told_dossiers: 4 }
    );
    // A1 was received at level 2, A2 at level 3; the third procedure is not in the register.
    let own = levels(&office, Some("06283"));
    assert_eq!(
        own,
        [(Some(2), Some(1), 1), (Some(3), Some(1), 1), (Some(4), Some(1), 1), (None, Some(1), 1)]
    );
    // One procedure of two communes is one procedure.
    assert_eq!(levels(&office, None)[2], (Some(4), Some(1), 2));
    let within = DataScope::Within("06274".into());
    let asked = HandlingAsked {
        metric: office.catalog.find_metric("average_processing_days").expect("built in"),
        period: "2023-12".parse().expect("a period"),
        agency: None,
    };
    let narrow = office.warehouse().with_scope(&within).expect("opened");
    let found = narrow.dossiers.read_step_automation(&asked).expect("answered");
    assert_eq!(
        found,
        StepAutomation { steps: 1, known: 1, automatic: 1, dossiers: 1, told_dossiers: 1 }
    );
    assert_eq!(narrow.dossiers.read_proactive_levels(&asked).expect("answered").len(), 1);
    let numbers = office.warehouse().with_scope(&DataScope::Aggregates).expect("opened");
    assert!(numbers.dossiers.read_step_automation(&asked).is_err());
    assert!(numbers.dossiers.read_proactive_levels(&asked).is_err());
}

#[test]
fn without_registers_nothing_is_known_and_nothing_is_nought() {
    let office = office_with(&[]);
    let found = automation(&office, Some("06283"));
    assert_eq!(
        found,
        StepAutomation { steps: 5, known: 0, automatic: 0, dossiers: 4, told_dossiers: 3 }
    );
    // Four dossiers of three procedures.
    assert_eq!(levels(&office, Some("06283")), [(None, Some(3), 4)]);
    let words = motcua::view::AnswerWording::new(&office.catalog);
    let said = words.automation_sentence(&found).expect("there were steps");
    assert!(said.contains("chưa biết bước nào do hệ thống") && !said.contains('%'), "{said}");
    assert_eq!(words.automation_sentence(&StepAutomation::default()), None);
    let some = StepAutomation { steps: 5, known: 3, automatic: 1, dossiers: 4, told_dossiers: 3 };
    let said = words.automation_sentence(&some).expect("there were steps");
    assert!(said.contains("1/3 bước (33,33%)") && said.contains("còn 2 bước chưa biết"), "{said}");
    assert!(said.contains("Trong 4 hồ sơ giải quyết xong trong kỳ, 3 hồ sơ có bản tin"), "{said}");
}

#[test]
fn a_name_that_no_message_holds_tells_nothing_of_who_did_the_steps() {
    let table =
        "connector,handler,valid_from,valid_to,source\nprogress_json,Máy chủ,2023-12-05,,QĐ 01\n";
    let office = office_with(&[("automatic_step.csv", table)]);
    let found = automation(&office, Some("06283"));
    assert_eq!((found.steps, found.known, found.automatic), (5, 0, 0));
    let words = motcua::view::AnswerWording::new(&office.catalog);
    let said = words.automation_sentence(&found).expect("there were steps");
    assert!(said.contains("chưa biết bước nào do hệ thống") && !said.contains('%'), "{said}");
}

#[test]
fn where_a_dossier_names_no_procedure_their_number_is_unknown() {
    let office = office_with(&[]);
    let unnamed = "\
dossier_code,procedure_code,solving_agency,status,received_at,due_at,ended_at
E1,,06283,finished,05/12/2023,20/12/2023,08/12/2023
";
    office.given(unnamed).0.pop().expect("one").expect("taken in");
    assert_eq!(levels(&office, Some("06283")), [(None, None, 5)]);
}
