//! What can go wrong with the warehouse.

use crate::catalog::{
    CatalogError,
    phrases::{telling::worded_errors, wording::WordingValue},
};

worded_errors! {
    /// Lists what can go wrong when a warehouse is built, published or asked.
    #[derive(Debug)]
    pub enum WarehouseError {
        "warehouse.engine" => Engine { doing: String, source: duckdb::Error },
        "warehouse.io" => Io { doing: String, source: std::io::Error },
        "warehouse.not_built" => NotBuilt { data: String },
        "warehouse.other_version" => OtherVersion { path: String },
        "warehouse.damaged" => DamagedFile { path: String, problem: FileDamage },
        "warehouse.locked" => Locked { owner: String },
        "warehouse.audit" => Audit { id: String, found: usize, first: String },
        "warehouse.scope" => Scope { scope: String, names: String },
        "warehouse.placeholder" => Placeholder { name: String },
        "warehouse.denied_access" => DeniedAccess { path: String, line: usize, what: DeniedThing },
        "warehouse.out_of_sight" => OutOfSight,
        "warehouse.reference" => Reference { path: String, line: u64, problem: String },
        "warehouse.blank_event" => BlankEvent { path: String, column: String, events: u64 },
        "warehouse.spark_unset" => SparkUnset,
        "warehouse.spark_missing" => SparkMissing { path: String },
        "warehouse.spark_without_java" => SparkWithoutJava,
        "warehouse.spark_own" => SparkOwn { path: String },
        "warehouse.spark_unknown" => SparkUnknown { path: String },
        "warehouse.spark_fraction" => SparkFraction { path: String },
        "warehouse.spark_failed" => SparkFailed { ended: String, said: String },
        "warehouse.spark_disk_full" => SparkDiskFull,
        "warehouse.spark_lost" => SparkLost { table: String },
        "warehouse.spark_column" => SparkColumn { column: String, types: String },
        "warehouse.lost" => Lost { file: String, rows: u64, first: u64 },
    }
    passing on { Content(CatalogError) }
}

worded_errors! {
    /// Says what is wrong with a file that the engine cannot open.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum FileDamage {
        "damage.empty" => Empty,
        "damage.cut_off" => CutOff,
        "damage.foreign" => Foreign,
    }
}

worded_errors! {
    /// Says what SQL of the content asked for and does not get.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum DeniedThing {
        "denied.engine" => Engine,
        "denied.file" => File { name: String },
    }
}

impl From<&duckdb::Error> for WordingValue {
    fn from(error: &duckdb::Error) -> Self {
        Self::Text(error.to_string())
    }
}

impl WarehouseError {
    /// Returns a closure for `map_err` that wraps an engine error with what was being done.
    pub fn wrap_engine(doing: impl Into<String>) -> impl FnOnce(duckdb::Error) -> Self {
        let doing = doing.into();
        move |source| Self::Engine { doing, source }
    }

    /// Whether the content's SQL or the rows it met are at fault, not the machine.
    pub fn is_of_content(&self) -> bool {
        let of_the_machine = [
            "IO",
            "Permission",
            "Out of Memory",
            "Interrupt",
            "INTERNAL",
            "FATAL",
            "TransactionContext",
            "Connection",
        ];
        match self {
            Self::Engine { .. } => !self.is_engine_fault(&of_the_machine),
            _ => matches!(self, Self::Lost { .. }),
        }
    }

    /// Whether the disk did not take or give what the program wrote there, which another hour may mend.
    pub fn is_of_disk(&self) -> bool {
        matches!(self, Self::Io { .. }) || self.is_engine_fault(&["IO"])
    }

    /// Whether the published file may not be as it was written; only reading it through says so for sure.
    pub fn may_be_damage(&self) -> bool {
        let of_the_file = ["IO", "Serialization", "INTERNAL", "FATAL"];
        matches!(self, Self::DamagedFile { .. }) || self.is_engine_fault(&of_the_file)
    }

    /// Whether the engine calls what it told an error of one of these kinds.
    fn is_engine_fault(&self, kinds: &[&str]) -> bool {
        let Self::Engine { source, .. } = self else { return false };
        let told = source.to_string();
        kinds.iter().any(|kind| told.starts_with(&format!("{kind} Error")))
    }

    /// Returns a closure for `map_err` that wraps an IO error with what was being done.
    pub fn wrap_io(doing: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let doing = doing.into();
        move |source| Self::Io { doing, source }
    }
}
