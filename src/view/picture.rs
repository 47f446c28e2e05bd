//! The charts of a metric: the ranking of agencies, the trend of one.

use super::wording::Wording;
use crate::{
    catalog::{Catalog, metric::Metric},
    chart::{ChartError, Frame, Limit, Mark, Ranking, Trend},
    domain::{
        measure::{Better, Measure},
        name::{lower_first, upper_first},
        period::Period,
        threshold::Threshold,
    },
    warehouse::{
        WarehouseError,
        read::{Filter, Level, Selection, Target, Targets, Value, Warehouse},
    },
};

/// More bars than this are not read; the lowest are shown.
pub const SHOWN_MARKS: usize = 40;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    #[default]
    Bar,
    Line,
}

/// Which chart of which number.
pub struct Picture<'a> {
    pub catalog: &'a Catalog,
    pub warehouse: &'a Warehouse,
    pub metric: &'a Metric,
    pub period: Period,
    pub published: bool,
    /// Bars: those under it; line: it alone. Without one a line is of the agency above all others.
    pub agency: Option<&'a str>,
    pub kind: Kind,
}

#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum PictureError {
    #[error(transparent)]
    #[diagnostic(transparent)]
    Warehouse(#[from] WarehouseError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Chart(#[from] ChartError),
    #[error("a line needs one agency, and {agencies} stand above the others")]
    #[diagnostic(help("name one with `--agency CODE`"))]
    NoAgency { agencies: usize },
}

impl Picture<'_> {
    pub fn svg(&self) -> Result<String, PictureError> {
        let targets = self.warehouse.targets(&self.metric.id, self.period.end())?;
        Ok(match self.kind {
            Kind::Bar => self.ranking(&targets)?.svg()?,
            Kind::Line => self.trend(&targets)?.svg()?,
        })
    }

    fn ranking(&self, targets: &Targets) -> Result<Ranking, PictureError> {
        let words = Wording::new(self.catalog);
        let level = &self.catalog.overview.level;
        let target = targets.of_level(level);
        let filter = Filter {
            level: Some(Level::Named(level.clone())),
            agency: self.agency.map(str::to_owned),
            below: None,
        };
        let values = self.warehouse.listed(self.metric, self.period, self.published, &filter)?;
        let shown = values.len().min(SHOWN_MARKS);
        let (period, rule) = (words.period(self.period), self.metric.rule_name.as_str());
        let subtitle = if shown < values.len() {
            let counts = (shown.to_string(), values.len().to_string());
            words.say(
                "subtitle.cut",
                &[("period", &period), ("rule", rule), ("shown", &counts.0), ("all", &counts.1)],
            )
        } else {
            words.say("subtitle.ranking", &[("period", &period), ("rule", rule)])
        };
        Ok(Ranking {
            frame: Frame {
                title: self.finding(&values, target, level),
                subtitle: upper_first(&subtitle),
                footer: self.footer(),
            },
            marks: values
                .iter()
                .take(shown)
                .map(|value| {
                    let text = words.ranked(self.metric, value);
                    let target = targets.of_value(value);
                    Mark {
                        text,
                        ..self.mark(value.agency_name.clone(), Some(value.measure), target)
                    }
                })
                .collect(),
            limit: self.limit(target),
            full: self.full(),
        })
    }

    fn trend(&self, targets: &Targets) -> Result<Trend, PictureError> {
        let words = Wording::new(self.catalog);
        let selection =
            Selection { metric: self.metric, period: self.period, published: self.published };
        let agency = match self.agency {
            Some(code) => code.to_owned(),
            None => top(&self.warehouse.values(&selection)?)?,
        };
        let series = self.warehouse.series(&selection, &agency, &self.period.steps())?;
        let whole = self
            .warehouse
            .series(&selection, &agency, &[self.period])?
            .pop()
            .and_then(|(_, value)| value);
        let target = match &whole {
            Some(value) => targets.of_value(value),
            None => targets.general(),
        };
        let title = match &whole {
            Some(value) => words.say(
                "finding.trend",
                &[
                    ("agency", &value.agency_name),
                    ("metric", &lower_first(&self.metric.name)),
                    ("value", &words.value(self.metric, value.measure)),
                ],
            ),
            None => words.say("finding.none", &[("metric", &lower_first(&self.metric.name))]),
        };
        let subtitle = words.say(
            "subtitle.ranking",
            &[("period", &words.period(self.period)), ("rule", &self.metric.rule_name)],
        );
        let marks = series.into_iter().map(|(period, value)| {
            self.mark(words.short_period(period), value.map(|value| value.measure), target)
        });
        Ok(Trend {
            frame: Frame { title, subtitle: upper_first(&subtitle), footer: self.footer() },
            marks: marks.collect(),
            limit: self.limit(target),
            full: self.full(),
            unit: if self.metric.unit.is_of_hundred() { "%".into() } else { String::new() },
        })
    }

    /// The chart's title is what it shows: how many are under the floor, or which is lowest.
    fn finding(&self, values: &[Value], target: Option<&Target>, level: &str) -> String {
        let words = Wording::new(self.catalog);
        let metric = lower_first(&self.metric.name);
        let judged: Vec<&Value> =
            values.iter().filter(|value| value.measure.value(self.metric.unit).is_some()).collect();
        // Values of too few come after the others.
        let Some(lowest) = judged.first() else {
            return words.say("finding.none", &[("metric", &metric)]);
        };
        let Some(floor) = self.floor(target) else {
            let value = words.value(self.metric, lowest.measure);
            return words
                .say("finding.count", &[("agency", &lowest.agency_name), ("value", &value)]);
        };
        let below =
            judged.iter().filter(|value| floor.is_above(value.measure, self.metric.unit)).count();
        let said = [
            ("below", below.to_string()),
            ("all", judged.len().to_string()),
            ("level", words.level(level).to_owned()),
            ("floor", format!("{}%", floor.vietnamese())),
            ("metric", metric),
        ];
        let said: Vec<(&str, &str)> =
            said.iter().map(|(name, value)| (*name, value.as_str())).collect();
        words.say(if below == 0 { "finding.none_below" } else { "finding.below" }, &said)
    }

    fn mark(&self, label: String, measure: Option<Measure>, target: Option<&Target>) -> Mark {
        let words = Wording::new(self.catalog);
        let value = measure.and_then(|measure| measure.value(self.metric.unit));
        Mark {
            label,
            value: value.map(crate::domain::decimal::Hundredths::approximate),
            text: measure.map_or(String::new(), |measure| words.value(self.metric, measure)),
            is_below: (measure.zip(self.floor(target)))
                .is_some_and(|(measure, floor)| floor.is_above(measure, self.metric.unit)),
        }
    }

    /// The limit under which a mark is a bad one; a metric that is better when lower has none.
    fn floor(&self, target: Option<&Target>) -> Option<Threshold> {
        target.filter(|_| self.metric.better == Better::Higher).map(|target| target.value)
    }

    fn limit(&self, target: Option<&Target>) -> Option<Limit> {
        let words = Wording::new(self.catalog);
        target.map(|target| Limit {
            value: target.value.approximate(),
            label: words.limit(self.metric, target),
        })
    }

    fn full(&self) -> Option<f64> {
        (self.metric.unit.is_of_hundred()).then_some(100.0)
    }

    fn footer(&self) -> String {
        let id = if self.published { "footer.published" } else { "footer.computed" };
        Wording::new(self.catalog).say(id, &[("version", &self.warehouse.data_version)])
    }
}

/// The one agency that all others stand under.
fn top(values: &[Value]) -> Result<String, PictureError> {
    let tops: Vec<&Value> = values.iter().filter(|value| value.parent_code.is_none()).collect();
    match tops[..] {
        [top] => Ok(top.agency_code.clone()),
        _ => Err(PictureError::NoAgency { agencies: tops.len() }),
    }
}
