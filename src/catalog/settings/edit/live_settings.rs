//! The settings a running server goes by: those it was started with, with what was changed since of sending.

use std::sync::Arc;

use parking_lot::RwLock;

use crate::catalog::settings::ProgramSettings;

/// Holds the settings that go out from now on; whoever is at work finishes by those they began with.
#[derive(Debug, Default)]
pub struct LiveSettings(RwLock<Arc<ProgramSettings>>);

impl LiveSettings {
    /// Begins with the settings of the start.
    pub fn new(settings: ProgramSettings) -> Self {
        Self(RwLock::new(Arc::new(settings)))
    }

    /// Returns the settings of now.
    pub fn current(&self) -> Arc<ProgramSettings> {
        Arc::clone(&self.0.read())
    }

    /// Takes up what is said of sending: mail, ways, contacts, schedules, alerts. All else holds from the next start.
    pub fn take_up_sending(&self, changed: ProgramSettings) {
        let mut held = self.0.write();
        let settings = ProgramSettings {
            mail: changed.mail,
            webhooks: changed.webhooks,
            folders: changed.folders,
            contacts: changed.contacts,
            schedules: changed.schedules,
            alerts: changed.alerts,
            file: changed.file,
            ..ProgramSettings::clone(&held)
        };
        *held = Arc::new(settings);
    }
}
