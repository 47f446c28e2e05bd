//! The samples on pages of their own, in a data folder of their own: what is invented is never counted with what is an office's.

use std::{
    net::{Ipv4Addr, SocketAddr},
    panic::resume_unwind,
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
    domain::source::Source,
    ingest::{Export, IngestError, archive::Archive},
    pipeline::{IngestOverrides, PipelineError, PipelineRun},
    sample::{self, SamplePlan},
    web::{self, DemoPages, ServedSite},
};

/// Where exports of the demo lie in its data folder.
const SAMPLES: &str = "samples";

/// The commune of 2026: its plan, and its data folder inside that of the district.
pub const COMMUNE: (&str, &str) = ("xa_van_quan_2026", "xa-2026");

/// Where the samples are served by this process, once they are.
static SERVED: Mutex<Vec<DemoPages>> = Mutex::new(Vec::new());

/// Takes the samples into a folder beside the data and serves them on this machine alone, for as long as the process lives; returns the
/// addresses of the pages. Who asks again is told the same addresses.
pub fn open_demo(catalog: &Catalog, data: &Path) -> miette::Result<Vec<DemoPages>> {
    let mut served = SERVED.lock();
    if served.is_empty() {
        let folder = demo_folder(data);
        *served = thread::scope(|scope| {
            let district = scope.spawn(|| open_office(catalog, (PLAN, &folder)));
            let commune = open_office(catalog, (COMMUNE.0, &folder.join(COMMUNE.1)));
            let district = district.join().unwrap_or_else(|panic| resume_unwind(panic));
            district.and_then(|district| Ok(vec![district, commune?]))
        })?;
    }
    Ok(served.clone())
}

fn open_office(catalog: &Catalog, (plan, folder): (&str, &Path)) -> miette::Result<DemoPages> {
    let plan = take_samples(catalog, (plan, folder))?;
    Ok(DemoPages { name: plan.name, address: serve_office(catalog.clone(), folder)? })
}

/// Writes the exports of a plan into a data folder and takes them in there without a word.
pub fn take_samples(
    catalog: &Catalog,
    (plan, folder): (&str, &Path),
) -> miette::Result<SamplePlan> {
    let (plan, exports) = write_samples(catalog, (plan, folder))?;
    let mut run = PipelineRun { catalog, data: folder, now: local_now(), progress: &mut |_| {} };
    let (taken, _) = run.ingest(&exports, &invented())?;
    taken.into_iter().try_for_each(|(_, taken)| taken.map(drop))?;
    Ok(plan)
}

/// Serves a data folder on a thread and a port of its own; returns the address of its pages.
pub fn serve_office(catalog: Catalog, folder: &Path) -> miette::Result<String> {
    // By no office's settings: nothing that is invented is sent to anybody.
    serve_aside(ServedSite::new(catalog, ProgramSettings::default(), folder, local_now)?)
}

/// What is said of the exports: that they are invented.
pub fn invented() -> IngestOverrides {
    IngestOverrides { is_invented: true, ..IngestOverrides::default() }
}

/// Writes the exports of a plan into a data folder; refuses one that holds exports of an office or of another plan.
pub fn write_samples(
    catalog: &Catalog,
    (plan, folder): (&str, &Path),
) -> miette::Result<(SamplePlan, Vec<PathBuf>)> {
    let plan = SamplePlan::load_plan(&catalog.content, plan)?;
    ensure_own_folder(folder, &plan)?;
    let exports = sample::write_exports(&catalog.content, &plan, &folder.join(SAMPLES), None, 1)?;
    Ok((plan, exports))
}

/// Refuses a folder that holds exports of an office or samples of another plan, before anything is written. What programs of before invented
/// there is marked as such.
fn ensure_own_folder(folder: &Path, plan: &SamplePlan) -> miette::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    let archive = Archive::open_in(folder)?;
    let sources = archive.list_sources()?;
    let (marked, unmarked): (Vec<_>, Vec<_>) =
        sources.into_iter().partition(|source| source.is_invented);
    if let Some(other) = marked.into_iter().find(|source| !plan.names_file(&source.file_name)) {
        let (path, file) = (folder.display().to_string(), other.file_name);
        return Err(PipelineError::from(IngestError::OtherSamples { path, file }).into());
    }
    for source in &unmarked {
        let sample = folder.join(SAMPLES).join(&source.file_name);
        if !sample.exists() || Export::from_path(&sample).compute_sha256()? != source.sha256 {
            let (path, file) = (folder.display().to_string(), source.file_name.clone());
            return Err(PipelineError::from(IngestError::BesideExports { path, file }).into());
        }
    }
    for source in unmarked {
        archive.replace_note(&Source { is_invented: true, ..source })?;
    }
    Ok(())
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
