//! What an export writes of a dossier, cell by cell.

use jiff::{ToSpan, civil::DateTime};

use super::{
    dossiers::SampleDossier,
    plan::{SampleDirt, SampleExport},
    steps::{SampleStep, list_steps},
};

/// The cells of a row, one per column; `None` is a cell left empty.
pub type SampleRow = Vec<Option<String>>;

/// The cells of a dossier, which is the so many-th of the export.
pub fn dossier_cells(export: &SampleExport, number: usize, dossier: &SampleDossier) -> SampleRow {
    let coded = |value: &str| export.texts.get(value).cloned();
    let yes_no = |yes: bool| coded(if yes { "yes" } else { "no" });
    let asked = dossier.supplement;
    // Where an open dossier lies is the last of its steps.
    let is_open = dossier.status == "in_progress";
    let current = list_steps(dossier, &export.desk).pop().filter(|_| is_open);
    let cell = |field: &str, instants: &str| {
        let at = |instant: Option<DateTime>| instant.map(|it| write_instant(export, instants, it));
        match field {
            "number" => Some(number.to_string()),
            "dossier_code" => Some(dossier.code.clone()),
            "procedure_code" => Some(dossier.procedure.code.clone()),
            "procedure_name" => Some(dossier.procedure.name.clone()),
            "sector" => Some(dossier.procedure.sector.clone()),
            "agency_name" => Some(dossier.agency.clone()),
            "applicant" => Some(dossier.applicant.clone()),
            "address" => Some(dossier.address.clone()),
            "phone" => Some(dossier.phone.clone()),
            "id_number" => Some(dossier.id_number.clone()),
            "channel" => coded(if dossier.is_online { "online" } else { "direct" }),
            "level" => coded(&dossier.procedure.level),
            "status" => coded(dossier.status),
            "received_at" => at(dossier.received_at),
            "due_at" => at(dossier.due_at),
            "ended_at" => at(dossier.ended_at),
            "returned_at" => at(dossier.returned_at),
            "supplement_count" => Some(asked.map_or(0, |(count, ..)| count).to_string()),
            "supplement_requested_at" => at(asked.map(|(_, asked, _)| asked)),
            "supplement_completed_at" => at(asked.map(|(.., answered)| answered)),
            "current_step" => current.as_ref().and_then(|_| coded("current_step")),
            "current_office" => current.as_ref().map(|step| step.office.clone()),
            "current_language" => current.as_ref().map(|_| "228".to_owned()),
            "current_at" => at(current.as_ref().map(|step| step.handled_at)),
            "fee" => Some(dossier.procedure.fee.to_string()),
            "paid_online" => yes_no(dossier.is_paid_online),
            written => written.strip_prefix('=').map(ToOwned::to_owned),
        }
    };
    let soiled = |field: &str| {
        let dirt = export
            .dirt
            .iter()
            .find(|dirt| dirt.field == field && number.is_multiple_of(dirt.every));
        match dirt {
            None => cell(field, &export.instants),
            Some(dirt) => {
                soil(dirt, cell(field, dirt.instants.as_ref().unwrap_or(&export.instants)))
            }
        }
    };
    export.columns.iter().map(|column| soiled(&column.field)).collect()
}

/// The cells of a step.
pub fn step_cells(export: &SampleExport, step: &SampleStep) -> SampleRow {
    let at = |instant: DateTime| write_instant(export, &export.instants, instant);
    let cell = |field: &str| match field {
        "dossier_code" => Some(step.dossier_code.clone()),
        "handled_at" => Some(at(step.handled_at)),
        "office" => Some(step.office.clone()),
        "status" => export.texts.get(step.status).cloned(),
        "started_at" => step.started_at.map(at),
        "due_at" => step.due_at.map(at),
        written => written.strip_prefix('=').map(ToOwned::to_owned),
    };
    export.columns.iter().map(|column| cell(&column.field)).collect()
}

fn write_instant(export: &SampleExport, instants: &str, instant: DateTime) -> String {
    let told = if export.is_utc { instant.saturating_sub(7.hours()) } else { instant };
    told.strftime(instants).to_string()
}

fn soil(dirt: &SampleDirt, cell: Option<String>) -> Option<String> {
    let Some(text) = cell else { return dirt.empty.clone() };
    let text = text.replace("AM", "SA").replace("PM", "CH");
    Some(dirt.around.as_ref().map_or(text.clone(), |around| around.replace("{}", &text)))
}
