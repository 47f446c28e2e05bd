//! The wing of metrics: what it reads through, and what it keeps.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock},
};

use super::{
    super::{build_info::BuildInfo, scope::ScopedReader},
    targets::DatedLimit,
    value::{AgencyValue, RequestKey},
};
use crate::{
    catalog::metric::Metric,
    domain::{known::KnownSpan, verdict::VerdictRule},
};

/// Answers questions about metrics in scope: values, series, totals, targets, progress.
#[derive(Clone)]
pub struct MetricQueries {
    pub(super) reader: Arc<ScopedReader>,
    pub(super) build: Arc<BuildInfo>,
    /// A build never changes, so an answer stays right as long as it is open.
    pub(super) answered: Arc<Mutex<HashMap<RequestKey, Arc<Vec<AgencyValue>>>>>,
    pub(super) limits: Arc<OnceLock<HashMap<String, Vec<DatedLimit>>>>,
}

impl MetricQueries {
    pub(in crate::warehouse::query) fn new(
        reader: &Arc<ScopedReader>,
        build: &Arc<BuildInfo>,
    ) -> Self {
        let (reader, build) = (Arc::clone(reader), Arc::clone(build));
        Self { reader, build, answered: Arc::default(), limits: Arc::default() }
    }

    /// Tells from when until when anything is known of a metric: by the exports it stands on.
    pub fn known_span(&self, metric: &Metric) -> KnownSpan {
        self.reader.memory.known_span(metric)
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
