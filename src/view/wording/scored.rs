//! What is said of the points of a scorecard.

use super::{
    super::scorecard::{PointsOrigin, ScoredRow, total::ScoreTotal},
    AnswerWording,
};

impl AnswerWording<'_> {
    /// Where the points of a scorecard's row come from; a star where dossiers are not enough to recompute them.
    pub fn describe_origin(self, row: &ScoredRow) -> String {
        let id = match row.origin {
            // What its rows come to is in the total.
            PointsOrigin::None if row.is_group => "score.group",
            PointsOrigin::Published => "score.published",
            PointsOrigin::Recomputed => "score.recomputed",
            PointsOrigin::Computed => "score.computed",
            PointsOrigin::Card => "score.card",
            PointsOrigin::None => "score.none",
        };
        let star = if row.is_starred() { "*" } else { "" };
        let rule = row.rule.as_ref().map_or(String::new(), |rule| format!(" ({rule})"));
        self.fill_phrase(id, &[]) + star + &rule
    }

    /// `Điểm đã có: 32,68/40,00 (của các dòng, nhóm có điểm), trong đó 12,00 điểm theo quy định khi không phát sinh`
    pub fn score_total(self, total: &ScoreTotal) -> String {
        let id = match total.origin {
            PointsOrigin::Published => "score.total_published",
            _ => "score.total",
        };
        let said =
            [("points", &*total.points.to_vietnamese()), ("max", &*total.max.to_vietnamese())];
        let by_rule = total.by_rule.map_or(String::new(), |points| {
            self.fill_phrase("score.by_rule", &[("points", &points.to_vietnamese())])
        });
        self.fill_phrase(id, &said) + &by_rule
    }
}
