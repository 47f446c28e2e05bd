//! Where a period is going: how many more on time it takes, whether the open ones can still do it, and what the end will be.

pub(super) mod words;

use jiff::{ToSpan, civil::Date};

use crate::{
    catalog::forecast::ForecastDefinition,
    domain::{
        decimal::FixedDecimal,
        measure::{Measure, MeasureUnit},
        period::Period,
        verdict::{TargetKind, Verdict, VerdictRule},
    },
    warehouse::{
        WarehouseError,
        query::{PeriodProgress, RECENT_DAYS, Warehouse},
    },
};

/// Periods before this one that the forecast is tried on.
pub(super) const TRIED: usize = 12;
/// With fewer of them no range is given.
pub(super) const ENOUGH: usize = 3;

/// Holds how a period stands, where it is expected to end, and how sure that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodForecast {
    /// The day until which the data says how it went.
    pub on: Date,
    pub standing: PeriodProgress,
    /// Nothing of the period is to come.
    pub is_over: bool,
    /// The rate at the period's end, if it goes on as in the last weeks.
    pub expected: Option<Measure>,
    /// Of a hundred; four in five of the periods tried ended inside.
    pub range: Option<(FixedDecimal, FixedDecimal)>,
    /// How far the same forecast was off in earlier periods, in points, smallest first.
    pub errors: Vec<FixedDecimal>,
}

impl PeriodForecast {
    /// Returns the rate of the dossiers that have ended by the day.
    pub fn so_far(&self) -> Measure {
        self.standing.so_far()
    }

    /// The least number of coming dossiers that must be on time: those that are overdue already end overdue, nothing else does.
    pub fn needed_on_time(&self, judge: VerdictRule, bound: TargetKind) -> Option<i64> {
        let ended = Measure::new_rate(
            self.standing.ended_on_time,
            self.standing.ended + self.standing.overdue,
        );
        judge.needed_successes(ended, bound)
    }

    /// The best the period can end with if only what is open now ends in it, the overdue ones included.
    pub fn best_possible(&self) -> Measure {
        let coming = self.standing.due_within + self.standing.due_after;
        Measure::new_rate(
            self.standing.ended_on_time + coming,
            self.standing.ended + coming + self.standing.overdue,
        )
    }

    /// Whether the open ones alone can still bring it to the floor.
    pub fn can_reach(&self, judge: VerdictRule, bound: TargetKind) -> bool {
        // However few they are, this is what they can come to.
        let judge = VerdictRule { enough: 0, ..judge };
        matches!(judge.judge_measure(self.best_possible(), Some(bound)), Verdict::Met(_))
    }

    /// The mean of the errors.
    pub fn mean_error(&self) -> Option<FixedDecimal> {
        let sum =
            self.errors.iter().fold(FixedDecimal::from_whole(0), |sum, error| sum.plus(*error));
        sum.divided_by(i64::try_from(self.errors.len()).ok()?)
    }
}

impl PeriodProgress {
    fn so_far(&self) -> Measure {
        Measure::new_rate(self.ended_on_time, self.ended)
    }

    /// What the end will be if as many end a day as lately, with the same share of them on time, the overdue ones first.
    fn expected_rate(&self, days_left: i64) -> Option<Measure> {
        let rounded =
            |numerator: i64, denominator: i64| (2 * numerator + denominator) / (2 * denominator);
        let coming = rounded(self.recently_ended * days_left, RECENT_DAYS);
        let on_time = match self.recently_ended {
            0 => 0,
            recently_ended => rounded(coming * self.recently_on_time, recently_ended),
        };
        let measure = Measure::new_rate(
            self.ended_on_time + on_time.min((coming - self.overdue).max(0)),
            self.ended + coming,
        );
        (!measure.is_empty()).then_some(measure)
    }
}

/// The outlook of a period for an agency with those below it, or for all; `None` before anything is known of it.
pub fn make_forecast(
    warehouse: &Warehouse,
    forecast: &ForecastDefinition,
    period: Period,
    agency: Option<&str>,
) -> Result<Option<PeriodForecast>, WarehouseError> {
    let Some(known) = warehouse.known_until.filter(|known| *known >= period.start()) else {
        return Ok(None);
    };
    let on = known.min(period.end());
    let standing = warehouse.metrics.progress(forecast, period, on, agency)?;
    let is_over = on == period.end();
    let left = days_between(on, period.end());
    let expected = if is_over {
        Some(standing.so_far()).filter(|measure| !measure.is_empty())
    } else {
        standing.expected_rate(left)
    };
    let errors =
        if is_over { Vec::new() } else { past_errors(warehouse, forecast, period, left, agency)? };
    let range = expected
        .and_then(|expected| expected.value(MeasureUnit::Percent))
        .zip(find_four_in_five(&errors))
        .map(|(middle, error)| {
            let (zero, full) = (FixedDecimal::from_whole(0), FixedDecimal::from_whole(100));
            (middle.minus(error).max(zero), middle.plus(error).min(full))
        });
    Ok(Some(PeriodForecast { on, standing, is_over, expected, range, errors }))
}

/// What four in five of the errors do not pass, smallest first as they are; `None` where they are too few to say.
pub(super) fn find_four_in_five<T: Copy>(errors: &[T]) -> Option<T> {
    let at = (errors.len() * 4).div_ceil(5).checked_sub(1)?;
    errors.get(at).copied().filter(|_| errors.len() >= ENOUGH)
}

/// The same forecast made in earlier periods, as many days before their end, against how they ended.
fn past_errors(
    warehouse: &Warehouse,
    forecast: &ForecastDefinition,
    period: Period,
    left: i64,
    agency: Option<&str>,
) -> Result<Vec<FixedDecimal>, WarehouseError> {
    let mut errors = Vec::new();
    let earlier = std::iter::successors(Some(period.previous_period()), |period| {
        Some(period.previous_period())
    });
    for tried in earlier.take(TRIED) {
        let on = tried.end().saturating_sub(left.days());
        let then = warehouse.metrics.progress(forecast, tried, on, agency)?;
        // Before the first weeks nothing is known of how it goes.
        if then.first_on.is_none_or(|first| days_between(first, on) < RECENT_DAYS) {
            break;
        }
        let ended = warehouse.metrics.progress(forecast, tried, tried.end(), agency)?.so_far();
        let values = then
            .expected_rate(left)
            .and_then(|expected| expected.value(MeasureUnit::Percent))
            .zip(ended.value(MeasureUnit::Percent));
        errors.extend(values.map(|(expected, ended)| expected.minus(ended).abs()));
    }
    errors.sort_unstable();
    Ok(errors)
}

fn days_between(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::measure::BetterDirection;

    fn standing(ended: i64, on_time: i64, overdue: i64, recently: (i64, i64)) -> PeriodProgress {
        PeriodProgress {
            ended,
            ended_on_time: on_time,
            overdue,
            due_within: 0,
            due_after: 0,
            recently_ended: recently.0,
            recently_on_time: recently.1,
            first_on: None,
        }
    }

    fn rate(numerator: i64, denominator: i64) -> Measure {
        Measure::new_rate(numerator, denominator)
    }

    #[test]
    fn what_is_to_come_goes_as_it_went_lately() {
        // 112 ended in 56 days, two a day, 84 of them on time: ten days more bring 20, 15 of them on time.
        assert_eq!(standing(40, 36, 0, (112, 84)).expected_rate(10), Some(rate(51, 60)));
    }

    #[test]
    fn what_is_overdue_already_ends_overdue() {
        // Of the 20 to come 8 are overdue already, so at most 12 are on time.
        assert_eq!(standing(40, 36, 8, (112, 84)).expected_rate(10), Some(rate(48, 60)));
        assert_eq!(standing(40, 36, 30, (112, 84)).expected_rate(10), Some(rate(36, 60)));
    }

    #[test]
    fn nothing_before_and_nothing_to_come_is_no_rate() {
        assert_eq!(standing(0, 0, 3, (0, 0)).expected_rate(10), None);
    }

    #[test]
    fn open_ones_can_bring_it_to_the_floor_or_not() {
        let outlook = |due_within: i64| PeriodForecast {
            on: jiff::civil::date(2023, 12, 20),
            standing: PeriodProgress { due_within, ..standing(100, 85, 2, (0, 0)) },
            is_over: false,
            expected: None,
            range: None,
            errors: Vec::new(),
        };
        let floor = TargetKind::Floor("90".parse().expect("a number"));
        let judge =
            VerdictRule { unit: MeasureUnit::Percent, better: BetterDirection::Higher, enough: 10 };
        // (85 + k) / (102 + k) ≥ 0,9 from k = 68 on.
        assert!(outlook(68).can_reach(judge, floor));
        assert!(!outlook(67).can_reach(judge, floor));
        assert_eq!(outlook(0).needed_on_time(judge, floor), Some(68));
    }
}
