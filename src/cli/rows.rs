use clap::Args;

use super::{
    CommandOutcome,
    options::{self, MetricArguments, OutputFormat},
    output::{
        say::{data, say},
        table::OutputTable,
    },
};
use crate::{
    catalog::Catalog,
    domain::basis::MetricBasis,
    domain::measure::{BetterDirection, MeasureUnit, MetricSubject},
    warehouse::query::{DossierRow, MetricRequest, RowsAsked},
};

/// List the dossiers behind a number
#[derive(Debug, Args)]
pub struct RowsCommand {
    #[command(flatten)]
    question: MetricArguments,

    /// The agency; dossiers of those under it are listed too
    #[arg(long, value_name = "CODE")]
    agency: String,

    /// Only those that pull it down: not in the numerator, or, where lower is better, in it
    #[arg(long)]
    failing: bool,

    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    limit: u64,

    #[arg(long, value_enum, default_value = "table")]
    format: OutputFormat,
}

impl RowsCommand {
    /// Prints the dossiers behind a number. Fails where `--failing` is asked of a metric whose dossiers
    /// cannot fail it.
    pub fn run(self, catalog: &Catalog) -> miette::Result<CommandOutcome> {
        let metric = self.question.metric(catalog)?;
        let can_fail = match metric.unit {
            MeasureUnit::Percent => true,
            _ => metric.denominator.is_none() && metric.better == BetterDirection::Lower,
        };
        if self.failing && !can_fail {
            let problem = format!("`{}` is no share: no dossier fails it", metric.id);
            return Err(miette::miette!(help = "leave out `--failing`", "{problem}"));
        }
        let opened = self.question.open(catalog)?;
        let period = self.question.period;
        let agency = options::agency(&opened.warehouse, &self.agency, period)?;
        let asked = RowsAsked {
            metric,
            period,
            agency: Some(&agency.code),
            failing: self.failing,
            procedure: None,
            code: None,
            skip: 0,
            at_most: self.limit,
        };
        let rows = opened.warehouse.dossiers.list(&asked)?.rows;
        let selection = MetricRequest { metric, period, basis: MetricBasis::Computed };
        options::say_known(catalog, &opened.warehouse, &selection);
        match self.format {
            OutputFormat::Json => {
                data(serde_json::to_string_pretty(&rows).expect("rows are plain data"));
            }
            OutputFormat::Csv => data(table(catalog, metric.subject, &rows, false).csv()),
            OutputFormat::Table => {
                say(format!(
                    "{} · {} · {} · {}",
                    metric.name, agency.name, period, metric.rule_name
                ));
                table(catalog, metric.subject, &rows, true).lines().iter().for_each(data);
            }
        }
        Ok(CommandOutcome::Done)
    }
}

/// The rows with Vietnamese headings for people, or with the columns' names for machines.
fn table(
    catalog: &Catalog,
    subject: MetricSubject,
    rows: &[DossierRow],
    for_people: bool,
) -> OutputTable {
    let names = ["dossier_code", "procedure_name", "status", "received_at", "due_at", "ended_at"];
    let mut table = OutputTable::new(names.map(|name| {
        if for_people {
            let id = match (name, subject) {
                (_, MetricSubject::Dossier) => name,
                ("dossier_code", _) => "code",
                ("procedure_name", _) => "name",
                _ => name,
            };
            catalog.phrases.say(&format!("column.{id}"), &[])
        } else {
            name.to_owned()
        }
    }));
    for row in rows {
        let status =
            if for_people { catalog.vocabulary.name("status", &row.status) } else { &row.status };
        let or_none = |text: &Option<String>| {
            text.clone().unwrap_or_else(|| if for_people { "–".into() } else { String::new() })
        };
        table.row([
            row.dossier_code.clone(),
            or_none(&row.procedure_name),
            status.to_owned(),
            or_none(&row.received_at),
            or_none(&row.due_at),
            or_none(&row.ended_at),
        ]);
    }
    table
}
