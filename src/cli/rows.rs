use clap::Args;

use super::{
    CommandOutcome,
    command_error::CommandError,
    help::spoken::spoken,
    options::{self, MetricArguments, OutputFormat},
    output::{
        say::{print_data, print_message},
        table::OutputTable,
    },
};
use crate::{
    catalog::{
        Catalog,
        connector::extra::{ExtraColumn, PREFIX},
    },
    domain::basis::MetricBasis,
    domain::measure::{BetterDirection, MeasureUnit, MetricSubject},
    view::AnswerWording,
    warehouse::query::{
        DossierRow, LatenessState, MetricRequest, RowOrder, RowsAsked, format_civil_time,
    },
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
        let metric = self.question.find_metric(catalog)?;
        let can_fail = match metric.unit {
            MeasureUnit::Percent => true,
            _ => metric.denominator.is_none() && metric.better == BetterDirection::Lower,
        };
        if self.failing && !can_fail {
            return Err(CommandError::NoShare { metric: metric.id.clone() }.into());
        }
        let opened = self.question.open_warehouse(catalog)?;
        let period = self.question.period;
        let agency = options::find_agency(&opened.warehouse, &self.agency, period)?;
        let asked = RowsAsked {
            agency: Some(&agency.code),
            failing: self.failing,
            at_most: self.limit,
            order: match metric.subject {
                MetricSubject::Dossier => RowOrder::WORST_FIRST,
                _ => RowOrder::default(),
            },
            ..RowsAsked::new(metric, period)
        };
        let rows = opened.warehouse.dossiers.list(&asked)?.rows;
        let selection = MetricRequest { metric, period, basis: MetricBasis::Computed };
        options::print_known_span(catalog, &opened.warehouse, &selection);
        match self.format {
            OutputFormat::Json => {
                print_data(serde_json::to_string_pretty(&rows).expect("rows are plain data"));
            }
            OutputFormat::Csv => {
                print_data(dossier_table(catalog, metric.subject, &rows, false).to_csv());
            }
            OutputFormat::Table => {
                print_message(format!(
                    "{} · {} · {} · {}",
                    metric.name, agency.name, period, metric.rule_name
                ));
                dossier_table(catalog, metric.subject, &rows, true)
                    .to_lines()
                    .iter()
                    .for_each(print_data);
            }
        }
        Ok(CommandOutcome::Done)
    }
}

/// The rows with Vietnamese headings for people, or with the columns' names for machines.
fn dossier_table(
    catalog: &Catalog,
    subject: MetricSubject,
    rows: &[DossierRow],
    for_people: bool,
) -> OutputTable {
    let mut names =
        vec!["dossier_code", "procedure_name", "status", "received_at", "due_at", "ended_at"];
    // What is no dossier is not late.
    if subject == MetricSubject::Dossier {
        names.push("lateness");
        names.extend((!for_people).then_some("working_days_overdue"));
    }
    let mut extras = catalog.extra_columns();
    if subject != MetricSubject::Dossier {
        extras.clear();
    }
    let own = |column: &ExtraColumn| {
        if for_people { column.label.clone() } else { format!("{PREFIX}{}", column.name) }
    };
    let head = |name: &&str| {
        let name = *name;
        if for_people {
            let id = match (name, subject) {
                (_, MetricSubject::Dossier) => name,
                ("dossier_code", _) => "code",
                ("procedure_name", _) => "name",
                _ => name,
            };
            spoken().format_phrase(&format!("column.{id}"), &[])
        } else {
            name.to_owned()
        }
    };
    let mut table =
        OutputTable::new(names.iter().map(head).chain(extras.iter().map(own)).collect::<Vec<_>>());
    for row in rows {
        let status = if for_people {
            catalog.vocabulary.display_name("status", &row.status)
        } else {
            &row.status
        };
        let or_none = |text: &Option<String>| {
            text.clone().unwrap_or_else(|| if for_people { "–".into() } else { String::new() })
        };
        let mut cells = vec![
            row.dossier_code.clone(),
            or_none(&row.procedure_name),
            status.to_owned(),
            or_none(&row.received_at.map(format_civil_time)),
            or_none(&row.due_at.map(format_civil_time)),
            or_none(&row.ended_at.map(format_civil_time)),
        ];
        if subject == MetricSubject::Dossier {
            cells.extend(lateness_cells(catalog, row, for_people));
        }
        cells.extend(extras.iter().map(|it| row.extra_text(&it.name).to_owned()));
        table.push_row(cells);
    }
    table
}

/// How late it is: a sentence for people, a state and a number for machines.
fn lateness_cells(catalog: &Catalog, row: &DossierRow, for_people: bool) -> Vec<String> {
    let lateness = &row.lateness;
    if for_people {
        return vec![AnswerWording::new(catalog).describe_lateness(lateness)];
    }
    let days = lateness.working_days_overdue.map(|days| days.to_string());
    let state = lateness.state.map(LatenessState::id).unwrap_or_default();
    vec![state.to_owned(), days.unwrap_or_default()]
}
