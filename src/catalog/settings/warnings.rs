//! What may be meant, and is worth a word.

use super::ProgramSettings;
use crate::catalog::{
    Catalog, CatalogError, phrases::wording::ErrorWording, target::TargetDefinition,
};

impl ProgramSettings {
    /// Whether anything can go out of the office at all.
    pub fn has_ways_out(&self) -> bool {
        self.mail.is_some() || !self.webhooks.is_empty() || !self.folders.is_empty()
    }

    /// Whether anything is done by itself at its time: sent, or backed up.
    pub fn has_due_work(&self) -> bool {
        self.has_ways_out() || self.backup.is_some()
    }

    /// Lists what is allowed but probably not meant; fails when the targets cannot be read.
    pub fn collect_warnings(&self, catalog: &Catalog) -> Result<Vec<ErrorWording>, CatalogError> {
        let mut warnings = Vec::new();
        let has_owner = self.mail.as_ref().is_some_and(|mail| mail.owner.is_some());
        if !self.schedules.is_empty() && !has_owner {
            warnings.push(ErrorWording::new("settings.no_owner"));
        }
        for watched in self.alerts.iter().flat_map(|alerts| &alerts.metrics) {
            let id = watched.id.get_ref();
            let targets = TargetDefinition::for_metric(&catalog.content, id)?;
            if !targets.iter().any(|target| target.kind == "floor") {
                warnings.push(ErrorWording::naming("settings.no_floor", id));
            }
        }
        Ok(warnings)
    }
}
