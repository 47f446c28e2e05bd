//! How it is said what systems did by themselves, and how far services were proactive: on the page and in the report alike.

use super::super::AnswerWording;
use crate::{
    domain::decimal::{FixedDecimal, format_thousands},
    warehouse::query::{ProactiveLevel, StepAutomation},
};

/// Says of one level how many procedures and dossiers are of it.
pub struct LevelText {
    /// Says too where no level is known.
    pub level: String,
    /// `None` where a dossier names no procedure.
    pub procedures: Option<i64>,
    pub dossiers: i64,
}

impl AnswerWording<'_> {
    /// Says how many steps a system did by itself, of how many that is known of; `None` where there was no step.
    pub fn automation_sentence(self, found: &StepAutomation) -> Option<String> {
        if found.steps == 0 {
            return None;
        }
        let share = FixedDecimal::of_fraction(found.automatic, found.known, 100);
        let (id, share) = match share {
            None => ("report.automation.unknown", String::new()),
            Some(share) if found.known == found.steps => {
                ("report.automation.all", share.to_vietnamese())
            }
            Some(share) => ("report.automation.some", share.to_vietnamese()),
        };
        let said = [
            ("automatic", format_thousands(found.automatic)),
            ("known", format_thousands(found.known)),
            ("unknown", format_thousands(found.steps - found.known)),
            ("steps", format_thousands(found.steps)),
            ("share", share),
        ];
        let said =
            self.fill_phrase(id, &said.each_ref().map(|(name, value)| (*name, value.as_str())));
        if found.dossiers == 0 {
            return Some(said);
        }
        let (told, all) = (format_thousands(found.told_dossiers), format_thousands(found.dossiers));
        let covered = [("told", told.as_str()), ("dossiers", &all)];
        Some(said + " " + &self.fill_phrase("report.automation.covered", &covered))
    }

    /// Says every level that there are dossiers of, in their order.
    pub fn list_level_texts(self, levels: &[ProactiveLevel]) -> Vec<LevelText> {
        let named = |found: &ProactiveLevel| LevelText {
            level: match found.level {
                Some(level) => self.fill_phrase(&format!("report.proactive.level_{level}"), &[]),
                None => self.fill_phrase("report.proactive.unknown", &[]),
            },
            procedures: found.procedures,
            dossiers: found.dossiers,
        };
        levels.iter().map(named).collect()
    }
}
