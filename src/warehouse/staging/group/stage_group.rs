//! The exports of a group, staged by the same statements.

use std::collections::{BTreeMap, BTreeSet};

use duckdb::Connection;

use super::{
    export_group::ExportGroup,
    gathered_rows::{EXPORTS, export_place, gather_rows, own_row},
    plain_exports::OddExports,
};
use crate::{
    domain::source::Source,
    warehouse::{
        WarehouseError,
        agency::{matching::NameScopes, registry::AgencyDirectory},
        build_plan::BuildPlan,
        build_summary::SourceSummary,
        engine::{ALL_OPTIMIZERS, quote_ident},
        judge::SampleRule,
        staging::{
            column::{column_names::UNREADABLE, typed_column::TypedColumn},
            raw::{
                blank_cells::ColumnSurvey,
                column_survey::survey_columns,
                raw_rows_sql::{GATHERED, HELD, RawRows, RowOrigin},
            },
            stage::RowStamps,
            stage_source::list_staged,
            staging_run::{StagingOutcome, StagingRun},
        },
    },
};

/// Stages those of a group that are plain in every way, and says what became of each; nothing is there of the others.
pub fn stage_group(
    plan: &BuildPlan,
    connection: &Connection,
    agencies: &AgencyDirectory,
    group: &ExportGroup,
) -> Result<Vec<SourceSummary>, WarehouseError> {
    let run = |sql: &str| {
        let failed = WarehouseError::wrap_engine(format!("cannot {sql}"));
        connection.execute_batch(sql).map_err(failed)
    };
    run("begin")?;
    match stage_plain(plan, connection, agencies, group) {
        Ok(staged) => {
            run("commit")?;
            let listed = staged.into_iter().map(|(place, outcome)| {
                let source = group.exports[place].0;
                list_staged(connection, agencies, (group.connector, source), outcome)
            });
            listed.collect()
        }
        // Of which of them it is, or whether it is of the machine, is told when each is staged alone.
        Err(error) => {
            tracing::warn!(error = ?error, "small exports are staged one by one");
            run("rollback")?;
            run(ALL_OPTIMIZERS)?;
            Ok(Vec::new())
        }
    }
}

/// What became of the plain ones, by their place in the group.
fn stage_plain(
    plan: &BuildPlan,
    connection: &Connection,
    agencies: &AgencyDirectory,
    group: &ExportGroup,
) -> Result<Vec<(usize, StagingOutcome)>, WarehouseError> {
    let Some(&(first, _)) = group.exports.first() else { return Ok(Vec::new()) };
    let all = Source {
        row_count: group.exports.iter().map(|(source, _)| source.row_count).sum(),
        ..first.clone()
    };
    let mut raw = RawRows {
        connector: group.connector,
        layout: &plan.catalog.layout,
        source: &all,
        origin: RowOrigin::Gathered,
        survey: ColumnSurvey::default(),
        has_erased: false,
        is_held: false,
    };
    let failed = || WarehouseError::wrap_engine("cannot look at several exports together");
    let headings: Vec<&str> = raw.kept().map(|column| column.heading.as_str()).collect();
    gather_rows(connection, group, &headings).map_err(failed())?;
    raw.survey = survey_columns(connection, &raw)?;
    let scopes = NameScopes { office: all.scope.as_deref(), title: all.title_scope.as_deref() };
    let agencies = &agencies.agencies_until(all.snapshot_on, scopes);
    let mut run = StagingRun { connection, raw, agencies, vocabulary: &plan.catalog.vocabulary };
    if run.raw.survey.has_unreadable {
        let odd = run.find_unreadable()?;
        run.drop_exports(GATHERED, &odd)?;
        run.raw.survey.has_unreadable = false;
    }
    run.raw.hold_all_rows(connection).map_err(failed())?;
    let mut targets = run.targets()?;
    let mut odd = run.find_unusual_exports(&mut targets)?;
    run.drop_exports(HELD, &odd)?;
    let canonical = run.canonical();
    let judge = SampleRule { connection, canonical: &canonical, year: all.snapshot_on.year() };
    odd = run.find_other_days(&judge, &targets)?;
    run.drop_exports(HELD, &odd)?;
    run.match_texts(&mut targets)?;
    odd = run.find_unsaid(&targets)?;
    run.drop_exports(HELD, &odd)?;
    let own = run.own_days(&targets);
    let stamps = RowStamps {
        values: format!(
            "export.snapshot_at, export.source_id, export.source_number, source_sheet, {}",
            own_row("source_row")
        ),
        joined: format!(
            " join {EXPORTS} as export on export.place = {}",
            export_place("typed.source_row")
        ),
    };
    run.insert_stamped(&targets, &own, &stamps)?;
    run.insert_layout_of_all()?;
    run.keep_whole(group, &targets)
}

impl StagingRun<'_> {
    /// Takes the rows of some exports out of a table: they are staged alone.
    fn drop_exports(&self, table: &str, odd: &OddExports) -> Result<(), WarehouseError> {
        if odd.is_empty() {
            return Ok(());
        }
        let places: Vec<String> = odd.iter().map(u64::to_string).collect();
        self.execute(&format!(
            "delete from {} where {} in ({})",
            quote_ident(table),
            export_place("source_row"),
            places.join(", ")
        ))
        .map(drop)
    }

    /// Lists every row that is not data: all that is not in `raw`.
    fn insert_layout_of_all(&self) -> Result<(), WarehouseError> {
        self.execute(&format!(
            "insert into layout_row {} select export.source_id, source_sheet, {} from archived \
             join {EXPORTS} as export on export.place = {} where ({}) is distinct from false",
            self.raw.ctes(),
            own_row("source_row"),
            export_place("archived.source_row"),
            self.raw.layout_condition(),
        ))
        .map(drop)
    }

    /// Keeps what is there of the exports of which every row is: kept with all its values, or of layout. Nothing stays of the others, nor of
    /// those with a code of digits alone that no spreadsheet's number holds: whether they are such numbers is told by all of them.
    fn keep_whole(
        &self,
        group: &ExportGroup,
        targets: &[TypedColumn],
    ) -> Result<Vec<(usize, StagingOutcome)>, WarehouseError> {
        let table = quote_ident(&self.connector().table_name());
        let may_stay = targets.iter().any(|target| target.stays_unread().is_some());
        let is_number = |target: &&TypedColumn| target.required && target.dress.is_some();
        let numbers = targets.iter().filter(is_number).map(|target| {
            format!("regexp_full_match(staged.{}, '[0-9]{{16,}}')", quote_ident(&target.name))
        });
        let numbers: Vec<String> = numbers.collect();
        let is_number = if numbers.is_empty() { "false".to_owned() } else { numbers.join(" or ") };
        let unread = if may_stay { format!("count(staged.{UNREADABLE})") } else { "0".to_owned() };
        let sql = format!(
            "with kept as (select source_id, count(*) as rows, {unread} + count(*) filter (where {is_number}) as doubtful from {table} as staged \
             where source_id in (select source_id from {EXPORTS}) group by source_id), \
             layout as (select source_id, count(*) as rows from layout_row where source_id in (select source_id from {EXPORTS}) group by source_id) \
             select export.place, coalesce(kept.rows, 0), coalesce(layout.rows, 0), coalesce(kept.doubtful, 0) \
             from {EXPORTS} as export left join kept using (source_id) left join layout using (source_id)"
        );
        let failed = || WarehouseError::wrap_engine(self.doing());
        let mut query = self.connection.prepare(&sql).map_err(failed())?;
        let rows = query.query_map([], |row| {
            Ok((row.get::<_, usize>(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        });
        let found: BTreeMap<usize, (u64, u64, u64)> = rows
            .and_then(|rows| {
                rows.map(|row| row.map(|(at, kept, layout, unread)| (at, (kept, layout, unread))))
                    .collect()
            })
            .map_err(failed())?;
        let mut whole = Vec::new();
        let mut broken = BTreeSet::new();
        for (place, (source, _)) in group.exports.iter().enumerate() {
            match found.get(&place) {
                Some(&(kept, layout, 0)) if kept > 0 && kept + layout == source.row_count => {
                    whole.push((
                        place,
                        StagingOutcome { kept, layout, ..StagingOutcome::default() },
                    ));
                }
                _ => {
                    broken.insert(place);
                }
            }
        }
        if !broken.is_empty() {
            let places: Vec<String> = broken.iter().map(usize::to_string).collect();
            let those = format!("from {EXPORTS} where place in ({})", places.join(", "));
            self.execute(&format!(
                "delete from {table} where source_id in (select source_id {those})"
            ))?;
            self.execute(&format!(
                "delete from layout_row where source_id in (select source_id {those})"
            ))?;
        }
        Ok(whole)
    }
}
