//! Who has nothing new; what nobody knows is not "none".

use super::{
    proof::RankingSubset,
    request::{BriefingRequest, BriefingSentence, SentenceKind},
};
use crate::{
    domain::{
        known::KnownPart, measure::Measure, name::name_in_sentence, vietnamese_date::format_day,
    },
    warehouse::{WarehouseError, query::AgencyValue},
};

impl BriefingRequest<'_> {
    /// "2 xã không có hồ sơ mới trong tuần 52: Xã A, Xã B."
    pub(super) fn received_sentence(&self) -> Result<Option<BriefingSentence>, WarehouseError> {
        let Some(metric) = self.find_part(self.catalog.overview.briefing.received.as_ref()) else {
            return Ok(None);
        };
        let (words, kind) = (self.words(), SentenceKind::Received);
        let values = self.ranked(metric, self.period)?;
        if let Some(gap) = values.iter().find_map(|value| value.measure.gap) {
            let text = words.period_gap(self.period, gap) + ".";
            return Ok(Some(BriefingSentence { kind, text, proofs: Vec::new() }));
        }
        let silent: Vec<&AgencyValue> = (values.iter())
            .filter(|value| value.measure.is_told() && value.measure.numerator == 0)
            .collect();
        let whole = self.whole(metric, self.period)?.unwrap_or(Measure::new_count(0));
        // The last day is a sentence of its own.
        let part = self.known_part(self.period);
        let cut = part.until;
        let said = [
            ("period", words.known_period_name(self.period, KnownPart { until: None, ..part })),
            ("count", silent.len().to_string()),
            ("all", values.len().to_string()),
            ("level", self.level_name().to_owned()),
            ("noun", words.noun(metric)),
            ("names", self.name_alone(&silent)),
            ("received", words.format_value(metric, whole)),
            (
                "agency",
                values.first().map_or(String::new(), |it| name_in_sentence(&it.agency_name)),
            ),
            ("day", cut.map_or(String::new(), format_day)),
        ];
        let id = match (values.len(), silent.len()) {
            (0, _) => return Ok(None),
            (1, 1) => "briefing.silent_own",
            (1, _) => "briefing.received_own",
            (_, 0) => "briefing.silent_none",
            (all, count) if all == count => "briefing.silent_all",
            _ => "briefing.silent",
        };
        let mut text = self.say(id, &said);
        if cut.is_some() {
            text = format!("{text} {}", self.say("briefing.known_until", &said));
        }
        let subset = if silent.is_empty() { RankingSubset::All } else { RankingSubset::None };
        let proofs = vec![self.ranking_proof(metric, self.period, subset)];
        Ok(Some(BriefingSentence { kind, text, proofs }))
    }
}
