//! What only the machine and its network can tell; tests stand in for it.

use std::{io, num::NonZeroU16, path::Path};

use crate::{
    catalog::settings::{ProgramSettings, login::OidcSettings, sending::MailSettings},
    delivery::sending::channel::PostOffice,
    ingest::fetch::{FetchEnvironment, identity::greet_identity_server},
};

/// A mail server that takes longer to greet is told of as one that cannot be reached.
const MAIL_SECONDS: u16 = 5;

type MeasureDisk = Box<dyn Fn(&Path) -> io::Result<u64> + Send + Sync>;
type GreetMail = Box<dyn Fn(&MailSettings) -> Result<(), String> + Send + Sync>;
type GreetLogin = Box<dyn Fn(&OidcSettings, &ProgramSettings) -> Result<(), String> + Send + Sync>;

/// Asks the machine and the network.
pub struct MachineProbe {
    /// Bytes that are free for this account on the disk of a folder.
    pub measure_free: MeasureDisk,
    /// Connects to the mail server, greets it, logs in where that is set, and leaves; an error is a sentence.
    pub greet_mail: GreetMail,
    /// Asks the server people log in at who it is; an error is a sentence.
    pub greet_login: GreetLogin,
}

impl MachineProbe {
    /// Asks the machine this program runs on.
    pub fn from_system() -> Self {
        Self {
            measure_free: Box::new(|folder| fs4::available_space(folder)),
            greet_mail: Box::new(greet_server),
            greet_login: Box::new(|oidc, settings| {
                greet_identity_server(oidc, settings, FetchEnvironment::from_system())
                    .map_err(|error| error.to_string())
            }),
        }
    }
}

fn greet_server(settings: &MailSettings) -> Result<(), String> {
    let shortest = NonZeroU16::new(MAIL_SECONDS).map(|most| most.min(settings.timeout_seconds));
    let mut settings = settings.clone();
    settings.timeout_seconds = shortest.unwrap_or(settings.timeout_seconds);
    let office = PostOffice::new(&settings, &FetchEnvironment::from_system());
    office.map_err(|error| error.to_string())?.greet_server()
}
