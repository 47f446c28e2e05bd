//! The samples on pages of their own, in a data folder of their own: what is invented is never counted with what is an office's.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::mpsc,
    thread,
};

use parking_lot::Mutex;

use super::{
    super::{command_error::CommandError, options::local_now, sample::PLAN},
    running_server::browser_address,
};
use crate::{
    catalog::{Catalog, settings::ProgramSettings},
    ingest::archive::Archive,
    pipeline::{IngestOverrides, PipelineRun},
    sample::{self, SamplePlan},
    web::{self, ServedSite},
};

/// Where exports of the demo lie in its data folder.
const SAMPLES: &str = "samples";

/// Where the samples are served by this process, once they are.
static SERVED: Mutex<Option<String>> = Mutex::new(None);

/// Takes the samples into a folder beside the data and serves them on this machine alone, for as long as the process lives; returns the
/// address of the pages. Who asks again is told the same address.
pub fn open_demo(catalog: &Catalog, data: &Path) -> miette::Result<String> {
    let mut served = SERVED.lock();
    if let Some(address) = &*served {
        return Ok(address.clone());
    }
    let folder = demo_folder(data);
    let (_, exports) = write_samples(catalog, &folder)?;
    let mut run = PipelineRun { catalog, data: &folder, now: local_now(), progress: &mut |_| {} };
    let (taken, _) = run.ingest(&exports, &IngestOverrides::default())?;
    taken.into_iter().try_for_each(|(_, taken)| taken.map(drop))?;
    // By no office's settings: nothing that is invented is sent to anybody.
    let site = ServedSite::new(catalog.clone(), ProgramSettings::default(), &folder, local_now)?;
    let address = serve_aside(site)?;
    *served = Some(address.clone());
    Ok(address)
}

/// Writes the exports of the plan into a data folder; refuses one that holds exports of an office.
pub fn write_samples(
    catalog: &Catalog,
    folder: &Path,
) -> miette::Result<(SamplePlan, Vec<PathBuf>)> {
    ensure_own_folder(folder)?;
    let plan = SamplePlan::load_plan(&catalog.content, PLAN)?;
    let exports = sample::write_exports(&catalog.content, &plan, &folder.join(SAMPLES), None, 1)?;
    Ok((plan, exports))
}

/// Refuses a folder that holds exports of an office: what is invented must not be counted with them.
fn ensure_own_folder(folder: &Path) -> miette::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    let is_invented = |file: &str| folder.join(SAMPLES).join(file).exists();
    let sources = Archive::open_in(folder)?.list_sources()?;
    match sources.iter().find(|source| !is_invented(&source.file_name)) {
        Some(source) => Err(CommandError::DemoBesideExports {
            path: folder.display().to_string(),
            file: source.file_name.clone(),
        }
        .into()),
        None => Ok(()),
    }
}

fn demo_folder(data: &Path) -> PathBuf {
    let whole = std::path::absolute(data).unwrap_or_else(|_| data.to_owned());
    let name = whole.file_name().unwrap_or_default().to_string_lossy().into_owned();
    whole.with_file_name(format!("{name}-mau"))
}

/// Serves a site on a thread and a port of its own; returns its address when it can be reached.
fn serve_aside(site: ServedSite) -> miette::Result<String> {
    let (tell, told) = mpsc::channel();
    let failed = tell.clone();
    let serve = move || -> miette::Result<()> {
        let runtime = tokio::runtime::Runtime::new();
        let runtime = runtime.map_err(|error| CommandError::of_system(&error))?;
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let ready = |address| {
            let _ = tell.send(Ok(browser_address("http", address)));
        };
        Ok(runtime.block_on(web::serve(site, listen, ready))?)
    };
    thread::spawn(move || {
        if let Err(error) = serve() {
            let _ = failed.send(Err(error));
        }
    });
    told.recv()
        .unwrap_or_else(|error| Err(CommandError::of_system(&std::io::Error::other(error)).into()))
}
