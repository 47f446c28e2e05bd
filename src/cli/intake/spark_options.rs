//! Options of a build that Spark works out.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::super::command_error::CommandError;
use crate::warehouse::{SparkCluster, WarehouseError};

/// Names who works the numbers out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BuildEngine {
    /// The engine of the program, on this machine
    Duckdb,
    /// Apache Spark, on one machine or many
    Spark,
}

/// Says which engine builds, and where Spark is.
#[derive(Debug, Args)]
pub struct SparkOptions {
    /// Who works the numbers out
    #[arg(long, value_enum, value_name = "ENGINE", default_value_t = BuildEngine::Duckdb)]
    engine: BuildEngine,

    /// The master of the cluster, as Spark names it
    #[arg(long, value_name = "MASTER")]
    master: Option<String>,

    /// A folder that all machines of the cluster see under the same name
    #[arg(long, value_name = "DIR")]
    shared: Option<PathBuf>,

    /// Print the script for Spark, and run nothing
    #[arg(long)]
    print: bool,
}

/// What a build is to do with Spark.
pub enum SparkTask {
    /// Nothing: the program's own engine builds.
    None,
    Print {
        shared: Option<PathBuf>,
    },
    Build(SparkCluster),
}

impl SparkOptions {
    /// Tells what is to be done. Fails where Spark is spoken of and not asked for, or cannot be found.
    pub fn task(self) -> miette::Result<SparkTask> {
        if self.engine == BuildEngine::Duckdb {
            let is_spoken_of = self.print || self.master.is_some() || self.shared.is_some();
            return if is_spoken_of {
                Err(CommandError::SparkNotAsked.into())
            } else {
                Ok(SparkTask::None)
            };
        }
        if self.print {
            return Ok(SparkTask::Print { shared: self.shared });
        }
        let found: Result<_, WarehouseError> = SparkCluster::find(self.master, self.shared);
        Ok(SparkTask::Build(found?))
    }
}
