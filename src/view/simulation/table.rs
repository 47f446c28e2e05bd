//! A published table of totals, and the place of a total in it.

use jiff::civil::Date;

use super::super::{forecast::TRIED, scorecard::ScoreRequest};
use crate::{
    catalog::scorecard::ScorecardItem,
    domain::{decimal::FixedDecimal, fraction::ExactFraction, period::Period, sight::DataScope},
    warehouse::{
        WarehouseError,
        query::{Figure, TableFigure},
    },
};

/// Holds the totals one publisher published of a period, as one agency stands among them.
#[derive(Debug, Clone)]
pub struct ScoreTable {
    pub period: Period,
    /// So many periods before the one asked for.
    pub age: usize,
    pub publisher: String,
    /// The day of the export that told the agency's total.
    pub told_on: Option<Date>,
    /// The level of those it is ranked with; `None` where all of the table are.
    pub level: Option<String>,
    /// The agency's total.
    pub own: FixedDecimal,
    pub(super) exact: ExactFraction,
    /// Totals of the others, highest first; none where who asks sees but a part of them.
    others: Vec<FixedDecimal>,
    /// Whether the publisher tells of others of the level, seen or not: one who sees less is given the same table.
    has_others: bool,
    /// A newer period of which the agency's own total alone was published, and that total.
    pub passed_over: Option<(Period, FixedDecimal)>,
    /// Rows that could not be read, and totals of nobody knows what level: any of them may be above the agency.
    pub unread: usize,
    /// What was published of the agency, total and rows.
    figures: Vec<TableFigure>,
}

impl ScoreTable {
    /// Finds the newest table that holds the agency, with others in it if there is one.
    pub(super) fn find_newest(asked: &ScoreRequest) -> Result<Option<Self>, WarehouseError> {
        let mut alone: Option<Self> = None;
        let mut period = asked.period;
        for age in 0..=TRIED {
            if let Some(mut table) = Self::load(asked, period, age)? {
                if table.has_others {
                    table.passed_over = alone.map(|alone| (alone.period, alone.own));
                    return Ok(Some(table));
                }
                alone = alone.or(Some(table));
            }
            period = period.previous_period();
        }
        Ok(alone)
    }

    /// Reads the table of a period; `None` where it does not hold the agency, the card is of another time, or the code was another agency's.
    pub(super) fn load(
        asked: &ScoreRequest,
        period: Period,
        age: usize,
    ) -> Result<Option<Self>, WarehouseError> {
        let Some(total) = asked.card.published.as_deref() else {
            return Ok(None);
        };
        let figures_of = &asked.warehouse.published;
        if !asked.card.holds_on(period.end()) || !figures_of.list_periods(total)?.contains(&period)
        {
            return Ok(None);
        }
        // What a code was before is another agency, with other dossiers and another total.
        let lineage = asked.warehouse.agencies.find_lineage(asked.agency, asked.period.end());
        if lineage.is_some_and(|lineage| lineage.on > period.end()) {
            return Ok(None);
        }
        let rows = asked.card.groups.iter().flat_map(|group| &group.rows);
        let rows = rows.filter(|row| asked.find_lever(row).is_some());
        let indicators: Vec<&str> =
            [total].into_iter().chain(rows.filter_map(|row| row.published.as_deref())).collect();
        let figures = figures_of.list_table(&indicators, period)?;
        let is_own = |it: &TableFigure| it.agency_code == asked.agency;
        let is_total = |it: &&TableFigure| it.indicator == total && it.figure.score.is_some();
        // Of several publishers the one that told it last; a table of two would be no table.
        let own = (figures.iter().filter(is_total).filter(|it| is_own(it)))
            .max_by(|a, b| a.told_on.cmp(&b.told_on).then_with(|| b.publisher.cmp(&a.publisher)));
        let Some(own) = own else {
            return Ok(None);
        };
        let is_ranked = |it: &&TableFigure| {
            it.publisher == own.publisher
                && !is_own(it)
                && (own.level.is_none() || it.level == own.level)
        };
        let ranked = figures.iter().filter(is_total).filter(is_ranked);
        let mut others: Vec<FixedDecimal> =
            ranked.filter_map(|it| Some(it.figure.score?.to_hundredths())).collect();
        others.sort_unstable_by(|a, b| b.cmp(a));
        let has_others = figures_of.tells_of_others(own, period)?;
        let is_of_table = |it: &&TableFigure| it.publisher == own.publisher;
        let told = figures.iter().filter(|it| it.indicator == total).filter(is_of_table);
        let is_unplaced = |it: &&TableFigure| {
            it.figure.score.is_none() || (own.level.is_some() && it.level.is_none())
        };
        let unplaced = told.clone().filter(|it| !is_own(it)).filter(is_unplaced).count();
        let sources = told.map(|it| it.source_id.as_str()).collect();
        let unread = figures_of.count_unread_rows(&sources)? + unplaced;
        // Among some of them nobody has the rank that the table gives.
        if matches!(asked.warehouse.scope(), DataScope::Within(_)) {
            others.clear();
        }
        let Some(score) = own.figure.score else {
            return Ok(None);
        };
        let (publisher, level, told_on) = (own.publisher.clone(), own.level.clone(), own.told_on);
        let is_kept = |it: &TableFigure| is_own(it) && it.publisher == publisher;
        Ok(Some(Self {
            period,
            age,
            told_on,
            level,
            own: score.to_hundredths(),
            exact: score.to_fraction(),
            others,
            has_others,
            passed_over: None,
            unread,
            figures: figures.into_iter().filter(is_kept).collect(),
            publisher,
        }))
    }

    /// The rank a total has among the others: one more than are above it, so that equal totals share it. `None` without others.
    pub fn rank_at(&self, total: FixedDecimal) -> Option<usize> {
        let above = self.others.partition_point(|other| *other > total);
        (!self.others.is_empty()).then_some(above + 1)
    }

    /// Whether it is of the period asked for, told after its end: what a running period's table says is overtaken by dossiers.
    pub fn is_final(&self) -> bool {
        self.age == 0 && self.told_on.is_some_and(|day| day > self.period.end())
    }

    /// The agency's rank as it was published.
    pub fn own_rank(&self) -> Option<usize> {
        self.rank_at(self.own)
    }

    /// How many are ranked, the agency among them.
    pub fn count_ranked(&self) -> usize {
        self.others.len() + 1
    }

    /// What the table says of a row of the agency, told on the day of its total: of another day, it is no part of that total.
    pub(super) fn find_figure(&self, row: &ScorecardItem) -> Option<Figure> {
        let found = self.find_told(row).filter(|found| found.told_on == self.told_on);
        found.map(|found| found.figure)
    }

    /// Whether a row is told by an export of another day than the total.
    pub(super) fn is_told_apart(&self, row: &ScorecardItem) -> bool {
        self.find_told(row).is_some_and(|found| found.told_on != self.told_on)
    }

    fn find_told(&self, row: &ScorecardItem) -> Option<&TableFigure> {
        let indicator = row.published.as_deref()?;
        self.figures.iter().find(|figure| figure.indicator == indicator)
    }

    /// Makes a table of totals alone.
    #[cfg(test)]
    pub(super) fn of_totals(own: &str, others: &[&str]) -> Self {
        let number = |text: &str| text.parse::<crate::domain::threshold::Threshold>();
        let number = |text: &str| number(text).expect("a number");
        let mut others: Vec<_> = others.iter().map(|it| number(it).to_hundredths()).collect();
        others.sort_unstable_by(|a, b| b.cmp(a));
        Self {
            period: "2026-08".parse().expect("a period"),
            age: 1,
            publisher: "dvcqg".into(),
            told_on: None,
            level: None,
            own: number(own).to_hundredths(),
            exact: number(own).to_fraction(),
            has_others: !others.is_empty(),
            others,
            passed_over: None,
            unread: 0,
            figures: Vec::new(),
        }
    }
}
