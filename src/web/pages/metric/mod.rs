//! One metric: who is where, what it is made of, and how it is worked out.

mod breakdown;
mod page;

pub use page::metric_page;
