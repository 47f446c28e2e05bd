//! How periods, targets and findings are said.

mod differences;
pub mod handling;
mod invented;
mod known_periods;
mod limits;
mod scored;

use crate::{
    catalog::{
        Catalog,
        metric::{Metric, bridge::BridgeDefinition},
    },
    domain::vietnamese_date::{format_day, format_day_of_year},
    domain::{
        decimal::{FixedDecimal, format_roman, format_thousands, format_unsigned},
        known::DataGap,
        measure::{Measure, MeasureUnit},
        name::{name_in_sentence, upper_first},
        period::{Period, PeriodCalendar, PeriodShape},
        verdict::VerdictRule,
    },
    warehouse::query::{AgencyValue, Holder},
};

/// Says periods, values and findings in the phrases of the content.
#[derive(Clone, Copy)]
pub struct AnswerWording<'c> {
    catalog: &'c Catalog,
}

impl<'c> AnswerWording<'c> {
    /// Makes the wording over the phrases and names of a catalog.
    pub fn new(catalog: &'c Catalog) -> Self {
        Self { catalog }
    }

    /// Fills the named values into a phrase of the content.
    pub fn fill_phrase(self, id: &str, values: &[(&str, &str)]) -> String {
        self.catalog.phrases.format_phrase(id, values)
    }

    /// Returns the Vietnamese name of a level of agencies.
    pub fn level_name(self, level: &'c str) -> &'c str {
        self.catalog.vocabulary.display_name("level", level)
    }

    /// `năm 2023`, `tháng 8/2026`
    pub fn period_name(self, period: Period) -> String {
        let (start, end) = (format_day(period.start()), format_day(period.end()));
        let name = match period.shape {
            PeriodShape::Year(year) => {
                self.fill_phrase("period.year", &[("year", &year.to_string())])
            }
            PeriodShape::Half(year, half) => {
                self.fill_phrase(&format!("period.half_{half}"), &[("year", &year.to_string())])
            }
            PeriodShape::Quarter(year, quarter) => self.fill_phrase(
                "period.quarter",
                &[("quarter", &format_roman(quarter)), ("year", &year.to_string())],
            ),
            PeriodShape::Month(year, month) => self.fill_phrase(
                "period.month",
                &[("month", &month.to_string()), ("year", &year.to_string())],
            ),
            PeriodShape::Week(year, week) => self.fill_phrase(
                "period.week",
                &[("week", &week.to_string()), ("year", &year.to_string())],
            ),
            PeriodShape::Span(first, last) if first == last => {
                self.fill_phrase("period.day", &[("start", &start)])
            }
            PeriodShape::Span(..) => {
                self.fill_phrase("period.span", &[("start", &start), ("end", &end)])
            }
        };
        match period.calendar {
            PeriodCalendar::Civil => name,
            PeriodCalendar::Reporting => self.fill_phrase(
                "period.reporting",
                &[("period", &name), ("start", &start), ("end", &end)],
            ),
        }
    }

    /// For the foot of a chart: `T8/2026`.
    pub fn short_period(self, period: Period) -> String {
        match period.shape {
            PeriodShape::Month(year, month) => self.fill_phrase(
                "period.short_month",
                &[("month", &month.to_string()), ("year", &(year % 100).to_string())],
            ),
            PeriodShape::Week(_, week) => {
                self.fill_phrase("period.short_week", &[("week", &week.to_string())])
            }
            PeriodShape::Span(first, last) => {
                format!("{}–{}", format_day_of_year(first), format_day(last))
            }
            PeriodShape::Quarter(year, quarter) => self.fill_phrase(
                "period.short_quarter",
                &[("quarter", &format_roman(quarter)), ("year", &year.to_string())],
            ),
            PeriodShape::Half(year, half) => {
                let id = format!("period.short_half_{half}");
                self.fill_phrase(&id, &[("year", &year.to_string())])
            }
            PeriodShape::Year(..) => period.to_string(),
        }
    }

    /// `Huyện Văn Quan`, where all its units have data; else `10 đơn vị có số liệu của tỉnh Lạng Sơn`.
    pub fn holder_name(self, holder: &Holder) -> String {
        let count = holder.units.to_string();
        match &holder.agency {
            Some(agency) if holder.is_whole || holder.units == 0 => agency.name.clone(),
            Some(agency) => {
                let name = name_in_sentence(&agency.name);
                self.fill_phrase("holder.some_of", &[("count", &count), ("agency", &name)])
            }
            None => self.fill_phrase("holder.some", &[("count", &count)]),
        }
    }

    /// `chưa có số liệu sau 31/12/2023`
    pub fn describe_gap(self, gap: DataGap) -> String {
        match gap {
            DataGap::Never => self.fill_phrase("gap.never", &[]),
            DataGap::Before(first) => {
                self.fill_phrase("gap.before", &[("day", &format_day(first))])
            }
            DataGap::NotPublished => self.fill_phrase("gap.not_published", &[]),
            DataGap::After(last) => self.fill_phrase("gap.after", &[("day", &format_day(last))]),
        }
    }

    /// That a metric could not count some, for values nobody could read; nothing where it counts all.
    pub fn left_out_note(self, metric: &Metric, count: u64) -> Option<String> {
        let noun = self.noun(metric);
        let values = [("count", &*format_unsigned(count)), ("noun", &noun)];
        (count > 0).then(|| self.fill_phrase("left_out", &values))
    }

    /// `Năm 2024: chưa có số liệu sau 31/12/2023`
    pub fn period_gap(self, period: Period, gap: DataGap) -> String {
        let said = [("period", &*self.period_name(period)), ("gap", &self.describe_gap(gap))];
        upper_first(&self.fill_phrase("gap.period", &said))
    }

    /// `80,63%`, or words where there is no value.
    pub fn format_value(self, metric: &Metric, measure: Measure) -> String {
        if let Some(gap) = measure.gap {
            return self.describe_gap(gap);
        }
        let without = if measure.is_withheld { "value.withheld" } else { "value.none" };
        let noun = self.noun(metric);
        measure
            .to_vietnamese(metric.unit)
            .unwrap_or_else(|| self.fill_phrase(without, &[("noun", &noun)]))
    }

    /// Says why dossiers make two metrics differ, in the words of the bridge, or of how they do.
    pub fn bridge_reason(self, bridge: Option<&BridgeDefinition>, reason: &str) -> String {
        match bridge.and_then(|bridge| bridge.reasons.get(reason)) {
            Some(meaning) => meaning.clone(),
            None => self.fill_phrase(&format!("bridge.{reason}"), &[]),
        }
    }

    /// Joins the first so many names with a mark, and says how many more there are: nobody is dropped without a word.
    pub fn join_named(
        self,
        names: impl ExactSizeIterator<Item = String>,
        at_most: usize,
        mark: &str,
    ) -> String {
        let more = names.len().saturating_sub(at_most);
        let joined = names.take(at_most).collect::<Vec<_>>().join(mark);
        let said = [("named", &*joined), ("more", &more.to_string())];
        if more > 0 { self.fill_phrase("briefing.and_more", &said) } else { joined }
    }

    /// What a metric counts one by one: `hồ sơ`.
    pub fn noun(self, metric: &Metric) -> String {
        self.fill_phrase(&format!("subject.{}", metric.subject.id()), &[])
    }

    /// `299 hồ sơ`, `3,77 ngày`, `80,63%`
    pub fn format_amount(self, metric: &Metric, measure: Measure) -> String {
        let value = self.format_value(metric, measure);
        let has_sign = metric.unit.is_of_hundred() || measure.value(metric.unit).is_none();
        let id = format!("unit.{}", metric.unit.id());
        if has_sign { value } else { format!("{value} {}", self.fill_phrase(&id, &[])) }
    }

    /// `80,00% (ít hồ sơ)` where there are too few to be ranked.
    pub fn ranked_value(self, metric: &Metric, value: &AgencyValue) -> String {
        let shown = self.format_value(metric, value.measure);
        let few = || self.fill_phrase("value.few", &[("noun", &self.noun(metric))]);
        if value.is_few { format!("{shown} ({})", few()) } else { shown }
    }

    /// `Ít hồ sơ (dưới 10)`: over those that are not ranked.
    pub fn few_heading(self, metric: &Metric, judge: VerdictRule) -> String {
        let enough = judge.enough.to_string();
        self.fill_phrase("few.heading", &[("noun", &self.noun(metric)), ("enough", &enough)])
    }

    /// `387 / 480`
    pub fn format_fraction(self, measure: Measure) -> String {
        if let Some(gap) = measure.gap {
            return self.describe_gap(gap);
        }
        if measure.is_withheld {
            return self.fill_phrase("value.withheld", &[]);
        }
        let numerator = format_thousands(measure.numerator);
        measure.denominator.map_or(numerator.clone(), |denominator| {
            format!("{numerator} / {}", format_thousands(denominator))
        })
    }

    /// `387 / 480 hồ sơ`
    pub fn format_counts(self, metric: &Metric, measure: Measure) -> String {
        let noun = self.noun(metric);
        if !measure.is_told() {
            return String::new();
        }
        let Some(denominator) = measure.denominator else {
            return noun;
        };
        // Where the numerator counts something else than the denominator, it says what.
        let of = match metric.unit {
            MeasureUnit::Days | MeasureUnit::Points => {
                format!(" {}", self.fill_phrase(&format!("unit.{}", metric.unit.id()), &[]))
            }
            MeasureUnit::Percent
            | MeasureUnit::Ratio
            | MeasureUnit::Dossiers
            | MeasureUnit::Agencies => String::new(),
        };
        format!(
            "{}{of} / {} {noun}",
            format_thousands(measure.numerator),
            format_thousands(denominator)
        )
    }

    /// `tăng 1,20 điểm so với năm 2022`: against a measure of the period that is named.
    pub fn describe_change(
        self,
        metric: &Metric,
        now: Measure,
        (before, name): (Option<Measure>, &str),
    ) -> String {
        if now.is_empty() {
            return String::new();
        }
        let values = now.value(metric.unit).zip(
            before.filter(|before| !before.is_empty()).and_then(|before| before.value(metric.unit)),
        );
        let Some((now, then)) = values else {
            return self.fill_phrase("tile.no_before", &[("period", name)]);
        };
        let gap = now.minus(then);
        if gap == FixedDecimal::from_whole(0) {
            return self.fill_phrase("tile.same", &[("period", name)]);
        }
        let size = match metric.unit {
            unit if unit.is_of_hundred() => {
                self.fill_phrase("tile.points", &[("gap", &gap.abs().to_vietnamese())])
            }
            _ => gap.abs().to_vietnamese().trim_end_matches(",00").to_owned(),
        };
        self.fill_phrase(
            if gap.is_negative() { "tile.down" } else { "tile.up" },
            &[("gap", &size), ("period", name)],
        )
    }
}
