//! Questions a published warehouse answers.

mod agency;
mod breakdown;
mod dossier;
mod metric;
mod provenance;
mod published;
mod scope;
mod warehouse;

pub use agency::holder::Holder;
pub use agency::lineage::{AgencyLineage, AgencyPredecessor};
pub use agency::lookup::AgencyName;
pub use breakdown::by_dimension::BreakdownPart;
pub use breakdown::dimension::BreakdownDimension;
pub use dossier::history::DossierVersion;
pub use dossier::list::{DossierRow, FoundRows, RowsAsked};
pub use dossier::register_form::{FormCounts, FormRow};
pub use metric::answer::{AgencyFilter, AnswerRow, MetricAnswer};
pub use metric::progress::{PeriodProgress, RECENT_DAYS};
pub use metric::targets::{ActiveTarget, ActiveTargets, DatedLimit};
pub use metric::value::{AgencyLevel, AgencyValue, MetricRequest};
pub use provenance::checks::{CheckResult, CheckRow};
pub use provenance::sources::{CellRejection, ConnectorTotal, RejectedRow, SourceFacts};
pub use published::differences::SystemDifference;
pub use published::figure::Figure;
pub use published::index_results::IndexResult;
pub use warehouse::Warehouse;
