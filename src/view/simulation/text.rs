//! A simulation in words: the same for the command line and the page.

use super::{
    super::{forecast::ENOUGH, wording::AnswerWording},
    ladder::RankStep,
    lever::ScoreLever,
    score::SimulatedScore,
    simulated::ScoreSimulation,
};
use crate::domain::{
    decimal::{FixedDecimal, format_plain, format_thousands},
    measure::Measure,
    vietnamese_date::format_day,
};

/// Holds a simulation as it is shown.
pub struct SimulationText {
    /// `Đã tính đến 20/09/2026: 62,40 điểm, hạng 14/148`
    pub head: String,
    pub cases: Vec<ScoreCaseText>,
    pub levers: Vec<LeverText>,
    pub up: Vec<RankStepText>,
    pub down: Vec<RankStepText>,
    pub tried: Vec<TriedPeriodText>,
    /// How far it was off in all, or that too few periods were tried.
    pub accuracy: String,
    /// What it rests on, and what it does not know.
    pub notes: Vec<String>,
}

/// Holds one case: what is assumed, and what the agency comes to.
pub struct ScoreCaseText {
    pub name: String,
    pub total: String,
    pub rank: String,
    pub range: String,
    pub rank_range: String,
}

/// Holds a row that dossiers can move.
pub struct LeverText {
    pub id: String,
    pub name: String,
    pub row: String,
    pub counted: String,
    pub at_hand: String,
    pub lost: String,
    pub points_each: String,
    pub points: String,
    pub published: String,
    pub ours_then: String,
}

/// Holds what changes a rank.
pub struct RankStepText {
    pub dossiers: String,
    pub total: String,
    pub rank: String,
    /// Between what the rank lies, or that nobody knows.
    pub rank_range: String,
}

/// Holds an earlier period it was tried on.
pub struct TriedPeriodText {
    pub period: String,
    pub predicted: String,
    pub published: String,
    pub error: String,
    pub predicted_rank: String,
    pub published_rank: String,
    pub rank_error: String,
}

const NONE: &str = "–";

impl ScoreSimulation<'_> {
    /// Says the simulation; with the score that numbers somebody tried come to, if they did.
    pub fn to_text(
        &self,
        words: AnswerWording,
        tried: Option<(&[(String, i64)], SimulatedScore)>,
    ) -> SimulationText {
        SimulationText {
            head: self.head(words),
            cases: self.list_cases(words, tried),
            levers: self.levers.iter().map(|lever| lever_text(words, lever)).collect(),
            up: self.up.iter().map(|step| self.step_text(words, step)).collect(),
            down: self.down.iter().map(|step| self.step_text(words, step)).collect(),
            tried: self.list_tried(words),
            accuracy: self.describe_accuracy(words),
            notes: self.list_notes(words),
        }
    }

    /// With what it may come to: no rank is told without.
    fn head(&self, words: AnswerWording) -> String {
        let day = self.on.map(format_day).unwrap_or_default();
        let (rank, points) = (self.rank_text(self.counted), self.counted.total.to_vietnamese());
        let ranks = self.low.rank.zip(self.high.rank);
        let (low, high) = match ranks {
            Some((low, high)) => (low.to_string(), high.to_string()),
            None => (self.low.total.to_vietnamese(), self.high.total.to_vietnamese()),
        };
        let id = match (self.on, ranks) {
            (Some(_), Some(_)) if self.table.is_final() => "simulate.head_final",
            (Some(_), None) if self.table.is_final() => "simulate.head_final_alone",
            (None, _) => "simulate.head_unknown",
            (Some(_), Some(_)) => "simulate.head",
            (Some(_), None) => "simulate.head_alone",
        };
        let said = [
            ("day", day.as_str()),
            ("points", &points),
            ("rank", &rank),
            ("low", &low),
            ("high", &high),
        ];
        words.fill_phrase(id, &said)
    }

    fn list_cases(
        &self,
        words: AnswerWording,
        tried: Option<(&[(String, i64)], SimulatedScore)>,
    ) -> Vec<ScoreCaseText> {
        let period = words.period_name(self.table.period);
        let day = self.on.map(format_day).unwrap_or_default();
        let published =
            SimulatedScore { total: self.table.own, rank: self.table.own_rank(), range: None };
        let say = |id: &str| words.fill_phrase(id, &[("period", &period), ("day", &day)]);
        let mut cases = vec![self.case_text(say("simulate.published"), published)];
        // Told after the end, it is what the period came to.
        if self.levers.is_empty() || self.table.is_final() {
            return cases;
        }
        cases.push(self.case_text(say("simulate.counted"), self.counted));
        cases.push(self.case_text(say("simulate.low"), self.low));
        cases.push(self.case_text(say("simulate.high"), self.high));
        if let Some((changes, score)) = tried {
            let named = changes.iter().map(|(id, count)| {
                let lever = self.levers.iter().find(|lever| lever.lever.id == *id);
                change_text(words, lever.map_or(id.as_str(), |lever| &lever.lever.name), *count)
            });
            let changes = named.collect::<Vec<_>>().join("; ");
            let name = words.fill_phrase("simulate.tried", &[("changes", &changes)]);
            cases.push(self.case_text(name, score));
        }
        cases
    }

    fn case_text(&self, name: String, score: SimulatedScore) -> ScoreCaseText {
        let between = |low: String, high: String| format!("{low} – {high}");
        let ranks = score.range.and_then(|range| range.ranks);
        ScoreCaseText {
            name,
            total: score.total.to_vietnamese(),
            rank: self.rank_text(score),
            range: score.range.map_or(NONE.into(), |range| {
                between(range.lowest.to_vietnamese(), range.highest.to_vietnamese())
            }),
            rank_range: ranks
                .map_or(NONE.into(), |(best, worst)| between(best.to_string(), worst.to_string())),
        }
    }

    fn rank_text(&self, score: SimulatedScore) -> String {
        score.rank.map_or(NONE.into(), |rank| format!("{rank}/{}", self.table.count_ranked()))
    }

    fn step_text(&self, words: AnswerWording, step: &RankStep) -> RankStepText {
        let used = self.levers.iter().zip(&step.dossiers).filter(|(_, count)| **count > 0);
        let named = used.map(|(lever, count)| change_text(words, &lever.lever.name, *count));
        let ranks = step.range.and_then(|range| range.ranks);
        let rank_range = ranks.map(|(best, worst)| format!("{best} – {worst}"));
        RankStepText {
            rank_range: (rank_range)
                .unwrap_or_else(|| words.fill_phrase("simulate.error_unknown", &[])),
            dossiers: named.collect::<Vec<_>>().join("; "),
            total: step.total.to_vietnamese(),
            rank: format!("{}/{}", step.rank, self.table.count_ranked()),
        }
    }

    fn list_tried(&self, words: AnswerWording) -> Vec<TriedPeriodText> {
        let tried = self.back_test.tried.iter();
        let text = tried.map(|tried| {
            let rank = |rank: Option<usize>| rank.map_or(NONE.into(), |rank| rank.to_string());
            TriedPeriodText {
                period: words.period_name(tried.period),
                predicted: tried.predicted.to_vietnamese(),
                published: tried.published.to_vietnamese(),
                error: signed(tried.error()),
                predicted_rank: rank(tried.ranks.map(|(predicted, _)| predicted)),
                published_rank: (tried.ranks)
                    .map_or(NONE.into(), |(_, rank)| format!("{rank}/{}", tried.ranked_of)),
                rank_error: rank(tried.rank_error()),
            }
        });
        text.collect()
    }

    fn describe_accuracy(&self, words: AnswerWording) -> String {
        let (tried, enough) = (self.back_test.tried.len().to_string(), ENOUGH.to_string());
        let (Some(usual), Some(mean)) = (self.back_test.usual_error(), self.back_test.mean_error())
        else {
            return words
                .fill_phrase("simulate.no_range", &[("tried", &tried), ("enough", &enough)]);
        };
        let largest = self.back_test.errors().last().copied().unwrap_or(usual);
        let ranks = self.back_test.usual_rank_error().map_or(String::new(), |ranks| {
            words.fill_phrase("simulate.range_ranks", &[("ranks", &ranks.to_string())])
        });
        let [usual, mean, largest] = [usual, mean, largest].map(FixedDecimal::to_vietnamese);
        let said = [
            ("tried", tried.as_str()),
            ("usual", &usual),
            ("mean", &mean),
            ("largest", &largest),
            ("ranks", &ranks),
        ];
        words.fill_phrase("simulate.range", &said)
    }
}

/// `Giữ đúng hạn 37 hồ sơ`
fn change_text(words: AnswerWording, lever: &str, count: i64) -> String {
    let said = [("name", lever), ("count", &*format_thousands(count))];
    words.fill_phrase("simulate.change", &said)
}

fn lever_text(words: AnswerWording, lever: &ScoreLever) -> LeverText {
    let fraction = |measure: Option<Measure>| {
        measure.map_or(NONE.into(), |measure| words.format_fraction(measure))
    };
    let counts = lever.counts;
    let most = lever.points_with(counts.at_hand()).minus(lever.points_with(0));
    LeverText {
        id: lever.lever.id.clone(),
        name: lever.lever.name.clone(),
        row: lever.row.name.clone(),
        counted: fraction(Some(lever.counted)),
        at_hand: format_thousands(counts.at_hand()),
        lost: lever.lever.lost.as_ref().map_or(NONE.into(), |_| format_thousands(counts.lost)),
        points_each: (lever.points_each())
            .map_or(NONE.into(), |points| format_plain(&points.to_four_decimals())),
        points: most.to_hundredths().to_vietnamese(),
        published: fraction(lever.published),
        ours_then: fraction(lever.ours_then),
    }
}

/// `+0,35`, `−1,20`, `0,00`
fn signed(number: FixedDecimal) -> String {
    let is_above = number > FixedDecimal::from_whole(0);
    format!("{}{}", if is_above { "+" } else { "" }, number.to_vietnamese())
}
