//! Periods to choose from: the years anything is known of, and of one of them its halves, quarters, months, weeks and the months of
//! the reporting calendar.

use jiff::civil::Date;

use crate::{
    domain::{
        name::upper_first,
        period::{Period, PeriodCalendar, PeriodShape},
        vietnamese_date::format_day,
    },
    web::http::{error::WebError, page_context::PageContext},
};

/// A register has wrong days too: further back nobody looks.
const YEARS: i16 = 30;

/// Lists periods of one kind under a heading.
pub struct PeriodGroup {
    pub name: String,
    pub periods: Vec<PeriodOption>,
}

/// A period to choose.
pub struct PeriodOption {
    pub id: String,
    pub name: String,
    pub is_on: bool,
}

/// What can be chosen for a field of a period.
pub struct PeriodChoices {
    pub groups: Vec<PeriodGroup>,
    /// The page of all years and of days.
    pub others: String,
}

impl PageContext<'_> {
    /// Lists what can be chosen on a page: all years, and the parts of the year `chosen` begins in; `back` is where the page of other
    /// periods leads to.
    pub fn period_choices(&self, chosen: Period, back: &str) -> Result<PeriodChoices, WebError> {
        let mut groups = Vec::new();
        let years = self.known_years()?;
        let option = |period: Period| self.period_option(period, chosen);
        let all = years.iter().copied().map(|year| option(Period::year_of(first_of(year))));
        groups.push(self.period_group("choice.years", all.collect()));
        groups.extend(self.groups_of_year(year_of(chosen), chosen)?);
        let is_there = groups.iter().any(|group| group.periods.iter().any(|one| one.is_on));
        if !is_there {
            groups.insert(0, self.period_group("choice.shown", vec![option(chosen)]));
        }
        groups.retain(|group| !group.periods.is_empty());
        let mut others = url::form_urlencoded::Serializer::new(String::new());
        others.append_pair("to", back);
        if self.view.basis.is_published() {
            others.append_pair("published", "1");
        }
        let others = others.finish();
        Ok(PeriodChoices { groups, others: format!("/periods?{others}") })
    }

    /// The parts of a year that begin before anything is known to end: halves, quarters, months, weeks, reporting months.
    pub fn groups_of_year(&self, year: i16, chosen: Period) -> Result<Vec<PeriodGroup>, WebError> {
        let option = |period: Period| self.period_option(period, chosen);
        if self.view.basis.is_published() {
            let periods = self.published_periods()?;
            let of_year = periods.into_iter().filter(|period| year_of(*period) == year);
            return Ok(vec![self.period_group("choice.published", of_year.map(option).collect())]);
        }
        let until = self.warehouse.newest_on.unwrap_or(self.today);
        let group = |id: &str, ids: Vec<String>| {
            let periods = ids.iter().filter_map(|id| id.parse::<Period>().ok());
            // An ISO year may have no week 53.
            let begun = periods.filter(|period| period.start() <= until);
            self.period_group(id, begun.map(option).collect())
        };
        let ids = |numbers: std::ops::RangeInclusive<u8>, form: &dyn Fn(u8) -> String| {
            numbers.map(form).collect::<Vec<String>>()
        };
        let mut parts = ids(1..=2, &|half| format!("{year:04}-H{half}"));
        parts.extend(ids(1..=4, &|quarter| format!("{year:04}-Q{quarter}")));
        Ok(vec![
            group("choice.quarters", parts),
            group("choice.months", ids(1..=12, &|month| format!("{year:04}-{month:02}"))),
            group("choice.weeks", ids(1..=53, &|week| format!("{year:04}-W{week:02}"))),
            group("choice.reporting", {
                let mut ids = ids(1..=12, &|month| format!("bc:{year:04}-{month:02}"));
                ids.extend((1..=4).map(|quarter| format!("bc:{year:04}-Q{quarter}")));
                ids.push(format!("bc:{year:04}"));
                ids
            }),
        ])
    }

    /// The years anything is known of, the newest first.
    pub fn known_years(&self) -> Result<Vec<i16>, WebError> {
        if self.view.basis.is_published() {
            let mut years: Vec<i16> = self.published_periods()?.into_iter().map(year_of).collect();
            years.sort_unstable_by(|one, other| other.cmp(one));
            years.dedup();
            return Ok(years);
        }
        // Of any metric: what a page shows is not always what it ranks by.
        let mut first: Option<Date> = None;
        for metric in &self.catalog.metrics {
            let from = self.warehouse.metrics.find_first_day(metric)?;
            first = first.into_iter().chain(from).min();
        }
        let last = self.warehouse.newest_on.unwrap_or(self.today).year();
        let first = first.map_or(last, Date::year).clamp(last - YEARS, last);
        Ok((first..=last).rev().collect())
    }

    fn published_periods(&self) -> Result<Vec<Period>, WebError> {
        let ranking = self.catalog.find_metric(&self.catalog.headline.published_ranking)?;
        Ok(self.warehouse.published.list_periods(ranking.indicator())?.to_vec())
    }

    fn period_group(&self, id: &str, periods: Vec<PeriodOption>) -> PeriodGroup {
        PeriodGroup { name: self.words().fill_phrase(id, &[]), periods }
    }

    fn period_option(&self, period: Period, chosen: Period) -> PeriodOption {
        let name = self.words().period_name(period);
        let name = match (period.shape, period.calendar) {
            (PeriodShape::Week(..), _) => {
                let (start, end) = (format_day(period.start()), format_day(period.end()));
                let said = [("week", &*name), ("start", &start), ("end", &end)];
                self.words().fill_phrase("choice.week", &said)
            }
            (_, PeriodCalendar::Civil | PeriodCalendar::Reporting) => name,
        };
        PeriodOption { id: period.to_string(), name: upper_first(&name), is_on: period == chosen }
    }
}

/// The year a period is told under: of a week the ISO year.
pub fn year_of(period: Period) -> i16 {
    match period.shape {
        PeriodShape::Year(year)
        | PeriodShape::Half(year, _)
        | PeriodShape::Quarter(year, _)
        | PeriodShape::Month(year, _)
        | PeriodShape::Week(year, _) => year,
        PeriodShape::Span(start, _) => start.year(),
    }
}

fn first_of(year: i16) -> Date {
    jiff::civil::date(year, 1, 1)
}
