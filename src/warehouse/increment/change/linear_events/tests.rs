use super::*;
use crate::{
    catalog::{Catalog, content::ContentSet},
    warehouse::{
        engine::{create_schema, run_file},
        used_columns::list_model_views,
    },
};
use rstest::rstest;

/// Takes a metric's SQL apart where the models are those that are built in.
fn split(sql: &str) -> Option<LinearEvents> {
    let content = ContentSet::load_layers(None).expect("the content is well");
    let connection = Connection::open_in_memory().expect("opened");
    let splitter = EventSplitter::prepare(&connection, &list_model_views(&content));
    splitter.expect("parsed").split_events(sql).expect("asked")
}

const COLUMNS: &str = "solving_agency as agency_code, received_at as on_day, dossier_code as subject_id, 'flow' as kind, 1 as numerator";

fn event(from: &str) -> String {
    format!("select {COLUMNS}, 1 as denominator from {from}")
}

#[rstest]
#[case::all("dossier")]
#[case::some("dossier where status in ('finished', 'returned') and received_at is not null")]
#[case::with_what_stays("dossier join procedure on procedure.code = dossier.procedure_code")]
#[case::with_what_may_be_missing(
    "dossier as d left join procedure as p on p.code = d.procedure_code"
)]
#[case::among_what_stays("dossier where procedure_code in (select code from procedure)")]
#[case::of_a_query_within(
    "(select dossier.*, 1 as x from dossier left join known on true) where x = 1"
)]
#[case::a_view_of_the_models("dossier_lateness")]
fn what_single_dossiers_add_is_linear(#[case] from: &str) {
    let events = split(&event(from)).expect("linear");
    assert_eq!((events.linear, events.rest), (event(from), None));
}

#[rstest]
#[case::grouped("dossier group by all")]
#[case::distinct("(select distinct * from dossier)")]
#[case::some_of_many("(select * from dossier order by due_at limit 3)")]
#[case::beside_its_neighbours("(select *, lag(due_at) over (order by due_at) as x from dossier)")]
#[case::qualified("dossier qualify row_number() over (partition by sector order by due_at) = 1")]
#[case::with_other_dossiers("dossier join dossier as other on other.sector = dossier.sector")]
#[case::as_another_metric_counts(
    "dossier where sector in (select agency_code from event_apology_rate)"
)]
#[case::where_others_are("dossier where sector in (select sector from dossier)")]
#[case::what_no_dossier_has(
    "procedure left join dossier on dossier.procedure_code = procedure.code"
)]
#[case::without_some("(select * from dossier except select * from dossier)")]
#[case::each_row_once("(select * from dossier union select * from dossier)")]
#[case::by_its_code("dossier where dossier_code like 'A%'")]
#[case::by_its_code_under_another_name("(select *, dossier_code as c from dossier) where c > 'A'")]
#[case::joined_by_its_code(
    "dossier join apology_letter_version as l on l.dossier_code = dossier.dossier_code"
)]
#[case::joined_using_its_code("dossier join apology_letter_version using (dossier_code)")]
#[case::as_a_whole_row("dossier where dossier is not null")]
#[case::by_its_place("dossier where rowid > 3")]
#[case::by_name_and_schema("main.dossier")]
#[case::of_a_sample("dossier tablesample 10 percent")]
#[case::beside_all_of_what_stays_with_a_code(
    "dossier, lateral (select dossier.dossier_code || 'x' as y) as l"
)]
fn nothing_is_known_of_what_looks_at_more_than_one(#[case] from: &str) {
    assert_eq!(split(&event(from)), None);
}

#[rstest]
#[case::a_sum("sum(fee_amount)")]
#[case::how_many("count(*)")]
#[case::of_the_code("case when dossier_code = 'A' then 1 else 0 end")]
#[case::of_all_dossiers("(select count(*) from dossier)")]
#[case::something_or_nothing("case when status = 'finished' then 1 end")]
fn a_denominator_is_the_same_of_every_row(#[case] denominator: &str) {
    let sql = format!("select {COLUMNS}, {denominator} as denominator from dossier");
    assert_eq!(split(&sql), None);
}

#[test]
fn a_denominator_is_nowhere_nothing_or_everywhere() {
    let part =
        |denominator: &str| format!("select {COLUMNS}, {denominator} as denominator from dossier");
    let both = |one: &str, other: &str| format!("{} union all {}", part(one), part(other));
    assert!(split(&both("1", "-1")).is_some());
    assert!(split(&both("cast(null as integer)", "null")).is_some());
    assert_eq!(split(&both("1", "cast(null as integer)")), None);
}

#[test]
fn a_subject_is_the_dossier() {
    let other = event("dossier").replace("dossier_code as", "procedure_code as");
    assert_eq!(split(&other), None);
}

#[test]
fn what_is_made_of_many_is_told_apart() {
    let many = "select solving_agency, min(received_at), solving_agency, 'stock', 0, 0 from dossier where status <> 'registered' group by solving_agency";
    let sql = format!("{} union all {many}", event("dossier"));
    let events = split(&sql).expect("known");
    let lower = |text: &str| text.to_lowercase().replace(['(', ')', '"'], "");
    assert!(!lower(&events.linear).contains("group by"), "{}", events.linear);
    let rest = lower(&events.rest.expect("a rest"));
    assert!(rest.contains("group by") && rest.contains("as denominator"), "{rest}");
    // Of a code no other one can be put in its place.
    let of_code = many.replace("min(received_at)", "min(dossier_code)");
    assert_eq!(split(&format!("{} union all {of_code}", event("dossier"))), None);
    // A number with an exponent is another one when it is written anew.
    let of_part = many.replace("<> 'registered'", "<> 'registered' and fee_amount * 1e-1 > 2");
    assert_eq!(split(&format!("{} union all {of_part}", event("dossier"))), None);
    // What hangs on the order of rows is another one when some lie elsewhere.
    for one in ["any_value(received_at)", "arg_max(received_at, due_at)", "first(received_at)"] {
        let of_order = many.replace("min(received_at)", one);
        assert_eq!(split(&format!("{} union all {of_order}", event("dossier"))), None, "{one}");
    }
    let of_two = many.replace("from dossier", "from dossier join dossier as other using (sector)");
    assert_eq!(split(&format!("{} union all {of_two}", event("dossier"))), None);
}

#[test]
fn what_else_is_read_is_named() {
    let sql = event(
        "dossier_lateness join procedure on procedure.code = procedure_code where sector in (select sector from figure)",
    );
    let reads = split(&sql).expect("linear").reads;
    assert_eq!(
        reads.iter().map(String::as_str).collect::<Vec<_>>(),
        ["calendar_day", "figure", "known", "procedure"]
    );
}

/// Which metrics of dossiers are no sums of single ones; one more of them costs each build.
#[test]
fn nearly_all_metrics_of_dossiers_are_linear() {
    let catalog = Catalog::load_content(None).expect("the content is well");
    let of_dossiers = catalog
        .metrics
        .iter()
        .filter(|metric| metric.subject == crate::domain::measure::MetricSubject::Dossier);
    let others: Vec<&str> = of_dossiers
        .filter(|metric| split(&metric.sql).is_none())
        .map(|metric| metric.id.as_str())
        .collect();
    assert_eq!(others, [] as [&str; 0]);
}

/// A macro that asks a question of its own or makes one value of many rows would not be seen.
#[test]
fn no_function_of_the_dialect_asks_or_sums() {
    let content = ContentSet::load_layers(None).expect("the content is well");
    let connection = Connection::open_in_memory().expect("opened");
    create_schema(&connection, &content).expect("made");
    run_file(&connection, "x", "create macro asking(x) as (select max(y) from (select x as y))")
        .expect("made");
    let sql = "select function_name, macro_definition from duckdb_functions() where not internal and schema_name = 'main' order by 1";
    let mut query = connection.prepare(sql).expect("prepared");
    let found: Vec<(String, String)> = query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("asked")
        .map(|row| row.expect("a row"))
        .collect();
    let aggregates = EventSplitter::prepare(&connection, &[]).expect("prepared").aggregates;
    let asks = |(name, definition): &&(String, String)| {
        let words: Vec<String> = definition
            .to_lowercase()
            .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .map(str::to_owned)
            .collect();
        let is_asking = words.iter().any(|word| word == "select" || aggregates.contains(word));
        is_asking && name != "asking"
    };
    let found_asking = found.iter().any(|(name, _)| name == "asking");
    assert!(found_asking, "the test sees macros");
    let asking: Vec<&str> = found.iter().filter(asks).map(|(name, _)| name.as_str()).collect();
    assert_eq!(asking, [] as [&str; 0]);
}

/// What groups the rows of others makes one of two dossiers that are called alike.
#[rstest]
#[case::by_all("group by all")]
#[case::by_each("group by agency_code, on_day, subject_id, kind, numerator, denominator")]
fn what_is_wrapped_in_groups_is_not_known(#[case] grouped: &str) {
    assert!(split(&format!("select * from ({})", event("dossier"))).is_some());
    assert_eq!(split(&format!("select * from ({}) {grouped}", event("dossier"))), None);
}

#[test]
fn a_denominator_that_may_be_nothing_is_not_known() {
    let of = |denominator| {
        split(&format!("select {COLUMNS}, {denominator} as denominator from dossier"))
    };
    assert!(of("cast('1' as integer)").is_some());
    assert_eq!(of("try_cast('x' as integer)"), None);
}
