//! Whom a picture of one number is about, and how it went with them.

use super::{AnswerWording, ChartRequest, PictureError};
use crate::{
    catalog::metric::Metric,
    domain::{measure::Measure, period::Period},
    warehouse::query::{ActiveTarget, ActiveTargets, MetricRequest},
};

/// Those a picture is about, all together.
pub(super) struct ChartSubject {
    /// As a title names them.
    pub name: String,
    /// None where no one agency holds them all.
    pub code: Option<String>,
    level: String,
}

impl ChartRequest<'_> {
    /// The agency asked for, else the lowest that holds all units with data.
    pub(super) fn find_subject(&self) -> Result<ChartSubject, PictureError> {
        let Self { metric, period, basis, .. } = *self;
        let selection = MetricRequest { metric, period, basis };
        let holder = self.warehouse.metrics.find_holder(&selection, self.agency)?;
        let name = AnswerWording::new(self.catalog).holder_name(&holder);
        let (code, level) = holder.agency.map(|agency| (agency.code, agency.level)).unzip();
        Ok(ChartSubject { name, code, level: level.unwrap_or_default() })
    }

    /// What a metric says of them in each of the periods; `None` where it says nothing.
    pub(super) fn subject_series(
        &self,
        about: &ChartSubject,
        metric: &Metric,
        periods: &[Period],
    ) -> Result<Vec<Option<Measure>>, PictureError> {
        let Self { period, basis, .. } = *self;
        let selection = MetricRequest { metric, period, basis };
        if let Some(code) = &about.code {
            let series = self.warehouse.metrics.series(&selection, code, periods)?;
            return Ok(series.into_iter().map(|(_, value)| Some(value?.measure)).collect());
        }
        self.warehouse.metrics.prefetch(&[metric], periods, basis)?;
        let total = |period: &Period| {
            Ok(self
                .warehouse
                .metrics
                .total(&MetricRequest { period: *period, ..selection.clone() })?)
        };
        periods.iter().map(total).collect()
    }
}

impl ChartSubject {
    /// Returns the target that binds the subject; the general one where no one agency holds all.
    pub fn find_target<'t>(&self, targets: &'t ActiveTargets) -> Option<&'t ActiveTarget> {
        match &self.code {
            Some(code) => targets.target_for(code, &self.level),
            None => targets.general_target(),
        }
    }
}
