//! The steps of a period that anything is known of: a picture ends where knowledge does, and one of a single step is none.

use std::collections::BTreeSet;

use super::{AnswerWording, ChartKind, ChartRequest, PictureError};
use crate::{
    chart::{ChartFrame, ChartMark},
    domain::vietnamese_date::format_day,
    domain::{
        known::{KnownPart, KnownSpan},
        period::{Period, PeriodShape},
    },
    warehouse::query::MetricRequest,
};

impl ChartRequest<'_> {
    /// From when until when anything of the metric is known; what a portal published has no such days.
    pub(super) fn known_span(&self) -> KnownSpan {
        if self.basis.is_published() {
            KnownSpan::default()
        } else {
            self.warehouse.metrics.known_span(self.metric)
        }
    }

    /// The days a period is known of, where these are not all of it.
    pub(super) fn known_part(&self, period: Period) -> KnownPart {
        let Self { metric, basis, .. } = *self;
        self.warehouse.metrics.known_part(&MetricRequest { metric, period, basis })
    }

    /// An error that says so where nobody knows anything of the period.
    pub(super) fn require_numbers(&self) -> Result<(), PictureError> {
        let Self { metric, period, basis, .. } = *self;
        let words = AnswerWording::new(self.catalog);
        if let Some(gap) = self.warehouse.metrics.gap(&MetricRequest { metric, period, basis }) {
            let said = [("period", &*words.period_name(period)), ("gap", &words.describe_gap(gap))];
            return Err(self.nothing_error("picture.unknown", &said));
        }
        if basis.is_published() && !self.published_periods()?.contains(&period) {
            return Err(self.not_published(period)?);
        }
        Ok(())
    }

    /// From the first to the last step that anything is known of, at least two.
    pub(super) fn known_steps(&self) -> Result<Vec<Period>, PictureError> {
        let Self { metric, basis, .. } = *self;
        let (known, words) = (self.known_span(), AnswerWording::new(self.catalog));
        let all = match self.kind {
            ChartKind::Weeks => self.period.grid_weeks(known.until),
            _ => self.period.trend_steps(),
        };
        let published_periods = if basis.is_published() { self.published_periods()? } else { &[] };
        let is_known = |period: &Period| {
            let is_there = !basis.is_published() || published_periods.contains(period);
            is_there
                && self
                    .warehouse
                    .metrics
                    .gap(&MetricRequest { metric, period: *period, basis })
                    .is_none()
        };
        let ends = (all.iter().position(is_known), all.iter().rposition(is_known));
        match ends {
            (Some(first), Some(last)) if first < last => Ok(all[first..=last].to_vec()),
            (Some(first), _) => {
                let step = words.period_name(all[first]);
                Err(self.nothing_error("picture.one_step", &[("step", &step)]))
            }
            _ if basis.is_published() => {
                Err(self.not_published(*all.last().unwrap_or(&self.period))?)
            }
            _ => Err(self.no_values()),
        }
    }

    /// An error that says so where not one mark has a value.
    pub(super) fn require_values<'m>(
        &self,
        marks: impl IntoIterator<Item = &'m ChartMark>,
    ) -> Result<(), PictureError> {
        let is_drawn = marks.into_iter().any(|mark| mark.value.is_some());
        if is_drawn { Ok(()) } else { Err(self.no_values()) }
    }

    /// Makes the error that no agency has a value in the period.
    pub(super) fn no_values(&self) -> PictureError {
        let period = AnswerWording::new(self.catalog).period_name(self.period);
        self.nothing_error("picture.none", &[("period", &period)])
    }

    /// `T12/23`, with a star where the step is not known from its beginning to its end.
    pub(super) fn step_label(&self, step: Period) -> String {
        let star = if self.known_part(step).is_whole() { "" } else { "*" };
        AnswerWording::new(self.catalog).short_period(step) + star
    }

    /// Says under the title what the star means, where there is one.
    pub(super) fn explain_star(&self, frame: ChartFrame, steps: &[Period]) -> ChartFrame {
        let first = steps.first().and_then(|first| self.known_part(*first).from).map(format_day);
        let last = steps.last().and_then(|last| self.known_part(*last).until).map(format_day);
        let id = match (&first, &last) {
            (None, None) => return frame,
            (None, Some(_)) => "subtitle.star",
            (Some(_), None) => "subtitle.star_begun",
            (Some(_), Some(_)) => "subtitle.star_within",
        };
        let (first, last) = (first.unwrap_or_default(), last.unwrap_or_default());
        let said = [("subtitle", frame.subtitle.as_str()), ("first", &first), ("day", &last)];
        ChartFrame { subtitle: AnswerWording::new(self.catalog).fill_phrase(id, &said), ..frame }
    }

    /// An error in the words of the content.
    pub(super) fn nothing_error(&self, id: &str, values: &[(&str, &str)]) -> PictureError {
        PictureError::Nothing { said: self.catalog.phrases.format_phrase(id, values) }
    }

    fn published_periods(&self) -> Result<&[Period], PictureError> {
        Ok(self.warehouse.published.list_periods(self.metric.indicator())?)
    }

    /// By what the portal publishes, where it is not what is asked for.
    fn not_published(&self, step: Period) -> Result<PictureError, PictureError> {
        let words = AnswerWording::new(self.catalog);
        let say =
            |shape: PeriodShape| words.fill_phrase(&format!("shape.{}", shape_id(shape)), &[]);
        let asked = say(step.shape);
        let shapes: BTreeSet<String> =
            self.published_periods()?.iter().map(|period| say(period.shape)).collect();
        if shapes.is_empty() || shapes.contains(&asked) {
            let said = [("period", words.period_name(self.period))];
            let said = said.each_ref().map(|(name, value)| (*name, value.as_str()));
            return Ok(self.nothing_error("picture.not_published", &said));
        }
        let shapes = shapes.into_iter().collect::<Vec<_>>().join(", ");
        Ok(self.nothing_error("picture.published_by", &[("shapes", &shapes), ("asked", &asked)]))
    }
}

fn shape_id(shape: PeriodShape) -> &'static str {
    match shape {
        PeriodShape::Year(_) => "year",
        PeriodShape::Half(..) => "half",
        PeriodShape::Quarter(..) => "quarter",
        PeriodShape::Month(..) => "month",
        PeriodShape::Week(..) => "week",
        PeriodShape::Span(..) => "span",
    }
}
