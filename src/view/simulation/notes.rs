//! What a simulation rests on, and what it does not know, in words.

use super::{
    super::wording::AnswerWording,
    lever::{ScoreLever, StuckReason},
    simulated::ScoreSimulation,
};
use crate::domain::{decimal::format_thousands, vietnamese_date::format_day};

impl ScoreSimulation<'_> {
    /// Says what the table is, what stays as it says, and what dossiers do not tell.
    pub(super) fn list_notes(&self, words: AnswerWording) -> Vec<String> {
        let table = &self.table;
        let period = words.period_name(table.period);
        let mut notes = vec![self.describe_ranked(words)];
        if table.unread > 0 && table.own_rank().is_some() {
            let said = [("count", &*table.unread.to_string())];
            notes.push(words.fill_phrase("simulate.unread", &said));
        }
        if let Some((newer, own)) = table.passed_over {
            let (newer, points) = (words.period_name(newer), own.to_vietnamese());
            let said = [("newer", &*newer), ("points", &points), ("period", &period)];
            notes.push(words.fill_phrase("simulate.passed_over", &said));
        }
        if let Some(day) = table.told_on.map(format_day) {
            let said = [("period", &*period), ("day", &day), ("publisher", &table.publisher)];
            notes.push(words.fill_phrase("simulate.told_on", &said));
        }
        notes.push(words.fill_phrase("simulate.others", &[("period", &period)]));
        if self.goes_on {
            notes.push(words.fill_phrase("simulate.coming", &[]));
        }
        for stuck in &self.stuck {
            let id = match stuck.reason {
                StuckReason::NotPublished => "simulate.not_published",
                StuckReason::ToldApart => "simulate.told_apart",
                StuckReason::NotCounted => "simulate.not_counted",
            };
            notes.push(words.fill_phrase(id, &[("row", &stuck.row.name)]));
        }
        let known_from = self.levers.iter().filter_map(|lever| lever.known_from).max();
        if let Some(day) = known_from.map(format_day) {
            notes.push(words.fill_phrase("simulate.known_from", &[("day", &day)]));
        }
        for lever in &self.levers {
            if let Some(rule) = lever.rule {
                let points = lever.counted_points.to_hundredths().to_vietnamese();
                let said = [("row", &*lever.row.name), ("points", &points), ("rule", rule)];
                notes.push(words.fill_phrase("simulate.nothing", &said));
            }
        }
        for ScoreLever { lever, counts, .. } in &self.levers {
            let at_hand = format_thousands(counts.at_hand());
            let said = [("name", &*lever.name), ("count", &at_hand), ("text", &lever.at_hand)];
            notes.push(words.fill_phrase("simulate.at_hand", &said));
            if let Some(text) = lever.lost.as_ref().filter(|_| counts.lost > 0) {
                let (name, count) = (&*lever.name, format_thousands(counts.lost));
                let said = [("name", name), ("count", &count), ("text", text)];
                notes.push(words.fill_phrase("simulate.at_hand", &said));
            }
            if let Some(note) = &lever.note {
                let said = [("name", &*lever.name), ("text", note)];
                notes.push(words.fill_phrase("simulate.note", &said));
            }
        }
        notes
    }

    fn describe_ranked(&self, words: AnswerWording) -> String {
        let count = self.table.count_ranked().to_string();
        match (&self.table.level, self.table.own_rank()) {
            (_, None) => words.fill_phrase("simulate.not_ranked", &[]),
            (None, Some(_)) => words.fill_phrase("simulate.ranked", &[("count", &count)]),
            (Some(level), Some(_)) => {
                let level = words.level_name(level);
                words.fill_phrase("simulate.ranked_level", &[("count", &count), ("level", level)])
            }
        }
    }
}
