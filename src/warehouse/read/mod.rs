//! Questions a published warehouse answers.

mod answer;
mod facts;
mod rows;
mod series;
mod values;
mod warehouse;

pub use answer::{Answer, AnswerRow, Filter};
pub use facts::{AgencyName, Rejection, SourceFacts, Target};
pub use rows::DossierRow;
pub use values::{Level, Selection, Value};
pub use warehouse::Warehouse;
