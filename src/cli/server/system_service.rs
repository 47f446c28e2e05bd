//! The server as a service of Windows.

use std::{path::Path, process::ExitCode};

use super::{super::command_error::CommandError, serve::ServerHost};

/// Works as the service that the installer made, until the system tells it to stop; its log and its settings lie in these places. Fails
/// where somebody else than the system started it, and on every other system.
pub fn run(
    data: &Path,
    config: Option<&Path>,
    work: impl FnOnce(ServerHost) -> ExitCode + Send + 'static,
) -> Result<(), CommandError> {
    #[cfg(windows)]
    return windows::run(data, config, work);
    #[cfg(not(windows))]
    {
        let _ = (data, config, work);
        Err(CommandError::NoService)
    }
}

#[cfg(windows)]
mod windows {
    use std::{path::Path, process::ExitCode, sync::Arc};

    use tokio::sync::Notify;

    use super::{CommandError, ServerHost};
    use crate::{
        cli::{options::local_now, output::program_log::log_to_file},
        web::DailyFile,
    };

    /// What the installer calls the service.
    const SERVICE: &str = "motcua";

    /// For how many days its log is kept until the settings are read.
    const KEEP_DAYS: u16 = 30;

    /// Works until the service manager says otherwise.
    pub fn run(
        data: &Path,
        config: Option<&Path>,
        work: impl FnOnce(ServerHost) -> ExitCode + Send + 'static,
    ) -> Result<(), CommandError> {
        // A service begins in the system's own folder; what the settings name lies beside them.
        if let Some(folder) = config.and_then(Path::parent) {
            let failed = |error| CommandError::of_file(folder, &error);
            std::env::set_current_dir(folder).map_err(failed)?;
        }
        // Nobody sees what it says: without a log nobody could tell why it does not start.
        log_to_file(DailyFile::new(data.join("log"), SERVICE, KEEP_DAYS, local_now));
        let stop = Arc::<Notify>::default();
        let told = Arc::clone(&stop);
        let serve = move |report: windows_host::ServiceReport| {
            let ready = Some(Arc::new(move || report.tell_running()) as _);
            work(ServerHost { stop, ready }) == ExitCode::SUCCESS
        };
        windows_host::run_service(SERVICE, move || told.notify_one(), serve)
            .map_err(|error| CommandError::of_system(&error))
    }
}
