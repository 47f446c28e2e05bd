//! Documents of law that content cites: which there are, from when to when they are in force, and that no text cites one outside of that.

mod check_citations;
mod citation;
mod law_register;

pub use check_citations::{CitationProblems, check_citations};
