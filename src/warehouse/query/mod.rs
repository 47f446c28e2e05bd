//! Questions a published warehouse answers.

mod agency;
mod breakdown;
mod bridge;
mod build_info;
mod connection;
mod dossier;
mod due;
mod handling;
mod lever;
mod locked;
mod metric;
mod procedure;
mod provenance;
mod published;
mod scope;
mod table_digests;
mod warehouse;

pub use agency::names::{AgencyLineage, AgencyName, AgencyPredecessor, CalledAgencies};
pub use agency::queries::AgencyQueries;
pub use breakdown::by_dimension::BreakdownPart;
pub use breakdown::dimension::BreakdownDimension;
pub use breakdown::queries::BreakdownQueries;
pub use bridge::metric_bridge::{
    BridgeAsked, BridgeRow, BridgeSide, BridgeStep, MetricBridge, UNEXPLAINED, check_bridge,
};
pub use dossier::civil_time::format_civil_time;
pub use dossier::due_days::{DueCount, DueDaysAsked};
pub use dossier::extras::{ExtraFilter, ExtraTexts};
pub use dossier::history::{DossierVersion, ToldAgencies};
pub use dossier::lateness::{DossierLateness, LatenessState};
pub use dossier::list::{DossierRow, FoundRows, RowsAsked};
pub use dossier::queries::DossierQueries;
pub use dossier::register_form::{FormCounts, FormRow};
pub use dossier::row_filter::LatenessFilter;
pub use dossier::row_order::{RowColumn, RowOrder};
pub use due::due_list::{DueAsked, DueBasis, DueCounts, DueDossier, DueList};
pub use handling::agency_times::AgencyDurations;
pub use handling::current_steps::{CurrentStep, CurrentSteps};
pub use handling::duration_spread::DurationSpread;
pub use handling::proactive_levels::ProactiveLevel;
pub use handling::procedure_times::{DossierTimes, HandlingAsked, ProcedureTimes};
pub use handling::step_automation::StepAutomation;
pub use handling::step_times::{HandlingSteps, StepTimes, StepWait};
pub use lever::lever_dossiers::{
    LeverAsked, LeverCounts, LeverDossier, LeverStanding, check_lever,
};
pub use locked::change_query::{ChangedSubject, LockChange, LockChangeAsked};
pub use locked::erased_subjects::{ErasedSubjects, copy_unerased};
pub use locked::locked_rows::LockedRow;
pub use locked::queries::LockQueries;
pub use metric::agency_filter::AgencyFilter;
pub use metric::holder::Holder;
pub use metric::progress::{PeriodProgress, RECENT_DAYS};
pub use metric::queries::MetricQueries;
pub use metric::targets::{ActiveTarget, ActiveTargets, DatedLimit};
pub use metric::value::{AgencyLevel, AgencyValue, MetricRequest};
pub use provenance::checks::{CheckResult, CheckRow};
pub use provenance::queries::ProvenanceQueries;
pub use provenance::sources::{CellRejection, ConnectorTotal, RejectedRow, SourceFacts};
pub use published::differences::SystemDifference;
pub use published::figure::Figure;
pub use published::index_results::IndexResult;
pub use published::queries::PublishedQueries;
pub use published::score_table::TableFigure;
pub use warehouse::{Warehouse, WarehouseQueries};
