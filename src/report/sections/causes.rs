//! What pulled the result down: the procedures and the agencies that cost most of it, and what is still open.

use std::cmp::Reverse;

use super::{
    super::{
        ReportError,
        document::{ReportBlock, ReportCell, ReportTable},
    },
    ReportBuilder,
};
use crate::{
    catalog::{metric::Metric, report::SectionDefinition},
    domain::{
        basis::MetricBasis,
        decimal::{FixedDecimal, format_thousands},
        measure::Measure,
        name::name_in_sentence,
    },
    view::{PartContribution, list_contributions},
    warehouse::query::{AgencyValue, BreakdownDimension},
};

/// Agencies named in a sentence.
const NAMED: usize = 5;

/// What a metric lost in a period, by procedure and by agency; whoever lost nothing is not among them.
struct MetricLoss<'b> {
    metric: &'b Metric,
    whole: PartContribution,
    procedures: Vec<PartContribution>,
    agencies: Vec<(AgencyValue, PartContribution)>,
}

impl ReportBuilder<'_> {
    /// Fills in what the section's first metric lost, by procedure and by agency, and how many the others still count.
    /// Returns nothing where nobody knows anything of the first.
    pub fn causes_section(
        &self,
        section: &SectionDefinition,
    ) -> Result<Vec<ReportBlock>, ReportError> {
        let metric = self.metric_of(section)?;
        if self.gap(metric).is_some() {
            return Ok(Vec::new());
        }
        let mut blocks = match self.find_loss(metric)? {
            None => self.unknown_note(section)?.map(ReportBlock::Paragraph).into_iter().collect(),
            Some(loss) => self.loss_blocks(section, &loss)?,
        };
        for metric in self.metrics_of(section)?.into_iter().skip(1) {
            blocks.extend(self.open_sentence(metric)?.map(ReportBlock::Paragraph));
        }
        Ok(blocks)
    }

    fn find_loss<'b>(&self, metric: &'b Metric) -> Result<Option<MetricLoss<'b>>, ReportError> {
        let measure = self.whole(metric, self.period, MetricBasis::Computed)?;
        let Some(measure) = measure.filter(|measure| measure.is_told() && !measure.is_empty())
        else {
            return Ok(None);
        };
        let all = measure.denominator.unwrap_or(0);
        let part = |measure: Measure| PartContribution::new(metric, (None, None), measure, all);
        let has_lost = |part: &PartContribution| part.missed.is_some_and(|missed| missed > 0);
        let mut procedures = list_contributions(
            self.context.catalog,
            self.context.warehouse,
            (metric, self.period),
            self.code(),
            BreakdownDimension::Procedure,
        )?;
        procedures.retain(has_lost);
        procedures.sort_by_key(|part| Reverse(part.missed));
        let ranked = self.ranked(metric, self.period, MetricBasis::Computed)?;
        let mut agencies: Vec<(AgencyValue, PartContribution)> =
            ranked.into_iter().map(|value| (value.clone(), part(value.measure))).collect();
        agencies.retain(|(_, part)| has_lost(part));
        agencies.sort_by_key(|(_, part)| Reverse(part.missed));
        Ok(Some(MetricLoss { metric, whole: part(measure), procedures, agencies }))
    }

    fn loss_blocks(
        &self,
        section: &SectionDefinition,
        loss: &MetricLoss,
    ) -> Result<Vec<ReportBlock>, ReportError> {
        let several = self.is_of_several()?;
        let missed = loss.whole.missed.unwrap_or(0);
        let said = [
            ("period", self.period_name()),
            ("missed", format_thousands(missed)),
            ("all", format_thousands(loss.whole.measure.denominator.unwrap_or(0))),
            ("gain", loss.whole.gain.map_or("–".into(), FixedDecimal::to_vietnamese)),
            ("procedures", loss.procedures.len().to_string()),
            ("agencies", loss.agencies.len().to_string()),
        ];
        let id = match (missed, several) {
            (0, _) => "report.causes.none",
            (_, true) => "report.causes.lost",
            (_, false) => "report.causes.lost_alone",
        };
        let mut blocks = vec![ReportBlock::Paragraph(self.say(id, &said))];
        blocks.extend(self.own_need(loss.metric)?.map(ReportBlock::Paragraph));
        if !loss.procedures.is_empty() {
            blocks.push(ReportBlock::Table(self.procedure_losses(section, loss)));
        }
        if several && !loss.agencies.is_empty() {
            blocks.push(ReportBlock::Table(self.agency_losses(section, loss)?));
        }
        Ok(blocks)
    }

    /// How many on time it takes the agency the paper is about to be at its floor again; nothing where it is not under it.
    fn own_need(&self, metric: &Metric) -> Result<Option<String>, ReportError> {
        let under = self.under_floor(metric, self.period)?.into_iter();
        let mut under = under.chain(self.itself_under_floor(metric)?);
        let Some(own) = under.find(|value| self.code() == Some(&value.agency_code)) else {
            return Ok(None);
        };
        Ok(Some(self.say("report.needed_alone", &self.judged(metric, &own)?)))
    }

    fn procedure_losses(&self, section: &SectionDefinition, loss: &MetricLoss) -> ReportTable {
        let heads = [
            (self.say("report.order", &[]), 6),
            (self.say("column.procedure", &[]), 52),
            (self.say("report.overdue", &[]), 14),
            (self.say("report.done", &[]), 14),
            (self.say("report.gain", &[]), 14),
        ];
        let shown = loss.procedures.len().min(section.at_most);
        let said = [("shown", shown.to_string()), ("all", loss.procedures.len().to_string())];
        let name = self.say("report.causes.procedures.sheet", &[]);
        let mut table = ReportTable::new(name, self.say("report.causes.procedures", &said), heads);
        for part in loss.procedures.iter().take(shown) {
            let unknown = || self.say("value.unknown", &[]);
            let name = part.name.clone().or_else(|| part.code.clone()).unwrap_or_else(unknown);
            table.line([
                ReportCell::from_usize(table.lines.len() + 1),
                ReportCell::from_text(name),
                ReportCell::from_count(part.missed.unwrap_or(0)),
                ReportCell::from_count(part.measure.denominator.unwrap_or(0)),
                ReportCell::from_decimal(part.gain),
            ]);
        }
        table
    }

    fn agency_losses(
        &self,
        section: &SectionDefinition,
        loss: &MetricLoss,
    ) -> Result<ReportTable, ReportError> {
        let heads = [
            (self.say("report.order", &[]), 5),
            (self.say("column.agency", &[]), 19),
            (self.say("report.now", &[]), 19),
            (self.say("report.overdue", &[]), 9),
            (self.say("report.gain", &[]), 10),
            (self.say("report.needed_more", &[]), 12),
            (self.say("report.worst", &[]), 26),
        ];
        let shown = loss.agencies.len().min(section.at_most);
        let said = [("shown", shown.to_string()), ("all", loss.agencies.len().to_string())];
        let name = self.say("report.causes.agencies.sheet", &[]);
        let mut table = ReportTable::new(name, self.say("report.causes.agencies", &said), heads);
        let targets = self.targets(loss.metric)?;
        for (value, part) in loss.agencies.iter().take(shown) {
            let code = Some(value.agency_code.as_str());
            let rows = self.context.rows(loss.metric, self.period, code, true)?;
            let worst = self.by_procedure(&rows).into_iter().next();
            let target = targets.target_of_value(value);
            // Of too few nobody says what they lack.
            let is_short = targets.judge_value(value).is_floor_missed();
            let needed = target.filter(|_| is_short).and_then(|target| {
                targets.verdict_rule().needed_successes(value.measure, target.target_kind())
            });
            table.line([
                ReportCell::from_usize(table.lines.len() + 1),
                ReportCell::from_text(value.agency_name.clone()),
                self.metric_cell(loss.metric, &targets, value),
                ReportCell::from_count(part.missed.unwrap_or(0)),
                ReportCell::from_decimal(part.gain),
                needed.map_or_else(|| ReportCell::from_text("–"), ReportCell::from_count),
                ReportCell::from_text(
                    worst.map_or("–".into(), |(name, count)| format!("{name} ({count})")),
                ),
            ]);
        }
        Ok(table)
    }

    /// "Đang quá hạn: 33 hồ sơ, nhiều nhất ở Xã An Sơn (9); …"; nothing where there is none.
    fn open_sentence(&self, metric: &Metric) -> Result<Option<String>, ReportError> {
        let whole = self.whole(metric, self.period, MetricBasis::Computed)?;
        let Some(whole) = whole.filter(|whole| whole.is_told() && whole.numerator > 0) else {
            return Ok(None);
        };
        let mut values = self.ranked(metric, self.period, MetricBasis::Computed)?;
        values.retain(|value| value.measure.numerator > 0);
        values.sort_by_key(|value| Reverse(value.measure.numerator));
        let name = |value: &AgencyValue| {
            let count = format_thousands(value.measure.numerator);
            format!("{} ({count})", name_in_sentence(&value.agency_name))
        };
        let said = [
            ("metric", metric.short_name.clone()),
            ("count", self.words().format_amount(metric, whole)),
            ("as_of", self.as_of_text()),
            ("names", self.words().join_named(values.iter().map(name), NAMED, "; ")),
        ];
        let several = self.is_of_several()? && !values.is_empty();
        let id = if several { "report.causes.open" } else { "report.causes.open_alone" };
        Ok(Some(self.say(id, &said)))
    }
}
