use std::{
    fmt,
    net::SocketAddr,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Arc,
    time::Duration,
};

use clap::Args;
use tokio::sync::Notify;

use super::{
    super::{
        CommandOutcome,
        archive::archive_watch::watch_archive,
        command_error::CommandError,
        help::spoken::say,
        intake::build,
        options::{DataFolder, local_now},
        output::{program_log::log_to_file, say::print_message},
    },
    follow_watch::{begin_version_work, prepare_node},
    inbox_watch::{ensure_outside, say_watched, watch_inbox},
    run_due,
    running_server::{FolderServer, browser_address, find_free_address},
    works::PipelineRunner,
};
use crate::{
    backup::is_upgrade_due,
    catalog::{
        Catalog, CatalogVersions,
        settings::{ProgramSettings, edit::LiveSettings},
    },
    ingest::fetch::FetchEnvironment,
    pipeline::{DueWork, sweep_at_start},
    state::StateDatabase,
    web::{self, AccessLog, ConnectionLimits, DailyFile, ServedSite, raise_file_limit},
};

/// Where pages are served unless it is said otherwise.
pub const USUAL_ADDRESS: &str = "127.0.0.1:8686";

/// Serve the dashboards, charts and the API; opens what is published while it runs
#[derive(Debug, Args)]
pub struct ServeCommand {
    /// Where to listen
    #[arg(long, value_name = "ADDRESS", default_value = USUAL_ADDRESS)]
    listen: SocketAddr,

    /// Open the browser on it; on the next free port where another program has this one, and on what serves the folder already
    #[arg(long)]
    open: bool,

    /// Be the service that the installer made, of Windows
    #[arg(long, hide = true)]
    pub service: bool,

    /// Show what an office publishes into this store, and nothing of this machine's own
    #[arg(long, value_name = "STORE", env = "MOTCUA_FOLLOW")]
    follow: Option<String>,

    #[command(flatten)]
    pub data: DataFolder,

    #[arg(skip)]
    pub host: ServerHost,
}

/// Who waits for the server, if anybody does: told when it can be reached, and it may tell it to stop.
#[derive(Clone, Default)]
pub struct ServerHost {
    pub stop: Arc<Notify>,
    pub ready: Option<Arc<dyn Fn() + Send + Sync>>,
}

impl fmt::Debug for ServerHost {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(if self.ready.is_some() { "the system" } else { "nobody" })
    }
}

impl ServeCommand {
    /// Serves pages by the office's settings until it is told to stop.
    pub fn run(self, catalog: Catalog, config: Option<&Path>) -> miette::Result<CommandOutcome> {
        let settings = ProgramSettings::load_file(config)?;
        settings.check_content(&catalog)?;
        self.serve_by(catalog, settings)
    }

    /// Serves pages of a folder on an address, by no office's settings: nothing goes out to anybody.
    pub fn serve_alone(
        catalog: Catalog,
        (data, listen): (DataFolder, SocketAddr),
    ) -> miette::Result<CommandOutcome> {
        let host = ServerHost::default();
        let command = Self { listen, open: false, service: false, follow: None, data, host };
        command.serve_by(catalog, ProgramSettings::default())
    }

    /// Serves pages until it is told to stop; watches the inbox and sends what is due beside that, where the settings say so.
    fn serve_by(
        self,
        catalog: Catalog,
        settings: ProgramSettings,
    ) -> miette::Result<CommandOutcome> {
        let server = FolderServer::find_patiently(&self.data.path);
        if let FolderServer::Other(address) = &server
            && self.open
        {
            let link = web::find_link(&self.data.path, address);
            open_browser(link.as_ref().unwrap_or(address));
            return Ok(CommandOutcome::Done);
        }
        if matches!(server, FolderServer::Held) {
            let folder = self.data.path.display().to_string();
            return Err(CommandError::FolderHeld { folder }.into());
        }
        let listen = if self.open { find_free_address(self.listen) } else { self.listen };
        let settings = Arc::new(settings);
        // A connector that is described on a page is there for all that goes on beside the pages too.
        let (catalog, follower) = prepare_node(&self.data.path, self.follow.as_deref(), catalog)?;
        StateDatabase::open_or_read(&self.data.path)?.verify()?;
        // A folder of an older program that could not be backed up is only shown.
        let is_written = !is_upgrade_due(&self.data.path)?;
        if is_written {
            sweep_at_start(&self.data.path, local_now());
        }
        // A node takes nothing in and sends nothing: the office does.
        let is_written = is_written && follower.is_none();
        if let Some(inbox) = settings.inbox.as_ref().filter(|_| is_written) {
            ensure_outside(&inbox.folder, &self.data.path)?;
            say_watched(inbox);
        }
        let sending = Arc::new(LiveSettings::new(ProgramSettings::clone(&settings)));
        if is_written {
            begin_office_work(&catalog, &self.data.path, (&settings, &sending))?;
        }
        begin_version_work((&catalog, &settings), &self.data.path, (follower.as_ref(), is_written));
        if is_written {
            build::refresh_in_background(catalog.clone(), self.data.path.clone());
        }
        let runtime = tokio::runtime::Runtime::new();
        let runtime = runtime.map_err(|error| CommandError::of_system(&error))?;
        let scheme = if settings.serve.has_tls() { "https" } else { "http" };
        if scheme == "http" && !settings.serve.behind_proxy && !listen.ip().is_loopback() {
            print_message(say("serve.no_tls", &[]));
        }
        let pipeline = PipelineRunner {
            catalog: catalog.clone(),
            data: self.data.path.clone(),
            settings: Arc::clone(&sending),
        };
        let mut site = ServedSite::new(
            catalog,
            ProgramSettings::clone(&settings),
            &self.data.path,
            local_now,
        )?;
        site.sending = sending;
        site.follower = follower;
        site.stop = Arc::clone(&self.host.stop);
        site.connections = ConnectionLimits::for_files(raise_file_limit());
        if is_written {
            site.works = Some(Arc::new(pipeline));
        }
        if settings.log.access {
            site.access_log = Some(AccessLog::new(&self.data.path, &settings.log, local_now));
        }
        if settings.log.program {
            let (folder, keep_days) = (self.data.path.join("log"), settings.log.keep_days.get());
            log_to_file(DailyFile::new(folder, "motcua", keep_days, local_now));
        }
        // Who may set it up is who may read its folder or its console, not every user of the machine. Of a state that lost its users nobody.
        let is_first = site.awaits_first_run(site.has_users().unwrap_or(true));
        let first_run_key = is_first.then(|| site.first_run.secret().to_owned());
        let ready = |address| {
            let shown = browser_address(scheme, address);
            server.note_address(&self.data.path, &shown);
            let link = first_run_key.as_ref().map(|key| web::make_link(&shown, key));
            note_first_run_link(&self.data.path, link.as_deref());
            let address = format!("{scheme}://{address}");
            print_message(say("serve.ready", &[("address", &address)]));
            if let Some(link) = &link {
                print_message(say("serve.first_run", &[("link", link)]));
            }
            if self.open {
                open_browser(link.as_ref().unwrap_or(&shown));
            }
            if let Some(tell_ready) = &self.host.ready {
                tell_ready();
            }
        };
        runtime.block_on(web::serve(site, listen, ready))?;
        Ok(CommandOutcome::Done)
    }
}

/// Opens the browser; where there is none the address has been said.
fn open_browser(address: &str) {
    if let Err(error) = open::that_detached(address) {
        tracing::warn!(error = %error, "the browser could not be opened");
    }
}

/// Writes the link that opens the page of the first run, or removes that of an earlier run where there is no such page.
fn note_first_run_link(data: &Path, link: Option<&str>) {
    let Some(link) = link else { return web::forget_link(data) };
    if let Err(error) = web::write_link(data, link) {
        tracing::error!(error = %error, "the link to the page of the first run could not be written");
    }
}

/// Between two looks at what is due; a pattern knows no less than a minute.
const MINUTE: Duration = Duration::from_mins(1);

/// Begins what is done beside the pages: the inbox, what is due, the nightly backup, the store of the archive.
fn begin_office_work(
    catalog: &CatalogVersions,
    data: &Path,
    (settings, sending): (&Arc<ProgramSettings>, &Arc<LiveSettings>),
) -> miette::Result<()> {
    DueWork::check(settings)?;
    {
        let (catalog, data, settings) = (catalog.clone(), data.to_owned(), Arc::clone(sending));
        std::thread::spawn(move || watch_inbox(&catalog, &data, &settings));
    }
    {
        let (catalog, data, sending) = (catalog.clone(), data.to_owned(), Arc::clone(sending));
        std::thread::spawn(move || send_due_work(&catalog, &data, &sending));
    }
    if settings.backup.is_some() {
        let (catalog, data, settings) = (catalog.clone(), data.to_owned(), Arc::clone(settings));
        std::thread::spawn(move || back_up_nightly(&catalog, &data, &settings));
    }
    watch_archive(catalog.clone(), data.to_owned());
    Ok(())
}

/// Makes and sends what is due, for as long as the server runs, by the settings and the content of then.
fn send_due_work(catalog: &CatalogVersions, data: &Path, sending: &LiveSettings) {
    let outside = FetchEnvironment::from_system();
    loop {
        let settings = sending.current();
        let mut due = DueWork::new((catalog.current(), &settings), data, &outside, &local_now);
        let is_unchanged = || Arc::ptr_eq(&settings, &sending.current());
        while is_unchanged() {
            due.catalog = catalog.current();
            if settings.has_ways_out() {
                send_what_is_due(&due);
            }
            wait_while(MINUTE, is_unchanged);
        }
    }
}

/// Waits so long, or until something is otherwise.
fn wait_while(most: Duration, holds: impl Fn() -> bool) {
    let until = std::time::Instant::now() + most;
    while holds() && std::time::Instant::now() < until {
        std::thread::sleep(Duration::from_secs(1));
    }
}

fn send_what_is_due(due: &DueWork) {
    // One report that cannot be made must not end all sending until somebody starts the server anew.
    match catch_unwind(AssertUnwindSafe(|| due.run())) {
        Ok(Ok(done)) if done.is_empty() => {}
        Ok(Ok(done)) => run_due::summary_lines(&done).into_iter().for_each(print_message),
        Ok(Err(error)) => tracing::error!(error = %error, "what is due could not be sent"),
        Err(_) => tracing::error!("sending broke off; it begins anew in a minute"),
    }
}

/// Makes the backup of each night, for as long as the server runs. On a thread of its own: what is to be sent does not wait for it.
fn back_up_nightly(catalog: &CatalogVersions, data: &Path, settings: &ProgramSettings) {
    loop {
        let made = || run_due::back_up_when_due(catalog.current(), data, settings, local_now());
        match catch_unwind(AssertUnwindSafe(made)) {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::error!(error = %error, "the backup could not be made"),
            Err(_) => tracing::error!("the backup broke off; it begins anew in a while"),
        }
        std::thread::sleep(MINUTE);
    }
}
