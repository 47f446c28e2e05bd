//! What a paper is about, and the numbers its sections share.

use std::{cell::OnceCell, sync::Arc};

use super::super::{ReportError, press::Press};
use crate::{
    catalog::{
        metric::Metric,
        report::{Report, Section},
    },
    domain::{
        measure::{Better, Measure},
        period::Period,
    },
    view::Wording,
    warehouse::read::{AgencyName, DossierRow, Filter, Level, Selection, Targets, Value},
};

pub struct Draft<'a> {
    pub press: &'a Press<'a>,
    pub report: &'a Report,
    pub period: Period,
    /// The agency it is about, with those below it; without one, everything.
    pub agency: Option<AgencyName>,
    /// The dossier it is about.
    pub dossier: Option<DossierRow>,
    /// Whether several agencies are ranked in it; found out once.
    several: OnceCell<bool>,
}

impl<'a> Draft<'a> {
    pub fn new(
        press: &'a Press<'a>,
        (report, period): (&'a Report, Period),
        agency: Option<AgencyName>,
        dossier: Option<DossierRow>,
    ) -> Self {
        Self { press, report, period, agency, dossier, several: OnceCell::new() }
    }

    pub fn words(&self) -> Wording<'a> {
        self.press.words()
    }

    pub fn code(&self) -> Option<&str> {
        self.agency.as_ref().map(|agency| agency.code.as_str())
    }

    pub fn level(&self) -> &'a str {
        &self.press.catalog.overview.level
    }

    pub fn period_name(&self) -> String {
        self.words().period(self.period)
    }

    pub fn metrics_of(&self, section: &Section) -> Result<Vec<&'a Metric>, ReportError> {
        let metric = |id: &String| Ok(self.press.catalog.metric(id)?);
        section.metrics.iter().map(metric).collect()
    }

    /// The first metric a section names.
    pub fn metric_of(&self, section: &Section) -> Result<&'a Metric, ReportError> {
        Ok(self.press.catalog.metric(section.metrics.first().map_or("", String::as_str))?)
    }

    pub fn targets(&self, metric: &Metric) -> Result<Arc<Targets>, ReportError> {
        self.press.targets(metric, self.period.end())
    }

    /// The agencies that are ranked, of those the paper is about, lowest first.
    pub fn ranked(
        &self,
        metric: &Metric,
        period: Period,
        published: bool,
    ) -> Result<Vec<Value>, ReportError> {
        let filter = Filter {
            level: Some(Level::Named(self.level().to_owned())),
            agency: self.agency.as_ref().map(|agency| agency.code.clone()),
            below: None,
        };
        Ok(self.press.warehouse.listed(metric, period, published, &filter)?)
    }

    /// Whether several agencies are ranked in it.
    pub fn is_of_several(&self) -> Result<bool, ReportError> {
        if let Some(several) = self.several.get() {
            return Ok(*several);
        }
        let metric = self.press.catalog.metric(&self.press.catalog.overview.ranking)?;
        let published =
            self.press.catalog.metric(&self.press.catalog.overview.published_ranking)?;
        let several = self.ranked(metric, self.period, false)?.len() > 1
            || self.ranked(published, self.period, true)?.len() > 1;
        Ok(*self.several.get_or_init(|| several))
    }

    /// What a metric says of everything the paper is about; `None` where it says nothing.
    pub fn whole(
        &self,
        metric: &Metric,
        period: Period,
        published: bool,
    ) -> Result<Option<Measure>, ReportError> {
        let selection = Selection { metric, period, published };
        if let Some(code) = self.code() {
            let series = self.press.warehouse.series(&selection, code, &[period])?;
            let value = series.into_iter().next().and_then(|(_, value)| value);
            return Ok(value.map(|value| value.measure));
        }
        Ok(self.press.warehouse.total(&selection)?)
    }

    /// The agencies strictly under their floor, lowest first.
    pub fn under_floor(&self, metric: &Metric, period: Period) -> Result<Vec<Value>, ReportError> {
        let targets = self.press.targets(metric, period.end())?;
        let mut values = self.ranked(metric, period, false)?;
        values.retain(|value| is_below(metric, &targets, value));
        Ok(values)
    }

    /// `80,63% (387/480)`
    pub fn with_counts(&self, metric: &Metric, measure: Measure) -> String {
        let value = self.words().value(metric, measure);
        if measure.is_empty() || measure.denominator.is_none() {
            return value;
        }
        format!("{value} ({})", self.words().fraction(measure).replace(' ', ""))
    }
}

/// Whether a value is strictly under the floor that binds its agency.
pub fn is_below(metric: &Metric, targets: &Targets, value: &Value) -> bool {
    let limit = targets.of_value(value).filter(|_| metric.better == Better::Higher);
    limit.is_some_and(|target| target.is_floor && target.value.is_above(value.measure, metric.unit))
}
