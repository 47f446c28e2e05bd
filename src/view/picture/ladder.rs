//! Agencies by name, value and bar, for the width they are looked at in; of many the two ends.

use super::{AnswerWording, ChartRequest, LadderEnds, PictureError};
use crate::{
    chart::{ChartFrame, ChartMark, LadderChart, LadderRung},
    domain::{decimal::format_unsigned, name::upper_first},
    view::tally::VerdictTally,
    warehouse::query::{ActiveTargets, AgencyValue},
};

impl ChartRequest<'_> {
    /// Makes the ladder of agencies: all of them where they are few, else those at its ends.
    pub fn ladder_chart(&self, ends: LadderEnds) -> Result<LadderChart, PictureError> {
        self.require_numbers()?;
        let words = AnswerWording::new(self.catalog);
        let targets = self.warehouse.metrics.targets(self.metric, self.period.end())?;
        let values = self.ranked_values()?;
        let has_value = |value: &&AgencyValue| value.measure.value(self.metric.unit).is_some();
        let (few, judged): (Vec<&AgencyValue>, Vec<&AgencyValue>) =
            values.iter().filter(has_value).partition(|value| value.is_few);
        let mut rungs = self.make_rungs(&judged, &targets, ends);
        let noun = words.noun(self.metric);
        if !few.is_empty() && judged.len() + few.len() <= ends.worst + ends.best {
            rungs.push(LadderRung::Note(words.few_heading(self.metric, targets.verdict_rule())));
            rungs.extend(few.iter().map(|value| self.make_rung(value, &targets)));
        } else if !few.is_empty() {
            let count = format_unsigned(few.len() as u64);
            let said = [("count", &*count), ("noun", &noun)];
            rungs.push(LadderRung::Note(words.fill_phrase("ladder.few", &said)));
        }
        // Who may not be told of is said to be there: a picture without them would show others alone.
        let withheld = values.iter().filter(|value| value.measure.is_withheld).count();
        if withheld > 0 {
            let count = format_unsigned(withheld as u64);
            let said = [("count", &*count), ("noun", &noun)];
            rungs.push(LadderRung::Note(words.fill_phrase("ladder.withheld", &said)));
        }
        self.require_values(rungs.iter().filter_map(LadderRung::mark))?;
        let target = targets.target_of_level(&self.catalog.headline.level);
        Ok(LadderChart {
            frame: self.ladder_frame(&values, &targets),
            rungs,
            limit: self.limit_line(target),
            full: self.axis_maximum(),
        })
    }

    fn make_rungs(
        &self,
        judged: &[&AgencyValue],
        targets: &ActiveTargets,
        ends: LadderEnds,
    ) -> Vec<LadderRung> {
        let rung = |value: &&AgencyValue| self.make_rung(value, targets);
        if judged.len() <= ends.worst + ends.best {
            return judged.iter().map(rung).collect();
        }
        let (worst, best) = (&judged[..ends.worst], &judged[judged.len() - ends.best..]);
        let between = format_unsigned((judged.len() - ends.worst - ends.best) as u64);
        let words = AnswerWording::new(self.catalog);
        let note = words.fill_phrase("ladder.between", &[("count", &between)]);
        let note = std::iter::once(LadderRung::Note(note));
        worst.iter().map(rung).chain(note).chain(best.iter().map(rung)).collect()
    }

    fn make_rung(&self, value: &AgencyValue, targets: &ActiveTargets) -> LadderRung {
        let mark = self.agency_mark(value.agency_name.clone(), value, targets);
        // A heading says once that they are few.
        let text = AnswerWording::new(self.catalog).format_value(self.metric, value.measure);
        LadderRung::Mark(ChartMark { text, ..mark })
    }

    fn ladder_frame(&self, values: &[AgencyValue], targets: &ActiveTargets) -> ChartFrame {
        let words = AnswerWording::new(self.catalog);
        let tally = VerdictTally::count_verdicts(values, self.metric, targets);
        let order = words.fill_phrase(&format!("order.{}", self.worst_end()), &[]);
        let period = words.known_period_name(self.period, self.known_part(self.period));
        let all = format_unsigned(tally.all() as u64);
        let said = [
            ("period", period.as_str()),
            ("order", &order),
            ("rule", &self.metric.rule_name),
            ("all", &all),
        ];
        ChartFrame {
            title: self.metric.name.clone(),
            subtitle: upper_first(&words.fill_phrase("subtitle.ladder", &said)),
            footer: self.chart_footer(),
        }
    }
}
