//! What is asked for a briefing, and what comes of it.

use jiff::civil::Date;

use super::{
    super::{tally::VerdictTally, wording::AnswerWording, worst::worst_first},
    proof::{BriefingProof, ProofPlace, RankingSubset},
};
use crate::{
    catalog::{Catalog, metric::Metric},
    domain::{
        basis::MetricBasis,
        known::KnownPart,
        measure::{Measure, Rule},
        name::upper_first,
        period::Period,
    },
    warehouse::{
        WarehouseError,
        query::{AgencyFilter, AgencyLevel, AgencyName, AgencyValue, MetricRequest, Warehouse},
    },
};

/// Asks for the sentences of a period: of all in scope, or of an agency and those below it.
pub struct BriefingRequest<'a> {
    pub catalog: &'a Catalog,
    pub warehouse: &'a Warehouse,
    /// What agencies are ranked by, under the rule and of the numbers asked for.
    pub ranking: &'a Metric,
    pub period: Period,
    pub basis: MetricBasis,
    pub rule: Rule,
    pub agency: Option<&'a AgencyName>,
    /// Whether it is shown to more than who asks: then no count could name a person, whoever asks.
    pub is_public: bool,
    /// Whether few are named: on a card there is less room than on a page.
    pub is_brief: bool,
}

/// Says what a sentence is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentenceKind {
    /// Nobody knows anything of the period.
    Gap,
    Floor,
    Change,
    Turnover,
    Due,
    Received,
}

impl SentenceKind {
    /// Gives the name by which pages and tests find it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Gap => "gap",
            Self::Floor => "floor",
            Self::Change => "change",
            Self::Turnover => "turnover",
            Self::Due => "due",
            Self::Received => "received",
        }
    }
}

/// One thing a chair asks, answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BriefingSentence {
    pub kind: SentenceKind,
    /// Whole sentences, each with its full stop.
    pub text: String,
    pub proofs: Vec<BriefingProof>,
}

/// The answers, and of whom and when they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Briefing {
    /// "Huyện Văn Quan, tuần 52 năm 2023 (25/12–31/12/2023)"
    pub title: String,
    /// That its numbers are invented, where they are.
    pub invented: Option<String>,
    pub whose: String,
    pub period: String,
    /// How many of how many are under the floor, in the period that is judged.
    pub tally: VerdictTally,
    /// The period rates are judged over: four weeks where one has few dossiers.
    pub judged_over: Period,
    pub sentences: Vec<BriefingSentence>,
}

impl BriefingRequest<'_> {
    /// Answers all of it.
    pub fn make_briefing(&self) -> Result<Briefing, WarehouseError> {
        let words = self.words();
        let whose = self.describe_whose()?;
        let period = self.known_name(self.period);
        let title = words.fill_phrase("briefing.title", &[("whose", &whose), ("period", &period)]);
        let judged_over = self.judged_over()?;
        let values = self.ranked(self.ranking, judged_over)?;
        let targets = self.warehouse.metrics.targets(self.ranking, judged_over.end())?;
        let tally = VerdictTally::count_verdicts(&values, self.ranking, &targets);
        let (invented, sentences) = (words.invented_notice(self.warehouse), Vec::new());
        let mut briefing =
            Briefing { title, invented, whose, period, tally, judged_over, sentences };
        if let Some(gap) = self.warehouse.metrics.gap(&self.selection(self.ranking, self.period)) {
            let text = words.period_gap(self.period, gap) + ".";
            let kind = SentenceKind::Gap;
            briefing.sentences.push(BriefingSentence { kind, text, proofs: Vec::new() });
            return Ok(briefing);
        }
        briefing.sentences.push(self.floor_sentence(judged_over)?);
        briefing.sentences.push(self.change_sentence(judged_over)?);
        if !self.basis.is_published() {
            briefing.sentences.extend(self.turnover_sentence()?);
            briefing.sentences.extend(self.due_sentence()?);
            briefing.sentences.extend(self.received_sentence()?);
        }
        Ok(briefing)
    }

    /// The period rates are judged over: a week in which at least half have few dossiers is taken with the three before it. Who may
    /// not see rows is told of calendar periods alone (ADR 13).
    pub fn judged_over(&self) -> Result<Period, WarehouseError> {
        let four = self.period.four_weeks().filter(|_| self.tells_rows());
        let Some(four) = four.filter(|_| !self.basis.is_published()) else {
            return Ok(self.period);
        };
        let values = self.ranked(self.ranking, self.period)?;
        let targets = self.warehouse.metrics.targets(self.ranking, self.period.end())?;
        let tally = VerdictTally::count_verdicts(&values, self.ranking, &targets);
        let has_few = tally.few > 0 && tally.few * 2 >= tally.all();
        Ok(if has_few { four } else { self.period })
    }

    /// Returns the wording of answers in the phrases of the content.
    pub(super) fn words(&self) -> AnswerWording<'_> {
        AnswerWording::new(self.catalog)
    }

    /// "tuần 52 năm 2023", or "4 tuần gộp lại, từ 04/12 đến 31/12/2023"
    pub(super) fn period_words(&self, judged_over: Period) -> String {
        let words = self.words();
        if judged_over == self.period {
            return self.known_name(self.period);
        }
        let days = words.short_period(judged_over);
        let name = words.fill_phrase("briefing.four_weeks", &[("days", &days)]);
        words.name_known_part(name, self.known_part(judged_over))
    }

    /// The days that what agencies are ranked by is known of, of a period of which these are not all.
    pub(super) fn known_part(&self, period: Period) -> KnownPart {
        self.warehouse.metrics.known_part(&self.selection(self.ranking, period))
    }

    /// Names a period with these days.
    pub fn known_name(&self, period: Period) -> String {
        self.words().known_period_name(period, self.known_part(period))
    }

    /// The day stocks are counted on: the last of the period, or the last known one.
    pub(super) fn stock_day(&self, metric: &Metric) -> Date {
        let until = self.warehouse.metrics.known_span(metric).last_known_day(self.period);
        until.unwrap_or(self.period.end())
    }

    /// A metric that plays a part, under the rule asked for; none where the content names none.
    pub(super) fn find_part(&self, id: Option<&String>) -> Option<&Metric> {
        let id = self.catalog.headline.under_rule(id?, self.rule);
        // What the content names is there.
        self.catalog.find_metric(id).ok()
    }

    /// The agencies that are ranked, of whom the sentences are.
    pub(super) fn ranked(
        &self,
        metric: &Metric,
        period: Period,
    ) -> Result<Vec<AgencyValue>, WarehouseError> {
        let filter = AgencyFilter {
            level: Some(AgencyLevel::Named(self.catalog.headline.level.clone())),
            agency: self.agency.map(|agency| agency.code.clone()),
            below: None,
        };
        let basis = if metric.id == self.ranking.id { self.basis } else { MetricBasis::Computed };
        let all = self.warehouse.metrics.values(&MetricRequest { metric, period, basis })?;
        let mut values = filter.select_values(metric, &all);
        for value in &mut values {
            value.measure = self.tell_measure(metric, value.measure);
        }
        worst_first(metric, &mut values);
        Ok(values)
    }

    /// What a metric says of all of them together.
    pub(super) fn whole(
        &self,
        metric: &Metric,
        period: Period,
    ) -> Result<Option<Measure>, WarehouseError> {
        let selection = self.selection(metric, period);
        let whole = match self.agency {
            None => self.warehouse.metrics.total(&selection)?,
            Some(agency) => {
                let series = self.warehouse.metrics.series(&selection, &agency.code, &[period])?;
                series.into_iter().next().and_then(|(_, value)| Some(value?.measure))
            }
        };
        Ok(whole.map(|measure| self.tell_measure(metric, measure)))
    }

    /// Whether single dossiers may be told of.
    pub(super) fn tells_rows(&self) -> bool {
        self.warehouse.scope().has_rows() && !self.is_public
    }

    /// As it is told: where no rows are, nothing that could name a person. What a portal published, everybody knows.
    pub(super) fn tell_measure(&self, metric: &Metric, measure: Measure) -> Measure {
        let is_open = self.tells_rows() || self.basis.is_published();
        if is_open { measure } else { measure.suppress_small(metric.subject) }
    }

    /// Asks a metric of a period, of the numbers asked for.
    pub(super) fn selection<'m>(&self, metric: &'m Metric, period: Period) -> MetricRequest<'m> {
        MetricRequest { metric, period, basis: self.basis }
    }

    /// Returns the name of the level that is ranked.
    pub(super) fn level_name(&self) -> &str {
        self.words().level_name(&self.catalog.headline.level)
    }

    /// Finds a phrase, its first letter large.
    pub(super) fn say(&self, id: &str, said: &[(&str, String)]) -> String {
        let said: Vec<(&str, &str)> =
            said.iter().map(|(name, value)| (*name, value.as_str())).collect();
        upper_first(&self.words().fill_phrase(id, &said))
    }

    /// A proof among agencies of a metric.
    pub(super) fn ranking_proof(
        &self,
        metric: &Metric,
        period: Period,
        subset: RankingSubset,
    ) -> BriefingProof {
        let place = ProofPlace::Ranking { metric: metric.id.clone(), subset };
        self.make_proof("briefing.proof.agencies", place, period)
    }

    /// A proof under the name its phrase gives it.
    pub(super) fn make_proof(&self, id: &str, place: ProofPlace, period: Period) -> BriefingProof {
        BriefingProof {
            label: self.words().fill_phrase(id, &[]),
            place,
            period,
            agency: self.agency.map(|agency| agency.code.clone()),
        }
    }

    /// Whom it is about: the agency asked for, else the lowest that holds all units with data.
    pub(super) fn describe_whose(&self) -> Result<String, WarehouseError> {
        let selection = self.selection(self.ranking, self.period);
        let code = self.agency.map(|agency| agency.code.as_str());
        let holder = self.warehouse.metrics.find_holder(&selection, code)?;
        Ok(self.words().holder_name(&holder))
    }
}
