//! What may be sent to the users of a role.

use toml::Spanned;

use super::{ProgramSettings, sending::RecipientSettings};
use crate::{
    catalog::{
        Catalog, CatalogError,
        report::{ReportDefinition, ReportSubject, SectionKind},
    },
    domain::{measure::Measure, sight::UserRole},
};

impl ProgramSettings {
    /// Checks that nothing is sent to a role that its users may not see; fails at the first such entry.
    pub(super) fn check_roles(&self, catalog: &Catalog) -> Result<(), CatalogError> {
        for recipient in self.all_recipients() {
            let Some(role) = &recipient.role else { continue };
            if !recipient.named_channels().is_empty() || recipient.agency.is_some() {
                return Err(self.refuse("settings.role_alone", &[], Some(role.span())));
            }
            if self.mail.is_none() {
                return Err(self.refuse("settings.no_mail", &[], Some(role.span())));
            }
        }
        for schedule in &self.schedules {
            let report = catalog.find_report(schedule.report.get_ref())?;
            if let Some(role) = find_viewer_role(&schedule.to).filter(|_| needs_dossiers(report)) {
                let said = [("report", &*report.name)];
                return Err(self.refuse("settings.role_sees_none", &said, Some(role.span())));
            }
        }
        let Some(alerts) = &self.alerts else { return Ok(()) };
        for watched in &alerts.metrics {
            let metric = catalog.find_metric(watched.id.get_ref())?;
            let could_name = !metric.unit.is_of_hundred()
                || Measure::new_rate(1, watched.at_least.max(1))
                    .suppress_small(metric.subject)
                    .is_withheld;
            if let Some(role) = find_viewer_role(&alerts.to).filter(|_| could_name) {
                let said = [("metric", &*metric.id)];
                return Err(self.refuse("settings.role_of_few", &said, Some(role.span())));
            }
        }
        Ok(())
    }
}

fn find_viewer_role(to: &[RecipientSettings]) -> Option<&Spanned<UserRole>> {
    to.iter().filter_map(|one| one.role.as_ref()).find(|role| *role.get_ref() == UserRole::Viewer)
}

/// Whether it is of single dossiers, or of sums nobody has looked through for what could name a person.
fn needs_dossiers(report: &ReportDefinition) -> bool {
    let of_dossiers = [
        SectionKind::Bands,
        SectionKind::Below,
        SectionKind::Causes,
        SectionKind::Dossiers,
        SectionKind::DueDays,
        SectionKind::Form,
    ];
    report.about == ReportSubject::Dossier
        || report.sections.iter().any(|section| of_dossiers.contains(&section.kind))
}
