//! The settings a running server goes by: those it was started with, with what was changed since of sending.

use std::sync::Arc;

use parking_lot::{Mutex, MutexGuard, RwLock};

use crate::catalog::settings::ProgramSettings;

/// Holds the settings that go out from now on; whoever is at work finishes by those they began with.
#[derive(Debug, Default)]
pub struct LiveSettings {
    held: RwLock<Arc<ProgramSettings>>,
    turn: Mutex<()>,
}

impl LiveSettings {
    /// Begins with the settings of the start.
    pub fn new(settings: ProgramSettings) -> Self {
        Self { held: RwLock::new(Arc::new(settings)), turn: Mutex::default() }
    }

    /// Returns the settings of now.
    pub fn current(&self) -> Arc<ProgramSettings> {
        Arc::clone(&self.held.read())
    }

    /// Waits until nobody else changes the file; it is free again when the guard is dropped.
    pub fn begin_change(&self) -> MutexGuard<'_, ()> {
        self.turn.lock()
    }

    /// Takes up what is said of the office's own agency and of the inbox.
    pub fn take_up_office(&self, changed: ProgramSettings) {
        let mut held = self.held.write();
        let settings = ProgramSettings {
            scope: changed.scope,
            inbox: changed.inbox,
            file: changed.file,
            ..ProgramSettings::clone(&held)
        };
        *held = Arc::new(settings);
    }

    /// Takes up what is said of sending: mail, ways, contacts, schedules, alerts. All else holds from the next start.
    pub fn take_up_sending(&self, changed: ProgramSettings) {
        let mut held = self.held.write();
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
