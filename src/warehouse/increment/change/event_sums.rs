//! What metrics sum of the dossiers that changed, taken out of their sums as it was and put in as it is.

use std::collections::{BTreeMap, BTreeSet};

use duckdb::Connection;

use super::{
    super::reuse::{ReusePlan, delete_others},
    dossier_change::{CHANGED_DOSSIERS, DossierChange},
    linear_events::{EventSplitter, LinearEvents},
};
use crate::{
    catalog::{Catalog, metric::Metric},
    domain::{
        measure::{MeasureUnit, MetricSubject},
        progress::BuildProgress,
    },
    warehouse::{
        WarehouseError,
        build_plan::BuildPlan,
        engine::{quote_literal, render_sql, run_file},
        metrics::{EVENT, note_left_out},
        rollup,
        used_columns::{UnreadableColumns, list_model_views},
    },
};

/// Types of whole numbers; of nothing but null as well.
const WHOLE: [&str; 6] = ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "\"NULL\""];

/// What a build before says of a metric.
struct SummedMetric {
    /// Its SQL, without the values that could not be read then.
    sql: String,
    is_flow: bool,
    events: LinearEvents,
}

/// Metrics whose sums may be kept up by what changed, by id, and the dossiers that did.
pub struct EventSums<'c> {
    connection: &'c Connection,
    pub dossiers: DossierChange<'c>,
    metrics: BTreeMap<String, SummedMetric>,
}

/// What the sums put in say of a metric, see `judged.sql`.
struct JudgedSums {
    is_sliced: bool,
    is_flow: bool,
    kinds: BTreeSet<String>,
    has_stock: bool,
}

impl<'c> EventSums<'c> {
    /// Gathers the dossiers that new exports tell of, takes the metrics apart that may be kept up by them, and sums what of these is of no
    /// single dossier, as it was. `None` where all dossiers must be gone through.
    pub fn gather_change(
        connection: &'c Connection,
        reuse: &mut ReusePlan,
        plan: &BuildPlan,
    ) -> Result<Option<Self>, WarehouseError> {
        let Some(dossiers) = reuse.gather_change(connection)? else { return Ok(None) };
        let splitter = EventSplitter::prepare(connection, &list_model_views(&plan.content))?;
        let mut sums = Self { connection, dossiers, metrics: BTreeMap::new() };
        for (id, sql, is_flow) in sums.read_sliced()? {
            let is_kept_up = |metric: &Metric| {
                metric.id == id && metric.subject == MetricSubject::Dossier && !metric.counts_once()
            };
            let metric = plan.catalog.metrics.iter().find(|metric| is_kept_up(metric));
            let Some(metric) = metric.filter(|_| reuse.same_metrics.contains(&id)) else {
                continue;
            };
            if !sums.sums_whole_numbers(&sql)? {
                continue;
            }
            let Some(events) = splitter.split_events(&sql)? else { continue };
            let is_summed = match &events.rest {
                Some(rest) => is_done(&id, sums.sum_rest(metric, rest, -1)),
                None => true,
            };
            if is_summed {
                sums.metrics.insert(id, SummedMetric { sql, is_flow, events });
            }
        }
        Ok(Some(sums))
    }

    /// Keeps up the sums of all metrics that can be by what changed, and names them. Those `kept` stay as they are; `changed` is every relation
    /// that is not what it was.
    pub fn keep_up(
        &self,
        catalog: &Catalog,
        (kept, changed): (&BTreeSet<String>, &BTreeSet<String>),
        unreadable: &UnreadableColumns,
        progress: &mut dyn FnMut(&BuildProgress),
    ) -> Result<BTreeSet<String>, WarehouseError> {
        self.dossiers.sign_dossiers(catalog)?;
        let mut kept_up = BTreeSet::new();
        for metric in catalog.metrics.iter().filter(|metric| !kept.contains(&metric.id)) {
            if !self.metrics.contains_key(&metric.id) {
                continue;
            }
            let read = unreadable.exclude_unreadable(self.connection, &metric.sql, EVENT)?;
            // What fails is the metric's own matter: then that one is summed of all.
            let summed = self.sum_metric(metric, &read.sql, changed);
            let is_kept_up = summed.as_ref().is_ok_and(|is_kept_up| *is_kept_up);
            if is_done(&metric.id, summed) && is_kept_up {
                progress(&BuildProgress::SumMetric { id: metric.id.clone() });
                let id = quote_literal(&metric.id);
                let sql = format!("delete from metric_left_out where metric_id = {id}");
                run_file(self.connection, &metric.path, &sql)?;
                note_left_out(self.connection, metric, read.left_out)?;
                kept_up.insert(metric.id.clone());
            }
        }
        self.put_in(kept_up)
    }

    /// Puts what changed of some metrics into their sums; names those of which that can be done.
    fn put_in(&self, mut kept_up: BTreeSet<String>) -> Result<BTreeSet<String>, WarehouseError> {
        let forget_others = |kept_up: &BTreeSet<String>| {
            let others = delete_others("change.made.event_sum", "metric_id", kept_up);
            run_file(self.connection, "change", &others)
        };
        forget_others(&kept_up)?;
        rollup::number_slices(self.connection, CHANGED_DOSSIERS)?;
        let failed = || WarehouseError::wrap_engine("cannot read the sums");
        // Of two slices of one hash nobody knows which is meant.
        let is_clear = "select count(*) = count(distinct hash) from slice_hash";
        if !self.connection.query_row(is_clear, [], |row| row.get(0)).map_err(failed())? {
            kept_up.clear();
        }
        run_file(self.connection, "merge_days.sql", include_str!("merge_days.sql"))?;
        let odd = self.list_odd_sums().map_err(failed())?;
        for id in odd.iter().filter(|id| kept_up.remove(*id)) {
            tracing::warn!(metric = %id, "sums of the dossiers that changed are not among the sums of all; it is summed of all");
        }
        forget_others(&kept_up)?;
        run_file(
            self.connection,
            "day_merged",
            &delete_others("day_merged", "metric_id", &kept_up),
        )?;
        run_file(self.connection, "apply.sql", include_str!("apply.sql"))?;
        rollup::drop_slices(self.connection)?;
        Ok(kept_up)
    }

    /// Lists the metrics of which something would be taken out that was never put in.
    fn list_odd_sums(&self) -> duckdb::Result<Vec<String>> {
        let sql = "select distinct metric_id from day_merged \
             where events < 0 or (events = 0 and (numerator <> 0 or coalesce(denominator, 0) <> 0)) order by metric_id";
        self.connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
    }

    /// Whether events are whole numbers of days: parts of them would be rounded slice by slice here, and day by day in a build from nothing.
    fn sums_whole_numbers(&self, sql: &str) -> Result<bool, WarehouseError> {
        let described = format!("select column_name, column_type from (describe {sql})");
        let read = || -> duckdb::Result<BTreeMap<String, String>> {
            self.connection
                .prepare(&described)?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        };
        let types = read().map_err(WarehouseError::wrap_engine("cannot describe a metric"))?;
        let is_one_of = |column: &str, known: &[&str]| {
            types.get(column).is_some_and(|told| known.contains(&told.as_str()))
        };
        Ok(is_one_of("numerator", &WHOLE)
            && is_one_of("denominator", &WHOLE)
            && is_one_of("on_day", &["DATE"]))
    }

    fn read_sliced(&self) -> Result<Vec<(String, String, bool)>, WarehouseError> {
        let read = || -> duckdb::Result<Vec<(String, String, bool)>> {
            let sql = "select id, events, is_flow from metric where is_sliced order by id";
            let mut query = self.connection.prepare(sql)?;
            query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect()
        };
        read().map_err(WarehouseError::wrap_engine("cannot read the metrics"))
    }

    fn sum_rest(&self, metric: &Metric, rest: &str, sign: i8) -> Result<(), WarehouseError> {
        let id = &metric.id;
        let values = [
            ("metric", &*quote_literal(id)),
            ("sign", &sign.to_string()),
            ("denominator", required_denominator(metric)),
            ("events", rest),
        ];
        run_file(self.connection, id, &render_sql(include_str!("rest_sums.sql"), &values)?)
    }

    /// Sums what changed of a metric that is asked as `sql`; tells whether its sums can be kept up by that.
    fn sum_metric(
        &self,
        metric: &Metric,
        sql: &str,
        changed: &BTreeSet<String>,
    ) -> Result<bool, WarehouseError> {
        let Some(known) = self.metrics.get(&metric.id) else { return Ok(false) };
        let is_known = known.sql == sql && known.events.reads.is_disjoint(changed);
        let is_kept_up = is_known && {
            let values = [
                ("metric", &*quote_literal(&metric.id)),
                ("denominator", required_denominator(metric)),
                ("events", &known.events.linear),
            ];
            let sums = render_sql(include_str!("linear_sums.sql"), &values)?;
            self.dossiers
                .with_schema("signed", || run_file(self.connection, &metric.path, &sums))?;
            if let Some(rest) = &known.events.rest {
                self.sum_rest(metric, rest, 1)?;
            }
            self.keep_marks(metric, known)?
        };
        Ok(is_kept_up)
    }

    /// Keeps what is noted of a metric where what was put in says what that is; tells whether it does.
    fn keep_marks(&self, metric: &Metric, known: &SummedMetric) -> Result<bool, WarehouseError> {
        let id = quote_literal(&metric.id);
        let judged = render_sql(include_str!("judged.sql"), &[("metric", &id)])?;
        let read = |row: &duckdb::Row| {
            let kinds: String = row.get(2)?;
            Ok(JudgedSums {
                is_sliced: row.get(0)?,
                is_flow: row.get(1)?,
                kinds: kinds.split_whitespace().map(str::to_owned).collect(),
                has_stock: row.get(3)?,
            })
        };
        let judged = self.connection.query_row(&judged, [], read);
        let judged = judged.map_err(WarehouseError::wrap_engine("cannot read the sums"))?;
        let is_declared =
            |kind: &String| metric.events.iter().any(|declared| declared.id() == kind);
        let counts_dossiers = matches!(metric.unit, MeasureUnit::Percent | MeasureUnit::Dossiers);
        let is_sliced = judged.is_sliced
            && judged.kinds.iter().all(is_declared)
            && (counts_dossiers || !judged.has_stock);
        // What is no flow may become one when what was none is taken out: then all of it is looked at.
        let is_known = known.is_flow || !counts_dossiers || judged.has_stock;
        if is_sliced && is_known && known.is_flow && !judged.is_flow {
            let sql = format!("update metric set is_flow = false where id = {id}");
            run_file(self.connection, &metric.path, &sql)?;
        }
        Ok(is_sliced && is_known)
    }
}

/// How the denominator of an event is read: of a share it must be there, or the metric is summed of all and refused.
fn required_denominator(metric: &Metric) -> &'static str {
    if metric.unit.is_of_hundred() {
        "coalesce(denominator, error('an event without a denominator'))"
    } else {
        "denominator"
    }
}

/// Whether something was done for a metric; what failed is told.
fn is_done<T>(metric: &str, done: Result<T, WarehouseError>) -> bool {
    done.map_err(|error| {
        tracing::warn!(metric, error = %error, "a metric cannot be kept up; it is summed of all");
    })
    .is_ok()
}
