//! Questions a published warehouse answers.

mod answer;
mod facts;
mod lineage;
mod rows;
mod series;
mod sources;
mod staged;
mod values;
mod warehouse;

pub use answer::{Answer, AnswerRow, Filter};
pub use facts::{AgencyName, Target};
pub use lineage::{Lineage, Predecessor};
pub use rows::DossierRow;
pub use sources::{ConnectorTotal, RejectedRow, Rejection, SourceFacts};
pub use values::{Level, Selection, Value};
pub use warehouse::Warehouse;
