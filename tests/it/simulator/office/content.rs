//! A content of which a build takes as little as can be: one connector, two metrics, the agencies of a district, plain texts. How strange
//! texts are read is asked elsewhere; here it is asked what is left of an export that was read.

use std::{path::Path, sync::LazyLock};

use motcua::catalog::{Catalog, connector::layout::LayoutRules, metric::Metric};

use crate::fuzz::small_registry::{keep_agencies, keep_lines};

/// Metrics that are built and counted again: a rate of what ended, a count of what came.
const METRICS: [&str; 2] = ["on_time_rate", "update_count"];

/// The metric an office lays over the content, and takes away again.
pub const OWN_METRIC: &str = "own_count";

const OWN_SQL: &str = r#"-- id          = "own_count"
-- name        = "Số hồ sơ đã xong"
-- short_name  = "Đã xong"
-- unit        = "dossiers"
-- events      = ["flow"]
-- better      = "higher"
-- numerator   = "hồ sơ đã xong trong kỳ"
-- rule        = "date"
-- rule_name   = "theo ngày"
-- statuses    = "tính hồ sơ đã xong"
-- source      = "theo văn phòng"
-- example     = "Ba hồ sơ xong trong kỳ: 3"
-- since       = 2018-06-21
select agency_code, ended_on as on_day, dossier_code as subject_id, 'flow' as kind, 1 as numerator, cast(null as integer) as denominator
from finished_dossier where ended_on is not null
"#;

/// What of the connector `given` its exports fill in.
const COLUMNS: [&str; 6] =
    ["dossier_code", "solving_agency", "status", "received_at", "due_at", "ended_at"];

/// What the audit must find in any office.
const CHECKS: [&str; 3] = ["rows_add_up", "every_source_is_staged", "kinds_of_events_are_known"];

/// The agencies: province, district, the communes of the exports, and one of those they went into.
const AGENCIES: [&str; 5] = ["20,", "184,", "06283,", "06274,", "06298,"];

/// What is told of a dossier by several exports and systems, and what pays: nothing here asks for it.
const NOT_ASKED: [&str; 6] = [
    "12_told_again",
    "13_told_by_others",
    "14_told_again_else",
    "15_told_again_figure",
    "16_agency_of_figure",
    "16_told_again_survey",
];

/// How the exports are written: codes as they are, days as the engine reads them.
const DIALECT: &str = "
create or replace macro usual_timestamp(t) as try_cast(t as timestamp);
create or replace macro parse_timestamp(t) as try_cast(t as timestamp);
create or replace macro day_marks(t) as case when t is null then 0 else 1 end;
create or replace macro day_marks_at_sight(t) as day_marks(t);
create or replace macro is_plain_code(t) as t <> '';
create or replace macro normalized_code(t) as nullif(t, '');
create or replace macro code_problem(t) as case when t = '' then 'missing' end;
create or replace macro zeros_of_number(t) as cast(null as bigint);
";

const LAYOUT: &str = r"
patterns = ['^Tong cong']
numbering = '[(]1[)]'
total = '^Tong cong'
empty = ['null']
empty_days = ['0001-01-01']
order = []
errors = ['NaN']
unreadable = ['##']
";

/// The content as it is handed out, and with a holiday and a metric of the office's own.
pub static CATALOGS: LazyLock<[Catalog; 2]> = LazyLock::new(|| {
    let small = small_catalog();
    let mut changed = small.clone();
    let path = format!("queries/metrics/{OWN_METRIC}.sql");
    changed.content = changed.content.with_file(&path, OWN_SQL.into());
    let file = changed.content.find_file(&path).expect("laid over");
    changed.metrics.push(Metric::parse_file(file).expect("it is well"));
    let holiday = "day,kind,name,source\n2023-05-04,off,Ngày hội của xã,văn bản của văn phòng\n";
    changed.content =
        changed.content.with_file("queries/reference/holiday/own.csv", holiday.into());
    [small, changed]
});

fn small_catalog() -> Catalog {
    let own = Path::new("tests/content");
    let mut catalog = Catalog::load_content(Some(own)).expect("the content is well");
    let is_kept = |id: &String| METRICS.contains(&id.as_str());
    catalog.metrics.retain(|metric| is_kept(&metric.id));
    catalog.overview.watched.retain(is_kept);
    catalog.overview.lists.retain(|list| is_kept(&list.metric));
    catalog.forecasts.clear();
    catalog.levers.clear();
    catalog.forms.clear();
    catalog.checks.retain(|check| CHECKS.contains(&check.id.as_str()));
    catalog.connectors.retain(|connector| connector.id == "given");
    for connector in &mut catalog.connectors {
        connector.columns.retain(|column| COLUMNS.contains(&column.heading.as_str()));
    }
    keep_agencies(&mut catalog, &AGENCIES);
    keep_lines(&mut catalog, "holiday/national", |line| line.starts_with("2023"));
    let mut content = catalog.content.clone();
    for name in NOT_ASKED {
        content = content.with_file(&format!("queries/models/{name}.sql"), b"select 1;".into());
    }
    content = content.with_file("queries/dialect/plain/duckdb.sql", DIALECT.into());
    content = content.with_file("connectors/layout.toml", LAYOUT.into());
    catalog.layout = LayoutRules::load_rules(&content).expect("they are well");
    Catalog { content, ..catalog }
}
