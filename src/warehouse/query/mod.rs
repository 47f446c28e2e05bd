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
pub use agency::lineage::{Lineage, Predecessor};
pub use agency::lookup::AgencyName;
pub use breakdown::by_dimension::Slice;
pub use breakdown::dimension::SliceBy;
pub use dossier::history::DossierVersion;
pub use dossier::list::{DossierRow, Rows, RowsAsked};
pub use dossier::register_form::{FormCounts, FormRow};
pub use metric::answer::{Answer, AnswerRow, Filter};
pub use metric::progress::{RECENT_DAYS, Standing};
pub use metric::targets::{Limit, Target, Targets};
pub use metric::value::{Level, Selection, Value};
pub use provenance::checks::{CheckResult, CheckRow};
pub use provenance::sources::{ConnectorTotal, RejectedRow, Rejection, SourceFacts};
pub use published::differences::Difference;
pub use published::figure::Figure;
pub use published::index_results::IndexResult;
pub use warehouse::Warehouse;
