//! Whom a picture of one number is about, and how it went with them.

use super::{Picture, PictureError, Wording};
use crate::{
    catalog::metric::Metric,
    domain::{measure::Measure, period::Period},
    warehouse::query::{Selection, Target, Targets},
};

/// Those a picture is about, all together.
pub(super) struct About {
    /// As a title names them.
    pub name: String,
    /// None where no one agency holds them all.
    pub code: Option<String>,
    level: String,
}

impl Picture<'_> {
    /// The agency asked for, else the lowest that holds all units with data.
    pub(super) fn about(&self) -> Result<About, PictureError> {
        let Self { metric, period, published, .. } = *self;
        let selection = Selection { metric, period, published };
        let holder = self.warehouse.holder(&selection, self.agency)?;
        let name = Wording::new(self.catalog).holder(&holder);
        let (code, level) = holder.agency.map(|agency| (agency.code, agency.level)).unzip();
        Ok(About { name, code, level: level.unwrap_or_default() })
    }

    /// What a metric says of them in each of the periods; `None` where it says nothing.
    pub(super) fn series(
        &self,
        about: &About,
        metric: &Metric,
        periods: &[Period],
    ) -> Result<Vec<Option<Measure>>, PictureError> {
        let Self { period, published, .. } = *self;
        let selection = Selection { metric, period, published };
        if let Some(code) = &about.code {
            let series = self.warehouse.series(&selection, code, periods)?;
            return Ok(series.into_iter().map(|(_, value)| Some(value?.measure)).collect());
        }
        self.warehouse.foresee(&[metric], periods, published)?;
        let total = |period: &Period| {
            Ok(self.warehouse.total(&Selection { period: *period, ..selection.clone() })?)
        };
        periods.iter().map(total).collect()
    }
}

impl About {
    pub fn target<'t>(&self, targets: &'t Targets) -> Option<&'t Target> {
        match &self.code {
            Some(code) => targets.of(code, &self.level),
            None => targets.general(),
        }
    }
}
