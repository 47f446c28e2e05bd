//! From exports to answers, and what must hold on the way whatever happens.

use std::{collections::BTreeSet, fs, path::PathBuf, sync::LazyLock};

use jiff::civil::{DateTime, date};

use motcua::{
    pipeline::{IngestOutcome, IngestOverrides},
    sample::{self, SamplePlan},
    warehouse::query::{AgencyFilter, AgencyLevel, AgencyValue},
};

use crate::support::{
    kept::Kept,
    office::{AGENCY, Office, level},
};

/// The samples the demo takes in, taken in once for all tests.
static SAMPLED: LazyLock<Kept> = LazyLock::new(|| {
    Kept::of("sampled", |folder| {
        let office = Office::in_folder(folder);
        let content = &office.catalog.content;
        let plan = SamplePlan::load_plan(content, "van_quan_2023").expect("the plan is well");
        let out = office.data().join("samples");
        let exports = sample::write_exports(content, &plan, &out, None, 1).expect("written");
        // The published figures are of September 2026; what is to come is no day of an export.
        let now = date(2026, 10, 1).at(8, 0, 0, 0);
        office.ingest_all(&exports, &IngestOverrides::default(), now);
    })
});

/// An office of its own that has taken in the samples, and their files.
pub fn sampled() -> (Office, Vec<PathBuf>) {
    let office = Office::of_every_metric();
    SAMPLED.copy(office.folder());
    let samples = fs::read_dir(office.data().join("samples")).expect("the samples");
    let mut exports: Vec<PathBuf> = samples.map(|entry| entry.expect("an entry").path()).collect();
    exports.sort();
    (office, exports)
}

#[test]
fn the_samples_give_the_numbers_of_the_plans() {
    let (office, exports) = sampled();

    let on_time = office.list("on_time_rate", "2023", false, &level("commune"));
    assert_eq!(on_time.len(), 17);
    let under: Vec<_> = on_time
        .iter()
        .filter(|value| value.measure.numerator * 10 < value.measure.denominator.unwrap_or(0) * 9)
        .collect();
    assert_eq!(under.len(), 1, "only An Sơn is under 90 %");
    assert_eq!(
        (under[0].agency_code.as_str(), under[0].measure.numerator, under[0].measure.denominator),
        (AGENCY, 387, Some(480))
    );

    let counts = office.list("update_count", "2023", false, &level("commune"));
    let smallest: Vec<(&str, i64)> = counts
        .iter()
        .take(3)
        .map(|value| (value.agency_name.as_str(), value.measure.numerator))
        .collect();
    assert_eq!(smallest[..2], [("Xã Đồng Giáp", 254), ("Xã Hòa Bình", 299)]);
    assert!(smallest[2].1 > 350, "{smallest:?}");

    let published = office.list("progress_766", "2026-08", true, &level("commune"));
    let is_under = |value: &&AgencyValue| {
        value.measure.numerator * 10 < value.measure.denominator.unwrap_or(0) * 9
    };
    assert_eq!((published.len(), published.iter().filter(is_under).count()), (148, 98));
    let all = AgencyFilter { level: Some(AgencyLevel::All), ..AgencyFilter::default() };
    let all = office.list("progress_766", "2026-08", true, &all);
    assert_eq!((all.len(), all.iter().filter(is_under).count()), (163, 109));
    let province = office
        .list("progress_766", "2026-08", true, &level("province"))
        .pop()
        .expect("the province");
    assert_eq!(
        (province.measure.numerator, province.measure.denominator),
        (144_625, Some(184_513))
    );

    // Twice changes nothing.
    let before = office.warehouse().data_version.clone();
    for path in &exports {
        let (taken, build) = office.ingest(path, &IngestOverrides::default());
        assert!(matches!(taken[0], Ok(IngestOutcome::Known(_))) && build.is_none());
    }
    assert_eq!(office.warehouse().data_version, before);
}

#[test]
fn the_rows_behind_a_number_are_the_ones_that_miss_it() {
    let (office, _) = sampled();
    let failing = office.rows("on_time_rate", "2023", AGENCY, true);
    assert_eq!(failing.len(), 480 - 387);
    assert!(
        failing.iter().all(|row| row.ended_at.map(DateTime::date) > row.due_at.map(DateTime::date))
    );
    assert_eq!(office.rows("on_time_rate", "2023", AGENCY, false).len(), 480);
    assert_eq!(office.rows("on_time_rate", "2023", "184", true).len(), 7693 - 7296);
}

#[test]
fn sums_over_communes_are_the_district() {
    let (office, _) = sampled();
    let mut answered = 0;
    for metric in &office.catalog.metrics {
        let communes = office.list(&metric.id, "2023", false, &level("commune"));
        let Some(district) = office.value(&metric.id, "2023", "184") else {
            // The samples say nothing of it.
            assert!(communes.is_empty(), "{}", metric.id);
            continue;
        };
        answered += 1;
        let sum = |f: fn(&AgencyValue) -> i64| communes.iter().map(f).sum::<i64>();
        assert_eq!(
            sum(|value| value.measure.numerator),
            district.measure.numerator,
            "{}",
            metric.id
        );
        assert_eq!(
            sum(|value| value.measure.denominator.unwrap_or(0)),
            district.measure.denominator.unwrap_or(0),
            "{}",
            metric.id
        );
    }
    assert!(answered >= 10, "the samples answer {answered} metrics");
}

#[test]
fn no_applicant_is_found_anywhere_in_the_data_folder() {
    let (office, exports) = sampled();
    let numbers = regex::bytes::Regex::new("09000[0-9]{5}|0209990[0-9]{5}").expect("a pattern");
    let mut exported = BTreeSet::new();
    for path in exports {
        let bytes = fs::read(&path).expect("read");
        exported.extend(numbers.find_iter(&bytes).map(|found| found.as_bytes().to_vec()));
        fs::remove_file(path).expect("removed");
    }
    assert!(exported.len() > 1000, "the exports hold numbers of persons");
    let warehouse = office.warehouse();
    drop(warehouse);
    let names = ["Hoàng Thị Thử", "Nông Văn Mẫu", "Lý Thị Ví Dụ", "Thôn Mẫu"];
    let names = regex::bytes::Regex::new(&names.join("|")).expect("a pattern");
    let mut folders = vec![office.data()];
    let (mut files, mut leaked) = (0, BTreeSet::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            files += 1;
            let bytes = fs::read(&path).expect("read");
            assert!(names.find(&bytes).is_none(), "a name in {}", path.display());
            let found = numbers.find_iter(&bytes).map(|found| found.as_bytes().to_vec());
            leaked.extend(found.filter(|number| exported.contains(number)));
        }
    }
    // Codes of agencies that lie side by side in a file may spell one by chance; a leak would show thousands.
    assert!(leaked.len() < 3, "{leaked:?}");
    assert!(files >= 9, "only {files} files were looked at");
    for column in ["Chủ hồ sơ", "Số CCCD", "Điện thoại", "ChuHoSo", "SoDienThoai", "Địa chỉ"]
    {
        let sources = office.catalog.connectors.iter();
        assert!(
            !sources.flat_map(|connector| &connector.columns).any(|kept| kept.heading == column),
            "{column}"
        );
    }
}
