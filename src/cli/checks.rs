use clap::{Args, ValueEnum};

use super::{
    CommandOutcome,
    help::spoken::spoken,
    options::{DataFolder, OutputFormat, find_agency, local_now},
    output::{
        say::{print_data, print_message},
        table::OutputTable,
    },
};
use crate::{
    catalog::{
        Catalog, CatalogError,
        check::{self, CheckDefinition},
    },
    domain::{decimal::format_thousands, period::Period},
    warehouse::query::CheckResult,
};

/// Check the data itself: dates that cannot be, due dates moved too late, the same dossier told in two ways
///
/// Exits 1 when a check found something.
#[derive(Debug, Args)]
pub struct ChecksCommand {
    /// The check's id; all of them without it
    check: Option<String>,

    /// Only checks of this severity: block keeps a build from being published, warn does not
    #[arg(long, value_enum)]
    severity: Option<SeverityArgument>,

    /// Only what is found at this agency and those under it
    #[arg(long, value_name = "CODE")]
    agency: Option<String>,

    /// List at most so many rows of each check
    #[arg(long, value_name = "N", default_value_t = 1000)]
    limit: u64,

    #[arg(long, value_enum, default_value = "table")]
    format: OutputFormat,

    #[command(flatten)]
    data: DataFolder,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SeverityArgument {
    Block,
    Warn,
}

impl SeverityArgument {
    fn is_of(self, check: &CheckDefinition) -> bool {
        (self == Self::Block) == (check.severity == check::CheckSeverity::Block)
    }
}

impl ChecksCommand {
    /// Prints what the checks found in the published warehouse. Ends as failed where any check found a
    /// row.
    pub fn run(self, catalog: &Catalog) -> miette::Result<CommandOutcome> {
        let warehouse = self.data.open_warehouse(catalog)?;
        let is_asked = |check: &&CheckDefinition| {
            (self.check.as_deref()).is_none_or(|id| id == check.id)
                && self.severity.is_none_or(|severity| severity.is_of(check))
        };
        if let Some(id) = &self.check
            && !catalog.checks.iter().any(|check| check.id == *id)
        {
            let known = catalog.checks.iter().map(|check| check.id.as_str());
            return Err(CatalogError::unknown_id("check", id, known).into());
        }
        // Of a code that nobody has nothing is found, and that would read as if all were well.
        let today = Period::year_of(local_now().date());
        let agency = (self.agency.as_deref()).map(|code| find_agency(&warehouse, code, today));
        let agency = agency.transpose()?.map(|agency| agency.code);
        let mut results = Vec::new();
        for check in catalog.checks.iter().filter(is_asked) {
            results.push(warehouse.provenance.read_check(
                check,
                agency.as_deref(),
                (0, self.limit),
            )?);
        }
        // Worst first: what was found most.
        results.sort_by_key(|result| std::cmp::Reverse(result.found));
        match self.format {
            OutputFormat::Json => {
                print_data(serde_json::to_string_pretty(&results).expect("results are plain data"));
            }
            OutputFormat::Csv => print_data(rows_table(&results).to_csv()),
            OutputFormat::Table if self.check.is_some() => {
                rows_table(&results).to_lines().iter().for_each(print_data);
            }
            OutputFormat::Table => {
                summary_table(&results).to_lines().iter().for_each(print_data);
            }
        }
        let found = results.iter().filter(|result| result.found > 0).count();
        if found == 0 {
            let count = results.len().to_string();
            print_message(spoken().format_phrase("checked.none", &[("count", &count)]));
            return Ok(CommandOutcome::Done);
        }
        if self.format == OutputFormat::Table && self.check.is_none() {
            print_message(spoken().format_phrase("checked.more", &[]));
        }
        Ok(CommandOutcome::Failed)
    }
}

fn summary_table(results: &[CheckResult]) -> OutputTable {
    let say = |id: &str| spoken().format_phrase(id, &[]);
    let mut table = OutputTable::new([
        say("column.code"),
        say("column.check"),
        format!("#{}", say("column.found")),
        say("column.first"),
    ]);
    for result in results {
        let first = result.rows.first();
        table.push_row([
            result.check.clone(),
            result.name.clone(),
            format_thousands(i64::try_from(result.found).unwrap_or(i64::MAX)),
            first.map_or(String::new(), |row| format!("{}: {}", row.subject_id, row.detail)),
        ]);
    }
    table
}

fn rows_table(results: &[CheckResult]) -> OutputTable {
    let mut table = OutputTable::new(["check", "agency_code", "subject_id", "detail"]);
    for result in results {
        for row in &result.rows {
            table.push_row([
                result.check.clone(),
                row.agency_code.clone().unwrap_or_default(),
                row.subject_id.clone(),
                row.detail.clone(),
            ]);
        }
    }
    table
}
