//! In which formats schedules may ask for reports.

use super::ReportFormat;
use crate::catalog::{CatalogError, settings::ProgramSettings};

/// Checks the formats of all schedules; fails at the first this program does not make.
pub fn check_formats(settings: &ProgramSettings) -> Result<(), CatalogError> {
    for schedule in &settings.schedules {
        for name in &schedule.formats {
            let id = match name.parse::<ReportFormat>() {
                Ok(ReportFormat::Pdf) if !cfg!(feature = "pdf") => "settings.no_pdf",
                Ok(_) => continue,
                Err(_) => "settings.bad_format",
            };
            let said = [("id", &**schedule.id.get_ref()), ("format", name)];
            return Err(settings.refuse(id, &said, Some(schedule.id.span())));
        }
    }
    Ok(())
}
