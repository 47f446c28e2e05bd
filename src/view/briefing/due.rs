//! What falls due, by day.

use jiff::{ToSpan, civil::Date};

use super::request::{BriefingRequest, BriefingSentence, SentenceKind};
use crate::{
    catalog::metric::Metric,
    domain::{
        decimal::format_thousands,
        measure::Measure,
        vietnamese_date::{format_day, format_day_of_year},
    },
    warehouse::{
        WarehouseError,
        query::{DueCount, DueDaysAsked},
    },
};

/// Days told one by one; what is due later is told together.
const DAYS: usize = 7;

impl BriefingRequest<'_> {
    /// "Sau ngày 31/12/2023 có 275 hồ sơ sắp đến hạn: thứ Ba 02/01 97 hồ sơ, …. Nhiều nhất: …"
    pub(super) fn due_sentence(&self) -> Result<Option<BriefingSentence>, WarehouseError> {
        let Some(metric) = self.find_part(self.catalog.overview.briefing.due.as_ref()) else {
            return Ok(None);
        };
        let (words, kind) = (self.words(), SentenceKind::Due);
        let all = self.whole(metric, self.period)?.unwrap_or(Measure::new_count(0));
        if let Some(gap) = all.gap {
            let text = words.period_gap(self.period, gap) + ".";
            return Ok(Some(BriefingSentence { kind, text, proofs: Vec::new() }));
        }
        let day = self.stock_day(metric);
        let found = self.warehouse.dossiers.count_by_due_day(&DueDaysAsked {
            metric,
            period: self.period,
            agency: self.agency.map(|agency| agency.code.as_str()),
            from: day.saturating_add(1.day()),
            until: None,
        })?;
        let told = self.fold_small_days(sum_by_day(&found), metric);
        let said = [
            ("day", format_day(day)),
            ("noun", words.noun(metric)),
            ("all", words.format_value(metric, all)),
            ("days", self.describe_days(&told)),
            ("names", self.name_most(&found)),
        ];
        let id = match all.numerator {
            _ if all.is_withheld => "briefing.due_unnamed",
            0 => "briefing.due_none",
            _ if told.days.is_empty() => "briefing.due_alone",
            _ if said[4].1.is_empty() => "briefing.due",
            _ => "briefing.due_named",
        };
        let proof = (all.numerator > 0).then(|| self.dossier_proof("due", metric, false, None));
        let text = self.say(id, &said);
        Ok(Some(BriefingSentence { kind, text, proofs: proof.into_iter().collect() }))
    }

    /// Where a day is of too few to be told, it is told together with others: the sum and the rest would tell it.
    fn fold_small_days(&self, by_day: Vec<(Date, i64)>, metric: &Metric) -> ToldDays {
        let is_small =
            |count: i64| self.tell_measure(metric, Measure::new_count(count)).is_withheld;
        let (small, mut days): (Vec<_>, Vec<_>) =
            by_day.into_iter().partition(|(_, count)| is_small(*count));
        let (mut folded, mut other): (usize, i64) =
            (small.len(), small.iter().map(|(_, count)| count).sum());
        while folded > 0 && (folded < 2 || is_small(other)) {
            let Some(least) = (0..days.len()).min_by_key(|at| days[*at].1) else {
                return ToldDays::default();
            };
            other += days.remove(least).1;
            folded += 1;
        }
        let later: i64 = days.iter().skip(DAYS).map(|(_, count)| count).sum();
        days.truncate(DAYS);
        ToldDays { days, other: other + later }
    }

    /// "thứ Ba 02/01: 97, thứ Tư 03/01: 60, các ngày khác: 12"
    fn describe_days(&self, told: &ToldDays) -> String {
        let words = self.words();
        let one = |(day, count): &(Date, i64)| {
            let weekday = format!("weekday.{}", day.weekday().to_monday_one_offset());
            let said = [
                ("weekday", &*words.fill_phrase(&weekday, &[])),
                ("day", &format_day_of_year(*day)),
                ("count", &format_thousands(*count)),
            ];
            words.fill_phrase("briefing.due_day", &said)
        };
        let mut days: Vec<String> = told.days.iter().map(one).collect();
        if told.other > 0 {
            let count = format_thousands(told.other);
            days.push(words.fill_phrase("briefing.due_later", &[("count", &count)]));
        }
        days.join(", ")
    }
}

/// Days told one by one, and how many are due on all others together.
#[derive(Default)]
struct ToldDays {
    days: Vec<(Date, i64)>,
    other: i64,
}

/// Of all agencies together; `found` goes by day.
fn sum_by_day(found: &[DueCount]) -> Vec<(Date, i64)> {
    let mut by_day: Vec<(Date, i64)> = Vec::new();
    for count in found {
        match by_day.last_mut() {
            Some((day, sum)) if *day == count.due_on => *sum += count.dossiers,
            _ => by_day.push((count.due_on, count.dossiers)),
        }
    }
    by_day
}
