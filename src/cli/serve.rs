use std::net::SocketAddr;

use clap::Args;
use miette::IntoDiagnostic;

use super::{Outcome, options::DataFolder, report::say};
use crate::{catalog::Catalog, web};

/// Serve the dashboards, charts and the API; opens what is published while it runs
#[derive(Debug, Args)]
pub struct Serve {
    /// Where to listen
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8686")]
    listen: SocketAddr,

    #[command(flatten)]
    data: DataFolder,
}

impl Serve {
    pub fn run(self, catalog: Catalog) -> miette::Result<Outcome> {
        let runtime = tokio::runtime::Runtime::new().into_diagnostic()?;
        let ready = |address| say(format!("Serving on http://{address}, Ctrl-C stops it"));
        runtime.block_on(web::serve(catalog, &self.data.path, self.listen, ready))?;
        Ok(Outcome::Done)
    }
}
