//! Numbers: exact decimals, what a metric measures, and whose numbers they are.

pub mod basis;
pub mod decimal;
pub mod file_size;
pub mod fraction;
pub mod measure;
