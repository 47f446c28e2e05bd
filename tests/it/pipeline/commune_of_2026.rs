//! The samples of a commune of 2026: two systems, one truth, and every number planted.

use std::{fs, path::PathBuf, sync::LazyLock};

use jiff::civil::date;
use motcua::{
    domain::source::Source,
    pipeline::{IngestOutcome, IngestOverrides},
    sample::{self, SamplePlan},
    warehouse::query::{AgencyFilter, BridgeAsked, BridgeSide, HandlingAsked},
};

use crate::support::{kept::Kept, office::Office};

pub(super) const COMMUNE: &str = "06253";

/// The commune's exports, taken in once for all tests.
static SAMPLED: LazyLock<Kept> = LazyLock::new(|| {
    Kept::of("commune_of_2026", |folder| {
        let mut office = Office::in_folder(folder);
        office.own = None;
        let content = &office.catalog.content;
        let plan = SamplePlan::load_plan(content, "xa_van_quan_2026").expect("the plan is well");
        let out = office.data().join("samples");
        let exports = sample::write_exports(content, &plan, &out, None, 1).expect("written");
        let now = date(2026, 11, 20).at(8, 0, 0, 0);
        let (taken, build) = office.ingest_all(&exports, &IngestOverrides::default(), now);
        for taken in taken {
            taken.expect("each is taken in");
        }
        let problems: Vec<String> = (build.expect("built").sources.into_iter())
            .filter(|source| source.staged.rejected + source.staged.unreadable > 0)
            .map(|source| source.id)
            .collect();
        assert!(problems.is_empty(), "rows of {problems:?} cannot be used");
    })
});

pub fn sampled() -> Office {
    let office = Office::of_every_metric();
    SAMPLED.copy(office.folder());
    office
}

pub(super) fn export(office: &Office, name: &str) -> String {
    let path: PathBuf = office.data().join("samples").join(name);
    fs::read_to_string(path).expect("an export")
}

/// Numerator and denominator of the commune.
pub(super) fn parts(office: &Office, metric: &str, period: &str) -> (i64, Option<i64>) {
    let value = office.value(metric, period, COMMUNE).expect("known");
    (value.measure.numerator, value.measure.denominator)
}

#[test]
fn the_commune_gives_the_numbers_that_were_planted() {
    let office = sampled();
    // 141 + 192 of 150 + 210; less 7 after the hour and 2 asked twice, with 7 withdrawn.
    assert_eq!(parts(&office, "on_time_rate", "2026-Q3"), (333, Some(360)));
    assert_eq!(parts(&office, "progress_766", "2026-Q3"), (331, Some(367)));
    // 50 + 66 of 52 + 74; less 3 and 1, with 3 withdrawn and 30 open, of which 24 in time.
    assert_eq!(parts(&office, "on_time_rate", "2026-10"), (116, Some(126)));
    assert_eq!(parts(&office, "progress_766", "2026-10"), (139, Some(159)));
    assert_eq!(parts(&office, "overdue_open", "2026-10").0, 6);
    // Nothing of October that fell due is open still: 2 and 3 of November.
    assert_eq!(parts(&office, "overdue_open", "2026-11").0, 5);
}

#[test]
fn what_both_systems_list_counts_once() {
    let office = sampled();
    let of_ministry = export(&office, "danh-sach-ho-so-he-thong-bo-2026-11-18.csv");
    let of_province = export(&office, "ho-so-he-thong-tinh-2026-11-18.json");
    // 150 + 3 + 2, 52 + 9 + 2 + 1 + 1 + 2 and 30 + 14 + 2 + 1 + 2; 217, 99 and 69 of its own and 14 + 5 of the other system.
    assert_eq!(of_ministry.lines().count() - 1, 155 + 67 + 49);
    assert_eq!(of_province.matches("\"dossierStatus\"").count(), 217 + 99 + 69 + 19);
    assert_eq!(of_province.matches(".G15-").count(), 19);
    // 367, 159 and 47 + 66 that were received; by the two lists 19 more.
    assert_eq!(parts(&office, "update_count", "2026"), (639, None));
}

#[test]
fn the_portal_shows_october_as_the_dossiers_do_and_counted_more_before() {
    let office = sampled();
    let published = |period: &str| {
        let told = office.list("progress_766", period, true, &AgencyFilter::default());
        let told = told.into_iter().find(|value| value.agency_code == COMMUNE).expect("published");
        (told.measure.numerator, told.measure.denominator)
    };
    assert_eq!(published("2026-10"), parts(&office, "progress_766", "2026-10"));
    let (on_time, all) = parts(&office, "progress_766", "2026-Q3");
    // The 14 dossiers of both systems, of which 12 were in time.
    assert_eq!(published("2026-Q3"), (on_time + 12, all.map(|all| all + 14)));
}

#[test]
fn every_dossier_that_differs_has_a_reason_and_they_add_up() {
    let office = sampled();
    let warehouse = office.warehouse();
    let mut differing = 0;
    for bridge in &office.catalog.bridges {
        for period in ["2026-Q3", "2026-10", "2026-09", "2026"] {
            let metric = |id: &str| office.catalog.find_metric(id).expect("a metric");
            let asked = BridgeAsked {
                first: metric(&bridge.first),
                second: metric(&bridge.second),
                reasons: Some(bridge),
                period: period.parse().expect("a period"),
                agency: Some(COMMUNE),
            };
            let found =
                warehouse.dossiers.bridge_metrics(&asked).expect("answered").expect("known");
            let mut sum = found.first;
            for step in &found.steps {
                assert!(bridge.reasons.contains_key(&step.reason), "{period}: {step:?}");
                sum = BridgeSide {
                    numerator: sum.numerator + step.change.numerator,
                    denominator: sum.denominator + step.change.denominator,
                };
                differing += step.dossiers;
            }
            assert_eq!(sum, found.second, "{} {period}", bridge.second);
        }
    }
    // Of the third quarter alone: 7 withdrawn, 7 after the hour, 2 asked twice.
    assert!(differing > 16, "{differing}");
}

#[test]
fn the_third_quarter_differs_by_the_planted_dossiers_alone() {
    let office = sampled();
    let warehouse = office.warehouse();
    let metric = |id: &str| office.catalog.find_metric(id).expect("a metric");
    let (first, second) = (metric("on_time_rate"), metric("progress_766"));
    let asked = BridgeAsked {
        first,
        second,
        reasons: office.catalog.find_bridge(first, second),
        period: "2026-Q3".parse().expect("a period"),
        agency: Some(COMMUNE),
    };
    let found = warehouse.dossiers.bridge_metrics(&asked).expect("answered").expect("known");
    let mut steps: Vec<(&str, u64)> =
        found.steps.iter().map(|step| (step.reason.as_str(), step.dossiers)).collect();
    steps.sort_unstable();
    assert_eq!(steps, [("asked_twice", 2), ("hour", 7), ("withdrawn", 7)]);
}

#[test]
fn the_steps_of_the_provinces_dossiers_say_where_the_time_goes() {
    let office = sampled();
    let asked = HandlingAsked {
        metric: office.catalog.find_metric("average_processing_days").expect("a metric"),
        period: "2026-Q3".parse().expect("a period"),
        agency: Some(COMMUNE),
    };
    let found = office.warehouse().dossiers.read_handling_steps(&asked).expect("read");
    let desk = "Trung tâm Phục vụ hành chính công";
    let of = |status: &str| -> i64 {
        (found.steps.iter()).filter(|step| step.status == status).map(|step| step.steps).sum()
    };
    // Of the 210 done and the 4 withdrawn, each taken in at the desk.
    assert_eq!((of("received"), of("finished"), of("withdrawn")), (214, 210, 4));
    assert_eq!(of("supplement_requested"), 6);
    let at_desk = found.steps.iter().find(|step| step.status == "received").expect("told");
    assert_eq!(at_desk.office.as_deref(), Some(desk));
}

/// Nothing of an office is archived beside what the program invented, nor the other way round.
#[test]
fn an_archive_is_invented_or_it_is_not() {
    let office = Office::new();
    let invented = IngestOverrides { is_invented: true, ..IngestOverrides::default() };
    let row = |code: &str| {
        format!(
            "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Trạng thái\n{code};Xã An Sơn;04/12/2023;;Đang xử lý\n"
        )
    };
    let first = office.file("mau-2023-12-31.csv", row("A1"));
    let (taken, _) = office.ingest(&first, &invented);
    let is_new = |taken: &[Result<IngestOutcome, _>]| {
        matches!(taken, [Ok(IngestOutcome::New(Source { is_invented: true, .. }))])
    };
    assert!(is_new(&taken), "{taken:?}");
    let own = office.file("cua-xa-2023-12-31.csv", row("A2"));
    let (taken, build) = office.ingest(&own, &IngestOverrides::default());
    let refused = taken[0].as_ref().expect_err("not beside it");
    let said = office.catalog.phrases.tell_error(refused);
    assert!(said.contains("số liệu giả, như mau-2023-12-31.csv"), "{said}");
    assert!(build.is_none(), "nothing is published anew");
    // What lies there already may come again.
    let (taken, _) = office.ingest(&first, &IngestOverrides::default());
    assert!(matches!(taken[..], [Ok(IngestOutcome::Known(_))]), "{taken:?}");

    let other = Office::new();
    other.ingest(&own, &IngestOverrides::default());
    let (taken, _) = other.ingest(&first, &invented);
    let said = other.catalog.phrases.tell_error(taken[0].as_ref().expect_err("not beside it"));
    assert!(said.contains("đang có tệp của văn phòng, như cua-xa-2023-12-31.csv"), "{said}");
}

/// Of the two systems the province alone tells the step: 20 and 3 of 34 open in time and 5 overdue.
#[test]
fn the_provinces_list_says_who_has_the_open_dossiers() {
    let office = sampled();
    let today = date(2026, 11, 20);
    let found = office.warehouse().dossiers.read_current_steps(Some(COMMUNE), today);
    let found = found.expect("answered");
    let told: i64 = found.steps.iter().map(|step| step.dossiers).sum();
    let offices: Vec<_> = found.steps.iter().filter_map(|step| step.office.as_deref()).collect();
    assert_eq!(offices, ["Văn phòng HĐND và UBND"]);
    assert_eq!((told, found.unknown), (23, 16));
    assert!(found.steps.iter().all(|step| step.name == "Thẩm định hồ sơ" && step.waiting == 0));
}
