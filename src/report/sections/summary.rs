//! The result in three sentences: who is under the floor, against the period before, against what was set.

use std::collections::BTreeSet;

use super::{
    super::{ReportError, document::ReportBlock},
    ReportBuilder,
};
use crate::{
    catalog::{
        metric::Metric,
        report::{SectionDefinition, SectionKind},
    },
    domain::basis::MetricBasis,
    domain::{
        measure::Measure,
        name::{name_in_sentence, upper_first},
    },
    view::{JudgedValue, VerdictTally},
    warehouse::query::AgencyValue,
};

/// Agencies named in a sentence.
const NAMED: usize = 8;

impl ReportBuilder<'_> {
    /// Fills in up to three sentences: who is under the floor, the change since the period before, the
    /// values against their targets.
    pub fn summary_section(
        &self,
        section: &SectionDefinition,
    ) -> Result<Vec<ReportBlock>, ReportError> {
        let metric = self.metric_of(section)?;
        let first = if self.is_of_several()? {
            self.under_floor_sentence(metric)?
        } else {
            self.own_sentence(metric)?
        };
        let sentences = [first, self.before_sentence(metric)?, self.target_sentence(section)?];
        let kept = sentences.into_iter().filter(|sentence| !sentence.is_empty());
        Ok(kept.map(|sentence| ReportBlock::Paragraph(upper_first(&sentence))).collect())
    }

    /// How many of how many are under the floor, and which; nothing where there is no floor.
    fn under_floor_sentence(&self, metric: &Metric) -> Result<String, ReportError> {
        let words = self.words();
        let values = self.ranked(metric, self.period, MetricBasis::Computed)?;
        if let Some(gap) = self.gap(metric) {
            return Ok(gap);
        }
        let tally = VerdictTally::count_verdicts(&values, metric, &*self.targets(metric)?);
        if tally.all() == 0 {
            return Ok(words.fill_phrase("report.no_result", &[("period", &self.dated_period())]));
        }
        let Some(floor) = self.floor_of_all(metric, &values)? else {
            return Ok(String::new());
        };
        let below = self.under_floor(metric, self.period)?;
        let few = tally.describe_small_sample(words, metric, &floor);
        let mut few_beyond = self.few_beyond(metric)?;
        few_beyond.retain(|value| self.code() != Some(&value.agency_code));
        let (level, noun) = (words.level_name(self.level()), words.noun(metric));
        let level = match few {
            Some(_) => words.fill_phrase("few.level", &[("level", level), ("noun", &noun)]),
            None => level.to_owned(),
        };
        let said = [
            ("below", below.len().to_string()),
            ("all", tally.judged.to_string()),
            ("level", level),
            ("floor", floor),
            ("period", self.dated_period()),
            ("names", self.name_agencies(metric, &below)),
            ("few", few.clone().unwrap_or_default()),
            ("few_names", self.name_agencies(metric, &few_beyond)),
        ];
        let id = match (tally.judged, below.len()) {
            (0, _) => "report.nobody_judged",
            (_, 0) => "report.none_below",
            _ => "report.below",
        };
        let few_id = if few_beyond.is_empty() { "report.few" } else { "report.few_named" };
        let few = few.map(|_| self.say(few_id, &said));
        Ok(format!("{}{}", self.say(id, &said), few.unwrap_or_default()))
    }

    /// What a mail of the paper is about: its title, what was found, and first of all that the data is not complete where it is not.
    pub fn mail_subject(&self, title: &str) -> Result<String, ReportError> {
        let subject = match self.short_finding()? {
            None => title.to_owned(),
            Some(finding) => self
                .say("report.mail.subject", &[("title", title.to_owned()), ("finding", finding)]),
        };
        let subject = match self.context.mark {
            None => subject,
            Some(_) => self.say("report.mail.incomplete", &[("subject", subject)]),
        };
        Ok(self.words().mark_invented(self.context.warehouse, subject))
    }

    /// "1 trên 17 đơn vị cấp xã dưới 90%"; nothing of a paper without a result of its own.
    fn short_finding(&self) -> Result<Option<String>, ReportError> {
        let is_summary = |it: &&SectionDefinition| it.kind == SectionKind::Summary;
        let metric = match self.report.sections.iter().find(is_summary) {
            Some(section) => self.metric_of(section)?,
            None if self.value.is_some() => self.own_metric()?,
            None => return Ok(None),
        };
        if let Some(gap) = self.gap(metric) {
            return Ok(Some(gap.trim_end_matches('.').to_owned()));
        }
        let whole = self.whole(metric, self.period, MetricBasis::Computed)?;
        let Some(whole) = whole.filter(|whole| !whole.is_empty()) else {
            return Ok(None);
        };
        let values = self.ranked(metric, self.period, MetricBasis::Computed)?;
        let floor = self.floor_of_all(metric, &values)?;
        let Some(floor) = floor.filter(|_| self.value.is_none() && values.len() > 1) else {
            let said = [("agency", self.whose()?), ("value", self.with_counts(metric, whole))];
            return Ok(Some(self.say("report.finding.own", &said)));
        };
        let tally = VerdictTally::count_verdicts(&values, metric, &*self.targets(metric)?);
        let said = [
            ("below", tally.missed.to_string()),
            ("all", tally.judged.to_string()),
            ("few", tally.few.to_string()),
            ("level", self.words().level_name(self.level()).to_owned()),
            ("noun", self.words().noun(metric)),
            ("floor", floor),
        ];
        let id = match (tally.judged, tally.missed, tally.few) {
            (0, ..) => "report.finding.nobody",
            (_, 0, _) => "report.finding.none",
            (_, _, 0) => "report.finding.below",
            _ => "report.finding.below_of_enough",
        };
        Ok(Some(self.say(id, &said)))
    }

    /// The floor that binds all of them, or words where each has its own; nothing where none has any.
    fn floor_of_all(
        &self,
        metric: &Metric,
        values: &[AgencyValue],
    ) -> Result<Option<String>, ReportError> {
        let targets = self.targets(metric)?;
        let words = self.words();
        let said = values.iter().map(|value| {
            let floor = targets.target_of_value(value).filter(|target| target.is_floor);
            floor.map(|floor| words.limit_value(metric, floor))
        });
        let floors: BTreeSet<Option<String>> = said.collect();
        if floors.len() > 1 {
            return Ok(Some(words.fill_phrase("report.own_floor", &[])));
        }
        Ok(floors.into_iter().next().flatten())
    }

    /// "xã An Sơn 80,63% (387/480); … và 3 đơn vị khác"
    fn name_agencies(&self, metric: &Metric, below: &[AgencyValue]) -> String {
        let name = |value: &AgencyValue| {
            let counts = self.with_counts(metric, value.measure);
            format!("{} {counts}", name_in_sentence(&value.agency_name))
        };
        self.words().join_named(below.iter().map(name), NAMED, "; ")
    }

    /// What one agency itself comes to.
    fn own_sentence(&self, metric: &Metric) -> Result<String, ReportError> {
        let words = self.words();
        let measure = self
            .whole(metric, self.period, MetricBasis::Computed)?
            .filter(|measure| !measure.is_empty());
        let agency = self.whose()?;
        if let Some(gap) = self.gap(metric) {
            return Ok(gap);
        }
        let said = match measure {
            Some(measure) => self.with_counts(metric, measure),
            None => {
                return Ok(words.fill_phrase(
                    "report.no_result_of",
                    &[("agency", &agency), ("period", &self.dated_period())],
                ));
            }
        };
        Ok(words.fill_phrase(
            "report.own",
            &[("agency", &agency), ("period", &self.dated_period()), ("value", &said)],
        ))
    }

    /// Everything together, against the period before.
    fn before_sentence(&self, metric: &Metric) -> Result<String, ReportError> {
        let (words, before) = (self.words(), self.period.previous_period());
        let Some(now) =
            self.whole(metric, self.period, MetricBasis::Computed)?.filter(|now| !now.is_empty())
        else {
            return Ok(String::new());
        };
        let then = self.whole(metric, before, MetricBasis::Computed)?;
        let before_name = self.metric_period_name(metric, before);
        let change = words.describe_change(metric, now, (then, &before_name));
        let value = self.with_counts(metric, now);
        if !self.is_of_several()? {
            return Ok(words.fill_phrase("report.change_own", &[("change", &change)]));
        }
        let unit = name_in_sentence(&self.whose()?);
        let has_floor = self
            .floor_of_all(metric, &self.ranked(metric, before, MetricBasis::Computed)?)?
            .is_some();
        if then.is_none_or(Measure::is_empty) || !has_floor {
            let said = [("unit", &*unit), ("value", &value), ("change", &change)];
            return Ok(words.fill_phrase("report.change_alone", &said));
        }
        let earlier = self.under_floor(metric, before)?.len();
        let id = if earlier == 0 { "report.change_none" } else { "report.change" };
        let earlier = earlier.to_string();
        Ok(words.fill_phrase(
            id,
            &[
                ("unit", &unit),
                ("value", &value),
                ("change", &change),
                ("below", &earlier),
                ("before", &before_name),
                ("level", words.level_name(self.level())),
            ],
        ))
    }

    /// Each headline metric that something was set for.
    fn target_sentence(&self, section: &SectionDefinition) -> Result<String, ReportError> {
        let words = self.words();
        let mut told = Vec::new();
        for metric in self.metrics_of(section)? {
            let targets = self.targets(metric)?;
            let target = match &self.agency {
                Some(agency) => targets.target_for(&agency.code, &agency.level),
                None => targets.general_target(),
            };
            let measure = self
                .whole(metric, self.period, MetricBasis::Computed)?
                .filter(|measure| !measure.is_empty());
            let against = target.zip(measure).and_then(|(target, measure)| {
                let verdict = targets.judge_under(Some(target), measure);
                let judged = JudgedValue::new(words, metric, target, verdict)?;
                Some((judged.text, words.format_value(metric, measure)))
            });
            if let Some((against, value)) = against {
                told.push(words.fill_phrase(
                    "report.against",
                    &[
                        ("metric", &crate::domain::name::lower_first(&metric.short_name)),
                        ("value", &value),
                        ("against", &against.replace(" · ", ", ")),
                    ],
                ));
            }
        }
        if told.is_empty() {
            return Ok(String::new());
        }
        Ok(words.fill_phrase("report.targets", &[("told", &told.join("; "))]))
    }
}
