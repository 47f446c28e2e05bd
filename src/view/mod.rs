//! Answers in words and pictures: what pages, charts and reports say alike.
//!
//! Invariant: every Vietnamese word comes from the content; nothing here asks the engine on its own.

pub mod answers;
mod compare;
mod cut;
mod export;
mod forecast;
mod judged;
mod picture;
mod places;
pub mod rejected;
mod scorecard;
pub mod sheet;
mod tally;
pub mod told_again;
mod wording;
mod worst;

pub use compare::{Comparison, compared, median};
pub use cut::{Cut, cuts, cuts_by};
pub use export::{Sheet, harmless};
pub use forecast::words::outlook_lines;
pub use forecast::{Outlook, outlook};
pub use judged::{Judged, sign};
pub use picture::{Drawn, Kind, Picture, PictureError, SHOWN_MARKS};
pub use places::Places;
pub use scorecard::total::Total;
pub use scorecard::{Asked, Origin, ScoredRow};
pub use tally::Tally;
pub use wording::{Wording, day};
pub use worst::worst_first;
