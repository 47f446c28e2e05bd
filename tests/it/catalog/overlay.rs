//! A metric added as a file in an office's own folder: on the command line, in the API, as a chart and on the pages, with no rebuild.

use axum::http::StatusCode;
use motcua::{catalog::Catalog, warehouse};
use rstest::rstest;

use crate::support::{
    desk::Desk,
    office::Office,
    visitor::{Visitor, all, text},
};

const METRIC: &str = r#"-- id          = "saturday_rate"
-- name        = "Tỷ lệ hồ sơ tiếp nhận vào thứ Bảy"
-- short_name  = "Tiếp nhận thứ Bảy"
-- unit        = "percent"
-- better      = "lower"
-- numerator   = "trong số đó, tiếp nhận vào thứ Bảy"
-- denominator = "hồ sơ tiếp nhận trong kỳ"
-- rule        = "date"
-- rule_name   = "theo ngày tiếp nhận"
-- statuses    = "tính mọi hồ sơ đã tiếp nhận"
-- source      = "theo quy chế của văn phòng"
-- since       = 2020-01-01
select receiving_agency as agency_code, cast(received_at as date) as on_day, dossier_code as subject_id, 'flow' as kind,
    case when iso_weekday(received_at) = 6 then 1 else 0 end as numerator, 1 as denominator
from dossier
where status not in ('registered', 'refused') and received_at is not null
"#;

const PAGE: &str = r#"id = "overview"
title = "Tổng quan"
tiles = ["saturday_rate"]
ranking = "saturday_rate"
published_ranking = "progress_766"
level = "commune"
"#;

#[test]
fn the_command_line_builds_and_shows_it() {
    let desk = Desk::after_demo();
    desk.write("own/queries/metrics/saturday_rate.sql", METRIC);
    let stale = desk.run("show saturday_rate --period 2023 --content own");
    assert!(stale.contains("motcua build"), "{stale}");
    assert!(desk.run("build --content own").starts_with("exit 0"));
    let shown =
        desk.run("show saturday_rate --period 2023 --level district --format csv --content own");
    assert!(shown.contains("184,Huyện Văn Quan,"), "{shown}");
    assert!(desk.run("explain saturday_rate --content own").contains("thứ Bảy"));
    assert!(
        desk.run("chart saturday_rate --period 2023 -o a.svg --content own").starts_with("exit 0")
    );
}

#[tokio::test]
async fn the_api_the_chart_and_the_pages_show_it() {
    let own = tempfile::tempdir().expect("a folder");
    for (path, text) in
        [("queries/metrics/saturday_rate.sql", METRIC), ("dashboards/overview.toml", PAGE)]
    {
        let path = own.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }
    let given = "tests/content/connectors/given/connector.toml";
    let connector = own.path().join("connectors/given");
    std::fs::create_dir_all(&connector).expect("made");
    std::fs::copy(given, connector.join("connector.toml")).expect("copied");
    let office =
        Office::with(Catalog::load_content(Some(own.path())).expect("the content is well"));
    // 4 March 2023 was a Saturday.
    office.given("status,received_at\nfinished,04/03/2023 08:00:00\nfinished,06/03/2023 08:00:00\nfinished,07/03/2023 08:00:00\n");
    let visitor = Visitor::of(office);
    let answer = visitor.get("/api/v1/metrics/saturday_rate/values?period=2023-03").await;
    assert_eq!(answer.status(), StatusCode::OK);
    let json: serde_json::Value = serde_json::from_str(&text(answer).await).expect("JSON");
    assert_eq!(json["rows"][0]["value"], "33.33");
    let page = visitor.page("/?period=2023-03").await;
    assert_eq!(all(&page, "[data-metric=saturday_rate] .value"), ["33,33%"]);
    assert_eq!(
        visitor.get("/charts/saturday_rate.svg?period=2023-03").await.status(),
        StatusCode::OK
    );
}

const MODEL: &str = "create view elsewhere as\nselect 1 as one;\n";
const CHECK: &str = "-- id       = \"elsewhere\"\n-- name     = \"Không có gì ở nơi khác\"\n-- severity = \"warn\"\n\
    select null as agency_code, 'x' as subject_id, 'y' as detail from dossier\n";

/// SQL of somebody else's folder opens no file of this machine: neither when it is looked at nor when it is built of.
#[rstest]
#[case::a_metric_that_reads_a_text(
    "queries/metrics/saturday_rate.sql",
    METRIC,
    "from dossier",
    "from dossier, read_text('@/secret.txt')",
    "dòng 15: câu SQL này đòi mở tệp `secret.txt`"
)]
#[case::a_check_that_looks_into_a_folder(
    "queries/checks/elsewhere.sql",
    CHECK,
    "from dossier",
    "from glob('@/secret*')",
    "dòng 4: câu SQL này đòi mở tệp `secret*`"
)]
#[case::a_model_that_writes(
    "queries/models/99_elsewhere.sql",
    MODEL,
    ";\n",
    ";\ncopy agency to '@/taken.csv';\n",
    "dòng 3: câu SQL này đòi mở tệp `taken.csv`"
)]
#[case::a_model_that_opens_a_database(
    "queries/models/99_elsewhere.sql",
    MODEL,
    ";\n",
    ";\nattach '@/other.duckdb' as other;\n",
    "dòng 3: câu SQL này đòi mở tệp `other.duckdb`"
)]
#[case::a_model_that_loads_an_extension(
    "queries/models/99_elsewhere.sql",
    MODEL,
    ";\n",
    ";\ninstall httpfs;\n",
    "dòng 3: câu SQL này đòi mở phần mở rộng"
)]
#[case::a_model_that_changes_settings(
    "queries/models/99_elsewhere.sql",
    MODEL,
    ";\n",
    ";\nset threads = 1;\n",
    "dòng 3: câu SQL này đòi mở phần mở rộng hoặc cài đặt"
)]
fn foreign_sql_opens_no_file(
    #[case] path: &str,
    #[case] sql: &str,
    #[case] from: &str,
    #[case] to: &str,
    #[case] told: &str,
) {
    let own = tempfile::tempdir().expect("a folder");
    std::fs::write(own.path().join("secret.txt"), "of nobody's business").expect("written");
    let file = own.path().join(path);
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
    let to = to.replace('@', &own.path().to_string_lossy());
    std::fs::write(&file, sql.replacen(from, &to, 1)).expect("written");
    let catalog = Catalog::load_content(Some(own.path())).expect("the content is well");
    let scratch = tempfile::tempdir().expect("a folder");
    let refused = warehouse::check_content_sql(&catalog, scratch.path()).expect_err("refused");
    let said = refused.to_string();
    assert!(said.starts_with(&format!("`{path}`, {told}")), "{said}");
    let files = std::fs::read_dir(own.path()).expect("a folder").count();
    assert_eq!(files, 2, "nothing was written");
}

#[test]
fn a_build_runs_foreign_sql_no_more_than_a_check_does() {
    let own = tempfile::tempdir().expect("a folder");
    std::fs::write(own.path().join("secret.txt"), "of nobody's business").expect("written");
    let folder = own.path().join("queries/models");
    std::fs::create_dir_all(&folder).expect("made");
    let sql = format!(
        "create table elsewhere as select content from read_text('{}/secret.txt');\n",
        own.path().display()
    );
    std::fs::write(folder.join("99_elsewhere.sql"), sql).expect("written");
    let office =
        Office::with(Catalog::load_content(Some(own.path())).expect("the content is well"));
    let (data, now) = (office.data(), jiff::civil::date(2024, 1, 2).at(8, 0, 0, 0));
    let mut run = motcua::pipeline::PipelineRun {
        catalog: &office.catalog,
        data: &data,
        now,
        progress: &mut |_| {},
    };
    let sample = std::path::Path::new("tests/files/ho-so-2023-12-31-bom.csv").to_owned();
    let refused = run.ingest(&[sample], &motcua::pipeline::IngestOverrides::default());
    let said = refused.map(drop).expect_err("not built").to_string();
    assert!(said.contains("`queries/models/99_elsewhere.sql`, dòng 1"), "{said}");
}

#[test]
fn an_error_is_told_in_the_offices_own_words() {
    let desk = Desk::new();
    desk.write("own/dashboards/refusals.toml", "\"export.empty\" = \"Tệp {path} trống trơn\"\n");
    desk.write("a.csv", "");
    let told = desk.run("ingest a.csv --content own");
    assert!(
        told.contains("Tệp a.csv trống trơn") && told.contains("xuất lại từ hệ thống"),
        "{told}"
    );
    let wrong = "\"export.empty\" = \"Tệp {file} trống trơn\"\n";
    desk.write("own/dashboards/refusals.toml", wrong);
    let told = desk.run("check --content own");
    assert!(told.starts_with("exit 2") && told.contains("refusals.toml:1:"), "{told}");
}
