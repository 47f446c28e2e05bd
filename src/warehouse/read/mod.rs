//! Questions a published warehouse answers.

mod answer;
mod facts;
mod rows;
mod series;
mod sources;
mod staged;
mod values;
mod warehouse;

pub use answer::{Answer, AnswerRow, Filter};
pub use facts::{AgencyName, Target};
pub use rows::DossierRow;
pub use sources::{ConnectorTotal, RejectedRow, Rejection, SourceFacts};
pub use values::{Level, Selection, Value};
pub use warehouse::Warehouse;
