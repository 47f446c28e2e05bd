//! The wing of metrics: what it reads through, and what it keeps.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

use jiff::civil::Date;
use quick_cache::{Weighter, sync::Cache};

use super::{
    super::{build_info::BuildInfo, scope::ScopedReader},
    targets::DatedLimit,
    value::{AgencyValue, MetricRequest, RequestKey},
};
use crate::{
    catalog::metric::Metric,
    domain::{
        known::{KnownPart, KnownSpan},
        period::Period,
        verdict::VerdictRule,
    },
    warehouse::WarehouseError,
};

/// Answers and values kept at a time for one scope; the least asked for are let go.
const ANSWERS: usize = 256;
const VALUES: u64 = 1 << 20;

/// Keeps answers by what was asked.
pub(super) type AnswerCache = Cache<RequestKey, Arc<Vec<AgencyValue>>, ValueCount>;

/// Weighs an answer by how many agencies it is of.
#[derive(Clone)]
pub(super) struct ValueCount;

impl Weighter<RequestKey, Arc<Vec<AgencyValue>>> for ValueCount {
    fn weight(&self, _request: &RequestKey, values: &Arc<Vec<AgencyValue>>) -> u64 {
        // What weighs nothing would never be let go.
        values.len().max(1) as u64
    }
}

/// Answers questions about metrics in scope: values, series, totals, targets, progress.
#[derive(Clone)]
pub struct MetricQueries {
    pub(super) reader: Arc<ScopedReader>,
    pub(super) build: Arc<BuildInfo>,
    /// A build never changes, so an answer stays right as long as it is open.
    pub(super) answered: Arc<AnswerCache>,
    pub(super) limits: Arc<OnceLock<HashMap<String, Vec<DatedLimit>>>>,
}

impl MetricQueries {
    /// Makes the wing over a scoped reader of one build.
    pub(in crate::warehouse::query) fn new(
        reader: &Arc<ScopedReader>,
        build: &Arc<BuildInfo>,
    ) -> Self {
        let (reader, build) = (Arc::clone(reader), Arc::clone(build));
        let answered = Arc::new(Cache::with_weighter(ANSWERS, VALUES, ValueCount));
        Self { reader, build, answered, limits: Arc::default() }
    }

    /// Tells from when until when anything is known of a metric: by the exports it stands on.
    pub fn known_span(&self, metric: &Metric) -> KnownSpan {
        self.reader.memory.known_span(metric)
    }

    /// Tells which part of a period the numbers of a metric are of, where they are not of all of it: a stock is what is left at the end,
    /// whenever the period began; what a portal published is of the period it says.
    pub fn known_part(&self, selection: &MetricRequest) -> KnownPart {
        let MetricRequest { metric, period, basis } = *selection;
        if basis.is_published() {
            return KnownPart::default();
        }
        let part = self.known_span(metric).known_part(period);
        KnownPart { from: part.from.filter(|_| !metric.is_stock_alone()), ..part }
    }

    /// Tells which part of a period dossiers are known of, where it is not all of it.
    pub fn known_part_of_dossiers(&self, period: Period) -> KnownPart {
        self.reader.memory.dossier_span().known_part(period)
    }

    /// Finds the first day of which there is any number of a metric; `None` where there is none.
    pub fn find_first_day(&self, metric: &Metric) -> Result<Option<Date>, WarehouseError> {
        self.reader.memory.find_first_day(metric)
    }

    /// Counts the subjects of all agencies and periods that a metric leaves out, because a value it uses cannot be read. Who sees less than
    /// all is told of none: they may be others'.
    pub fn left_out(&self, metric: &Metric) -> u64 {
        self.reader.memory.left_out(metric)
    }

    /// How the values of a metric are judged in this build.
    pub fn verdict_rule(&self, metric: &Metric) -> VerdictRule {
        let enough = if metric.subject.is_sampled() { self.build.few } else { 0 };
        VerdictRule { unit: metric.unit, better: metric.better, enough }
    }
}
