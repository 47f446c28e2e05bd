//! Questions a published warehouse answers.

mod answer;
mod checks;
mod differences;
mod facts;
mod figure;
mod lineage;
mod published;
mod rows;
mod series;
mod slice_by;
mod slices;
mod sources;
mod staged;
mod standing;
mod targets;
mod values;
mod warehouse;

pub use answer::{Answer, AnswerRow, Filter};
pub use checks::{CheckResult, CheckRow};
pub use differences::Difference;
pub use facts::AgencyName;
pub use figure::Figure;
pub use lineage::{Lineage, Predecessor};
pub use published::IndexResult;
pub use rows::DossierRow;
pub use slice_by::SliceBy;
pub use slices::Slice;
pub use sources::{ConnectorTotal, RejectedRow, Rejection, SourceFacts};
pub use standing::{RECENT_DAYS, Standing};
pub use targets::{Target, Targets};
pub use values::{Level, Selection, Value};
pub use warehouse::Warehouse;
