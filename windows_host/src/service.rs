use std::{
    ffi::OsString,
    io,
    sync::{Arc, Mutex, OnceLock},
    time::Duration,
};

use windows_service::{
    define_windows_service,
    service::{
        ServiceControl, ServiceControlAccept, ServiceExitCode, ServiceState, ServiceStatus,
        ServiceType,
    },
    service_control_handler::{ServiceControlHandlerResult, ServiceStatusHandle, register},
    service_dispatcher,
};

/// Bringing an old data folder up to date begins with a backup of it.
const STARTING: Duration = Duration::from_mins(10);
/// What is under way is finished, or given up.
const STOPPING: Duration = Duration::from_mins(2);

type ServiceWork = Box<dyn FnOnce(ServiceReport) -> bool + Send>;

struct PlannedService {
    name: String,
    stop: Box<dyn Fn() + Send>,
    work: ServiceWork,
}

/// What is to be done, from when the dispatcher is started to when the system asks for it.
static PLANNED: Mutex<Option<PlannedService>> = Mutex::new(None);

/// Tells the system how far the service is.
pub struct ServiceReport(Arc<OnceLock<ServiceStatusHandle>>);

impl ServiceReport {
    /// The service does what it is there for.
    pub fn tell_running(&self) {
        self.tell(ServiceState::Running, Duration::ZERO, ServiceExitCode::NO_ERROR);
    }

    fn tell(&self, state: ServiceState, hint: Duration, exit_code: ServiceExitCode) {
        let Some(handle) = self.0.get() else { return };
        let controls_accepted = match state {
            ServiceState::Running => ServiceControlAccept::STOP | ServiceControlAccept::SHUTDOWN,
            _ => ServiceControlAccept::empty(),
        };
        // A system that does not listen ends the process, which leaves nothing half done.
        let _ = handle.set_service_status(ServiceStatus {
            service_type: ServiceType::OWN_PROCESS,
            current_state: state,
            controls_accepted,
            exit_code,
            checkpoint: 0,
            wait_hint: hint,
            process_id: None,
        });
    }
}

/// Does `work` as the service of that name until it is done; `stop` is called when the system wants it to end. Fails where the process was
/// not started by the system's service manager.
pub fn run_service(
    name: &str,
    stop: impl Fn() + Send + 'static,
    work: impl FnOnce(ServiceReport) -> bool + Send + 'static,
) -> io::Result<()> {
    let planned =
        PlannedService { name: name.to_owned(), stop: Box::new(stop), work: Box::new(work) };
    *lock_planned() = Some(planned);
    service_dispatcher::start(name, begin_service).map_err(|error| match error {
        windows_service::Error::Winapi(error) => error,
        other => io::Error::other(other),
    })
}

fn lock_planned() -> std::sync::MutexGuard<'static, Option<PlannedService>> {
    PLANNED.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

define_windows_service!(begin_service, do_service);

fn do_service(_: Vec<OsString>) {
    let Some(PlannedService { name, stop, work }) = lock_planned().take() else { return };
    let handle = Arc::new(OnceLock::new());
    let heard = ServiceReport(Arc::clone(&handle));
    let registered = register(name, move |control| match control {
        ServiceControl::Stop | ServiceControl::Shutdown => {
            heard.tell(ServiceState::StopPending, STOPPING, ServiceExitCode::NO_ERROR);
            stop();
            ServiceControlHandlerResult::NoError
        }
        ServiceControl::Interrogate => ServiceControlHandlerResult::NoError,
        _ => ServiceControlHandlerResult::NotImplemented,
    });
    let Ok(registered) = registered else { return };
    let _ = handle.set(registered);
    let report = ServiceReport(Arc::clone(&handle));
    report.tell(ServiceState::StartPending, STARTING, ServiceExitCode::NO_ERROR);
    let ended = if work(ServiceReport(Arc::clone(&handle))) {
        ServiceExitCode::NO_ERROR
    } else {
        ServiceExitCode::ServiceSpecific(1)
    };
    report.tell(ServiceState::Stopped, Duration::ZERO, ended);
}
