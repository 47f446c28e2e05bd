//! What a paper is about, and the numbers its sections share.

use std::{cell::OnceCell, sync::Arc};

use jiff::civil::Date;

use super::super::{ReportError, report_context::ReportContext};
use crate::{
    catalog::{
        metric::Metric,
        report::{ReportDefinition, SectionDefinition},
    },
    domain::basis::MetricBasis,
    domain::{measure::Measure, period::Period},
    view::AnswerWording,
    warehouse::query::{
        ActiveTargets, AgencyFilter, AgencyLevel, AgencyName, AgencyValue, DossierRow,
        MetricRequest,
    },
};

/// Fills in one report document, for one period and one agency or all together.
pub struct ReportBuilder<'a> {
    pub context: &'a ReportContext<'a>,
    pub report: &'a ReportDefinition,
    pub period: Period,
    /// The agency it is about, with those below it; without one, everything.
    pub agency: Option<AgencyName>,
    /// What the agency comes to, where that is why there is a paper about it.
    pub value: Option<AgencyValue>,
    /// The dossier it is about.
    pub dossier: Option<DossierRow>,
    /// Whether the number the office gives is this paper's; several papers cannot all bear it.
    pub is_numbered: bool,
    /// Whether several agencies are ranked in it; found out once.
    several: OnceCell<bool>,
}

impl<'a> ReportBuilder<'a> {
    /// Makes a builder without a value and a dossier; it does not carry the office's number.
    pub fn new(
        context: &'a ReportContext<'a>,
        (report, period): (&'a ReportDefinition, Period),
        agency: Option<AgencyName>,
    ) -> Self {
        let (value, dossier, several) = (None, None, OnceCell::new());
        Self { context, report, period, agency, value, dossier, is_numbered: false, several }
    }

    /// Returns the wording of answers in the phrases of the content.
    pub fn words(&self) -> AnswerWording<'a> {
        self.context.words()
    }

    /// Returns the code of the agency the document is about; `None` where it is about all together.
    pub fn code(&self) -> Option<&str> {
        self.agency.as_ref().map(|agency| agency.code.as_str())
    }

    /// What the paper is about, as a heading says it: of everything, the lowest agency that holds all units with data.
    pub fn whose(&self) -> Result<String, ReportError> {
        let agency = self.agency.as_ref().map(|agency| agency.name.clone());
        if let Some(named) = agency.or_else(|| self.context.office.area.clone()) {
            return Ok(named);
        }
        let holder = self.context.holder(self.period)?;
        let nobody = || self.words().fill_phrase("report.everything", &[]);
        Ok(if holder.units == 0 { nobody() } else { self.words().holder_name(&holder) })
    }

    /// A sentence of the content with these values.
    pub fn say(&self, id: &str, values: &[(&str, String)]) -> String {
        let values: Vec<(&str, &str)> =
            values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.words().fill_phrase(id, &values)
    }

    /// What a workbook calls the sheet of a section's table.
    pub fn sheet_name(&self, section: &SectionDefinition, usual: &str) -> String {
        section.sheet.clone().unwrap_or_else(|| usual.to_owned())
    }

    /// What a workbook calls the sheet of one agency's table, whose kind the phrase names.
    pub fn sheet_of(&self, id: &str, agency: &str) -> String {
        let said = [("what", self.say(id, &[])), ("agency", agency.to_owned())];
        self.say("report.sheet_of", &said)
    }

    /// To be written in by hand.
    pub fn dots(&self) -> String {
        self.words().fill_phrase("report.dots", &[])
    }

    /// Returns the level of agencies that are ranked.
    pub fn level(&self) -> &'a str {
        &self.context.catalog.headline.level
    }

    /// Names the period, with the days that dossiers are known of where these are not all of it.
    pub fn period_name(&self) -> String {
        self.known_name(self.period)
    }

    /// The same of any period.
    pub fn known_name(&self, period: Period) -> String {
        let part = self.context.warehouse.metrics.known_part_of_dossiers(period);
        self.words().known_period_name(period, part)
    }

    /// Names a period with the days that the numbers of a metric are of, where these are not all of it.
    pub fn metric_period_name(&self, metric: &Metric, period: Period) -> String {
        let asked = MetricRequest { metric, period, basis: MetricBasis::Computed };
        self.words().asked_period_name(self.context.warehouse, &asked)
    }

    /// The last day of the period that anything is known of: what is open is told as on it.
    pub fn as_of(&self) -> Option<Date> {
        self.context.warehouse.known_until.map(|known| known.min(self.period.end()))
    }

    /// "Năm 2024: chưa có số liệu sau 31/12/2023.": where nobody knows anything of a metric in the period.
    pub fn gap(&self, metric: &Metric) -> Option<String> {
        let gap = self.context.warehouse.metrics.known_span(metric).find_gap(self.period)?;
        Some(self.words().period_gap(self.period, gap) + ".")
    }

    /// Returns the metrics a section names. Fails where the content has no such metric.
    pub fn metrics_of(&self, section: &SectionDefinition) -> Result<Vec<&'a Metric>, ReportError> {
        let metric = |id: &String| Ok(self.context.catalog.find_metric(id)?);
        section.metrics.iter().map(metric).collect()
    }

    /// The metric whose floor the agencies are under that the report is about.
    pub fn own_metric(&self) -> Result<&'a Metric, ReportError> {
        Ok(self
            .context
            .catalog
            .find_metric(self.report.metrics.first().map_or("", String::as_str))?)
    }

    /// The first metric a section names.
    pub fn metric_of(&self, section: &SectionDefinition) -> Result<&'a Metric, ReportError> {
        Ok(self.context.catalog.find_metric(section.metrics.first().map_or("", String::as_str))?)
    }

    /// Returns the targets of a metric in force at the end of the period.
    pub fn targets(&self, metric: &Metric) -> Result<Arc<ActiveTargets>, ReportError> {
        self.context.targets(metric, self.period.end())
    }

    /// The agencies that are ranked, of those the paper is about, lowest first.
    pub fn ranked(
        &self,
        metric: &Metric,
        period: Period,
        basis: MetricBasis,
    ) -> Result<Vec<AgencyValue>, ReportError> {
        let filter = AgencyFilter {
            level: Some(AgencyLevel::Named(self.level().to_owned())),
            agency: self.agency.as_ref().map(|agency| agency.code.clone()),
            below: None,
        };
        let request = MetricRequest { metric, period, basis };
        Ok(filter.select_values(metric, &self.context.warehouse.metrics.values(&request)?))
    }

    /// Whether several agencies are ranked in it.
    pub fn is_of_several(&self) -> Result<bool, ReportError> {
        if let Some(several) = self.several.get() {
            return Ok(*several);
        }
        let metric = self.context.catalog.find_metric(&self.context.catalog.headline.ranking)?;
        let published =
            self.context.catalog.find_metric(&self.context.catalog.headline.published_ranking)?;
        let several = self.ranked(metric, self.period, MetricBasis::Computed)?.len() > 1
            || self.ranked(published, self.period, MetricBasis::Published)?.len() > 1;
        Ok(*self.several.get_or_init(|| several))
    }

    /// What a metric says of everything the paper is about; `None` where it says nothing.
    pub fn whole(
        &self,
        metric: &Metric,
        period: Period,
        basis: MetricBasis,
    ) -> Result<Option<Measure>, ReportError> {
        let selection = MetricRequest { metric, period, basis };
        if let Some(code) = self.code() {
            let series = self.context.warehouse.metrics.series(&selection, code, &[period])?;
            let value = series.into_iter().next().and_then(|(_, value)| value);
            return Ok(value.map(|value| value.measure));
        }
        Ok(self.context.warehouse.metrics.total(&selection)?)
    }

    /// The agencies that miss their floor, lowest first; those of too few are not judged.
    pub fn under_floor(
        &self,
        metric: &Metric,
        period: Period,
    ) -> Result<Vec<AgencyValue>, ReportError> {
        let targets = self.context.targets(metric, period.end())?;
        let mut values = self.ranked(metric, period, MetricBasis::Computed)?;
        values.retain(|value| targets.judge_value(value).is_floor_missed());
        Ok(values)
    }

    /// Those of too few who would miss theirs, the agency the paper is about among them.
    pub fn few_beyond(&self, metric: &Metric) -> Result<Vec<AgencyValue>, ReportError> {
        let targets = self.targets(metric)?;
        let mut values = self.ranked(metric, self.period, MetricBasis::Computed)?;
        values.splice(0..0, self.itself(metric)?);
        let has_floor =
            |value: &AgencyValue| targets.target_of_value(value).is_some_and(|it| it.is_floor);
        values.retain(|value| has_floor(value) && targets.judge_value(value).is_few_beyond());
        Ok(values)
    }

    /// The agency the paper is about where it is none of those ranked, and misses its own floor.
    pub fn itself_under_floor(&self, metric: &Metric) -> Result<Option<AgencyValue>, ReportError> {
        let targets = self.targets(metric)?;
        Ok(self.itself(metric)?.filter(|own| targets.judge_value(own).is_floor_missed()))
    }

    /// The agency the paper is about where it is none of those ranked.
    fn itself(&self, metric: &Metric) -> Result<Option<AgencyValue>, ReportError> {
        let Some(agency) = &self.agency else {
            return Ok(None);
        };
        let filter = AgencyFilter { agency: Some(agency.code.clone()), ..AgencyFilter::default() };
        let request = MetricRequest { metric, period: self.period, basis: MetricBasis::Computed };
        let values = self.context.warehouse.metrics.values(&request)?;
        let own = filter.select_values(metric, &values).pop();
        Ok(own.filter(|own| own.level != self.level()))
    }

    /// `80,63% (387/480)`
    pub fn with_counts(&self, metric: &Metric, measure: Measure) -> String {
        let value = self.words().format_value(metric, measure);
        if measure.is_empty() || measure.denominator.is_none() {
            return value;
        }
        format!("{value} ({})", self.words().format_fraction(measure).replace(' ', ""))
    }
}
