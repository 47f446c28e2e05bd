//! Limits in force: floors not to fall under, goals to reach.

use jiff::civil::Date;

use super::value::AgencyValue;
use crate::domain::{
    measure::Measure,
    threshold::Threshold,
    verdict::{TargetKind, Verdict, VerdictRule},
};

/// A limit in force: a floor not to fall under, or a goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActiveTarget {
    pub is_floor: bool,
    pub value: Threshold,
    pub source: String,
    /// The one agency it binds.
    pub(super) agency_code: Option<String>,
    /// The level whose agencies it binds.
    pub(super) level: Option<String>,
}

impl ActiveTarget {
    /// Returns the target as a floor or a goal with its value.
    pub fn target_kind(&self) -> TargetKind {
        if self.is_floor { TargetKind::Floor(self.value) } else { TargetKind::Goal(self.value) }
    }

    /// The agency it binds alone, the level it binds alone.
    pub fn bound_agencies(&self) -> (Option<&str>, Option<&str>) {
        (self.agency_code.as_deref(), self.level.as_deref())
    }
}

/// The limits of one metric on one day, floors before goals, those of an agency before those of a level before those of all.
#[derive(Debug, Clone)]
pub struct ActiveTargets {
    pub(super) all: Vec<ActiveTarget>,
    pub(super) judge: VerdictRule,
}

impl ActiveTargets {
    /// Lists the targets in force: floors before goals, those of an agency before those of a level.
    pub fn all(&self) -> &[ActiveTarget] {
        &self.all
    }

    /// Returns the rule by which values of the metric are judged.
    pub fn verdict_rule(&self) -> VerdictRule {
        self.judge
    }

    /// What a value is worth under the limit that binds its agency.
    pub fn judge_value(&self, value: &AgencyValue) -> Verdict {
        self.judge_under(self.target_of_value(value), value.measure)
    }

    /// The same under a limit of one's own choice.
    pub fn judge_under(&self, target: Option<&ActiveTarget>, measure: Measure) -> Verdict {
        self.judge.judge_measure(measure, target.map(ActiveTarget::target_kind))
    }

    /// The one for all.
    pub fn general_target(&self) -> Option<&ActiveTarget> {
        let mut all = self.all.iter();
        all.find(|target| target.agency_code.is_none() && target.level.is_none())
    }

    /// The one that binds an agency.
    pub fn target_for(&self, code: &str, level: &str) -> Option<&ActiveTarget> {
        let binds = |target: &&ActiveTarget| {
            (target.agency_code.as_deref()).is_none_or(|own| own == code)
                && (target.level.as_deref()).is_none_or(|own| own == level)
        };
        self.all.iter().find(binds)
    }

    /// Returns the target that binds the agency of a value; none where nothing is set for it.
    pub fn target_of_value(&self, value: &AgencyValue) -> Option<&ActiveTarget> {
        self.target_for(&value.agency_code, &value.level)
    }

    /// The one for all at a level: what a chart of them draws.
    pub fn target_of_level(&self, level: &str) -> Option<&ActiveTarget> {
        self.target_for("", level)
    }
}

/// A limit and the days it is in force; [`Date::MAX`] is for ever.
#[derive(Debug, Clone)]
pub struct DatedLimit {
    pub from: Date,
    pub to: Date,
    pub target: ActiveTarget,
}
