//! What was finished in the period, and what became late in it.

use jiff::ToSpan;

use super::{
    proof::{BriefingProof, ProofPlace, RankingSubset},
    request::{BriefingRequest, BriefingSentence, SentenceKind},
};
use crate::{
    catalog::metric::Metric,
    domain::{
        decimal::format_thousands,
        measure::{BetterDirection, Measure},
        name::name_in_sentence,
        vietnamese_date::format_day,
    },
    warehouse::{
        WarehouseError,
        query::{DueCount, DueDaysAsked},
    },
};

impl BriefingRequest<'_> {
    /// Says both, as far as the content names what counts them.
    pub(super) fn turnover_sentence(&self) -> Result<Option<BriefingSentence>, WarehouseError> {
        let parts = &self.catalog.overview.briefing;
        let ended = self.find_part(parts.ended.as_ref());
        let overdue = self.find_part(parts.overdue.as_ref());
        let (mut said, mut proofs) = (Vec::new(), Vec::new());
        for (text, proof) in [
            ended.map(|metric| self.ended_part(metric)).transpose()?,
            overdue.map(|metric| self.overdue_part(metric)).transpose()?,
        ]
        .into_iter()
        .flatten()
        {
            said.push(text);
            proofs.extend(proof);
        }
        let text = said.join(" ");
        let kind = SentenceKind::Turnover;
        Ok((!said.is_empty()).then_some(BriefingSentence { kind, text, proofs }))
    }

    /// "Trong tuần 52 có 340 hồ sơ giải quyết xong, trong đó 20 hồ sơ quá hạn."
    fn ended_part(
        &self,
        metric: &Metric,
    ) -> Result<(String, Option<BriefingProof>), WarehouseError> {
        let words = self.words();
        let ended = self.whole(metric, self.period)?.filter(|ended| ended.gap.is_none());
        let missed = ended.filter(|ended| ended.is_told()).map_or(0, |ended| {
            let denominator = ended.denominator.unwrap_or(0);
            match metric.better {
                BetterDirection::Higher => denominator - ended.numerator,
                BetterDirection::Lower => ended.numerator,
            }
        });
        let all = ended.and_then(|ended| ended.denominator).unwrap_or(0);
        let said = [
            ("period", self.known_name(self.period)),
            ("ended", format_thousands(all)),
            ("missed", format_thousands(missed)),
            ("noun", words.noun(metric)),
        ];
        let id = match ended {
            Some(ended) if ended.is_withheld => "briefing.ended_unnamed",
            _ if all == 0 => "briefing.ended_none",
            _ if missed == 0 => "briefing.ended_on_time",
            _ => "briefing.ended",
        };
        let proof = (all > 0).then(|| self.dossier_proof("ended", metric, missed > 0, None));
        Ok((self.say(id, &said), proof))
    }

    /// "12 hồ sơ mới quá hạn mà chưa xong: Xã An Sơn 5, …; tính cả hồ sơ cũ thì 33 hồ sơ đang quá hạn đến ngày 31/12/2023."
    fn overdue_part(
        &self,
        metric: &Metric,
    ) -> Result<(String, Option<BriefingProof>), WarehouseError> {
        let words = self.words();
        let all = self.whole(metric, self.period)?.unwrap_or(Measure::new_count(0));
        if let Some(gap) = all.gap {
            return Ok((words.period_gap(self.period, gap) + ".", None));
        }
        // Late from the day after the promised one.
        let from = self.period.start().saturating_sub(1.day());
        let found = self.warehouse.dossiers.count_by_due_day(&DueDaysAsked {
            metric,
            period: self.period,
            agency: self.agency.map(|agency| agency.code.as_str()),
            from,
            until: None,
        })?;
        let newly = Measure::new_count(found.iter().map(|count| count.dossiers).sum());
        // Whoever is told both subtracts.
        let rest = Measure::new_count(all.numerator - newly.numerator);
        let rest = self.tell_measure(metric, rest);
        let newly = self.tell_measure(metric, newly);
        let said = [
            ("noun", words.noun(metric)),
            ("newly", words.format_value(metric, newly)),
            ("all", words.format_value(metric, all)),
            ("day", format_day(self.stock_day(metric))),
            ("names", self.name_most(&found)),
        ];
        let id = match newly.numerator {
            _ if newly.is_withheld || all.is_withheld => "briefing.overdue_unnamed",
            0 if all.numerator == 0 => "briefing.overdue_nothing",
            0 => "briefing.overdue_none",
            _ if rest.is_withheld => "briefing.overdue_apart",
            _ if said[4].1.is_empty() => "briefing.overdue",
            _ => "briefing.overdue_named",
        };
        let due = (newly.numerator > 0).then_some((from, None));
        let proof = (all.numerator > 0).then(|| self.dossier_proof("overdue", metric, false, due));
        Ok((self.say(id, &said), proof))
    }

    /// The agencies that have most of them: "Xã An Sơn 5, Xã Hòa Bình 3"; nobody where one is asked for, or who asks sees no rows.
    pub(super) fn name_most(&self, found: &[DueCount]) -> String {
        let mut of_agency: Vec<(&str, i64)> = Vec::new();
        for count in found {
            match of_agency.iter_mut().find(|(code, _)| *code == count.agency_code) {
                Some((_, sum)) => *sum += count.dossiers,
                None => of_agency.push((&count.agency_code, count.dossiers)),
            }
        }
        if of_agency.len() < 2 || !self.tells_rows() {
            return String::new();
        }
        of_agency.sort_by_key(|(code, sum)| (std::cmp::Reverse(*sum), (*code).to_owned()));
        let name = |(code, sum): (&str, i64)| {
            let name = self.warehouse.agencies.find_name(code, self.period).unwrap_or(code);
            format!("{} {}", name_in_sentence(name), format_thousands(sum))
        };
        self.join_named(of_agency.into_iter().map(name).collect())
    }

    /// The dossiers themselves, or for who may not see them the agencies.
    pub(super) fn dossier_proof(
        &self,
        id: &str,
        metric: &Metric,
        failing: bool,
        due: Option<(jiff::civil::Date, Option<jiff::civil::Date>)>,
    ) -> BriefingProof {
        if !self.tells_rows() {
            return self.ranking_proof(metric, self.period, RankingSubset::All);
        }
        let place = ProofPlace::Dossiers { metric: metric.id.clone(), failing, due };
        self.make_proof(&format!("briefing.proof.{id}"), place, self.period)
    }
}
