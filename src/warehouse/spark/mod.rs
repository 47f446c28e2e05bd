//! A build across machines: one script of all SQL of the content for Apache Spark's own `spark-sql`, and the warehouse assembled from what
//! that wrote. What is decoded, archived and staged stays with the engine of the product; ADR 52 says why the border lies there.
//!
//! Invariant: no SQL is written twice. Statements are those of the content and of the other engine; only their heads, texts and names are
//! written as Spark has them.

pub mod assembly;
pub mod cluster;
mod event_numbers;
pub mod script;
pub mod spark_output;
mod spark_statement;
pub mod staged_tables;
mod told_lines;
