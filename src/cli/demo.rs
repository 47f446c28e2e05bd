use std::{net::SocketAddr, panic::resume_unwind, path::Path, thread};

use clap::Args;

use super::{
    CommandOutcome, chart,
    command_error::CommandError,
    help::spoken::say,
    intake::ingest,
    options::{DataFolder, OutputFormat},
    output::say::{print_data, print_message},
    sample::PLAN,
    server::{
        demo_server::{COMMUNE, invented, serve_office, take_samples, write_samples},
        serve::{ServeCommand, USUAL_ADDRESS},
    },
    show,
};
use crate::{
    catalog::Catalog,
    chart::ImageSize,
    domain::basis::MetricBasis,
    domain::period::Period,
    view::{ChartKind, ChartRequest, answers::MetricAnswer},
    warehouse::query::{AgencyFilter, MetricRequest, Warehouse},
};

/// Rows of each table.
const LOWEST: usize = 5;

/// The last period that the samples of the commune tell whole.
const REPORTED: &str = "2026-Q3";

/// Take the built-in samples in (a district of 2023, a commune of 2026), show what comes out, draw the charts
#[derive(Debug, Args)]
pub struct DemoCommand {
    /// Serve the pages of it afterwards, on this machine alone where no address is given
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, require_equals = true, default_missing_value = USUAL_ADDRESS)]
    serve: Option<SocketAddr>,

    #[command(flatten)]
    data: DataFolder,
}

impl DemoCommand {
    /// Writes sample exports of two offices, ingests them, prints tables, draws charts, and serves pages where it is asked to.
    pub fn run(self, catalog: Catalog) -> miette::Result<CommandOutcome> {
        let folder = self.data.path.join(COMMUNE.1);
        let (outcome, commune) = thread::scope(|scope| {
            // Beside the district's, which is told of at length.
            let commune = scope.spawn(|| take_samples(&catalog, (COMMUNE.0, &folder)));
            let outcome = self.show_samples(&catalog);
            (outcome, commune.join().unwrap_or_else(|panic| resume_unwind(panic)))
        });
        let (outcome, commune) = (outcome?, commune?);
        print_message("");
        print_message(say("demo.commune", &[("name", &commune.name)]));
        let own = folder.display().to_string();
        let program = std::env::args().next().unwrap_or_else(|| "motcua".into());
        let report = format!(
            "{program} report dieu_19 --period {REPORTED} --data {own} --out {own}/bao-cao"
        );
        print_message(say("demo.next", &[("command", &report)]));
        let Some(listen) = self.serve else {
            for folder in [&self.data.path, &folder] {
                let command = format!("{program} serve --data {}", folder.display());
                print_message(say("demo.next", &[("command", &command)]));
            }
            return Ok(outcome);
        };
        let address = serve_office(catalog.clone(), &folder)?;
        print_message(say("demo.served", &[("name", &commune.name), ("address", &address)]));
        print_message(say("demo.invented", &[]));
        // By no office's settings: nothing that is invented is sent to anybody.
        ServeCommand::serve_alone(catalog, (self.data, listen))
    }

    fn show_samples(&self, catalog: &Catalog) -> miette::Result<CommandOutcome> {
        let folder = &self.data.path;
        let (plan, exports) = write_samples(catalog, (PLAN, folder))?;
        let outcome = ingest::ingest_and_report(catalog, folder, &exports, &invented())?;
        let warehouse = Warehouse::open_published(folder)?;
        let year = Period::year_of(plan.snapshot_on);
        let ranking = catalog.find_metric(&catalog.headline.published_ranking)?;
        let published = warehouse.published.list_periods(ranking.indicator())?.first().copied();
        print_tables(catalog, &warehouse, year, published)?;
        write_charts(catalog, &warehouse, folder, year, published)?;
        Ok(outcome)
    }
}

/// Who is under the floor, who is lowest in the rest, and the portal's own lowest.
fn print_tables(
    catalog: &Catalog,
    warehouse: &Warehouse,
    year: Period,
    published: Option<Period>,
) -> miette::Result<()> {
    let headline = &catalog.headline;
    let ours = [&headline.ranking]
        .into_iter()
        .chain(headline.metrics.iter().filter(|id| **id != headline.ranking));
    let portal =
        published.map(|period| (&headline.published_ranking, period, MetricBasis::Published));
    for (id, period, basis) in ours.map(|id| (id, year, MetricBasis::Computed)).chain(portal) {
        let metric = catalog.find_metric(id)?;
        let selection = MetricRequest { metric, period, basis };
        let mut answer = MetricAnswer::of_values(warehouse, &selection, &AgencyFilter::default())?;
        answer.body.rows.truncate(LOWEST);
        print_message("");
        show::print_answer(catalog, metric, &answer, OutputFormat::Table);
    }
    Ok(())
}

fn write_charts(
    catalog: &Catalog,
    warehouse: &Warehouse,
    folder: &Path,
    year: Period,
    published: Option<Period>,
) -> miette::Result<()> {
    let charts = folder.join("charts");
    std::fs::create_dir_all(&charts).map_err(|error| CommandError::of_file(&charts, &error))?;
    let headline = &catalog.headline;
    let ours = [(ChartKind::Bar, "bar"), (ChartKind::Line, "line")]
        .map(|(kind, name)| (&headline.ranking, year, MetricBasis::Computed, kind, name));
    let portal = published.map(|period| {
        (&headline.published_ranking, period, MetricBasis::Published, ChartKind::Bar, "published")
    });
    print_message("");
    for (id, period, basis, kind, name) in ours.into_iter().chain(portal) {
        let metric = catalog.find_metric(id)?;
        let picture =
            ChartRequest { catalog, warehouse, metric, period, basis, agency: None, kind };
        for ending in ["svg", "png"] {
            let out = charts.join(format!("{id}-{period}-{name}.{ending}"));
            if chart::write_chart(&picture, ImageSize::Usual, &out)? {
                print_data(out.display());
            }
        }
    }
    Ok(())
}
