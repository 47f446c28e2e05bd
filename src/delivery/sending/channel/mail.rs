//! SMTP, one message and one recipient at a time.
//!
//! Invariant: the content goes out only after it is noted that it does; whatever breaks before its last line is known not to have arrived.

use std::{cell::Cell, time::Duration};

use lettre::{
    message::Mailbox,
    transport::smtp::{
        Error,
        authentication::{Credentials, Mechanism},
        client::{SmtpConnection, TlsParameters},
        commands::{Data, Mail, Rcpt},
        extension::ClientId,
    },
};

use super::{
    contract::{OutgoingMessage, SendOutcome},
    mail_message::{address, message},
};
use crate::{
    catalog::settings::sending::{MailSettings, SmtpSecurity},
    delivery::DeliveryError,
    domain::fault_point::FaultPoint,
    ingest::fetch::{FetchEnvironment, read_secret},
};

/// Sends mail over SMTP, with a connection for each message.
pub struct PostOffice {
    host: String,
    port: u16,
    tls: SmtpSecurity,
    /// Reading the certificates of the system takes longer than all else: who needs none reads none.
    parameters: Option<TlsParameters>,
    /// A password that cannot be read is a problem of each attempt, not of the program.
    credentials: Result<Option<Credentials>, String>,
    from: Mailbox,
    timeout: Duration,
}

/// The content is written so much at a time.
const PIECE: usize = 64 << 10;

impl PostOffice {
    /// Makes the sender from the settings. Fails where TLS cannot be set up or the sender's address
    /// cannot be read.
    pub fn new(settings: &MailSettings, outside: &FetchEnvironment) -> Result<Self, DeliveryError> {
        let way = |problem: String| DeliveryError::Way {
            way: "[mail]".into(),
            problem,
            hint: "see [mail] in motcua.toml".into(),
        };
        let parameters = (settings.tls != SmtpSecurity::None)
            .then(|| TlsParameters::new(settings.host.clone()))
            .transpose()
            .map_err(|error| way(format!("TLS cannot be set up: {error}")))?;
        let credentials = match (&settings.user, &settings.password) {
            (Some(user), Some(from)) => read_secret(from, outside.variable)
                .map(|text| Some(Credentials::new(user.clone(), text.trim_end().to_owned())))
                .map_err(|problem| problem.to_string()),
            _ => Ok(None),
        };
        Ok(Self {
            host: settings.host.clone(),
            port: settings.effective_port(),
            tls: settings.tls,
            parameters,
            credentials,
            from: address(settings.from.get_ref()).map_err(way)?,
            timeout: Duration::from_secs(u64::from(settings.timeout_seconds.get())),
        })
    }

    /// Sends one message to one recipient; the outcome says whether it may be tried again.
    pub fn send_mail(&self, sending: &OutgoingMessage) -> SendOutcome {
        let to = match address(&sending.delivery.address) {
            Ok(to) => to.email,
            Err(problem) => return SendOutcome::Never(problem),
        };
        let content = match message(&self.from, sending.delivery, sending.parcel) {
            Ok(content) => content,
            Err(problem) => return SendOutcome::Never(problem),
        };
        let connected = FaultPoint::MailConnect.pass().map_err(|error| error.to_string());
        let mut server = match connected.and_then(|()| self.connect_server()) {
            Ok(server) => server,
            Err(problem) => return SendOutcome::Again(problem),
        };
        let from = Some(self.from.email.clone());
        let asked = (server.command(Mail::new(from, Vec::new())))
            .and_then(|_| server.command(Rcpt::new(to, Vec::new())))
            .and_then(|_| server.command(Data));
        if let Err(error) = asked {
            server.abort();
            return refusal_outcome(&error);
        }
        if !(sending.begin)() {
            // The connection goes without the line that would end the mail: nothing arrives.
            server.abort();
            return SendOutcome::NotOurs;
        }
        if let Err(error) = FaultPoint::MailContent.pass() {
            server.abort();
            return SendOutcome::Again(error.to_string());
        }
        let is_written = Cell::new(false);
        let pieces = content.chunks(PIECE).map(Some).chain([None]).map_while(|piece| {
            is_written.set(piece.is_none());
            piece
        });
        match server.message_iter(pieces) {
            Ok(_) => {
                if let Err(error) = FaultPoint::MailTaken.pass() {
                    return SendOutcome::Unknown(error.to_string());
                }
                let _ = server.quit();
                SendOutcome::Sent
            }
            Err(error) => {
                server.abort();
                if error.status().is_none() && is_written.get() {
                    return SendOutcome::Unknown(describe_error(&error));
                }
                refusal_outcome(&error)
            }
        }
    }

    /// Connects, is let in, and leaves without sending anything; an error is a sentence.
    pub fn greet_server(&self) -> Result<(), String> {
        let mut server = self.connect_server()?;
        // Whether it says goodbye is no matter.
        let _ = server.quit();
        Ok(())
    }

    /// Connected, behind TLS unless told otherwise, and let in.
    fn connect_server(&self) -> Result<SmtpConnection, String> {
        let credentials = self.credentials.as_ref().map_err(Clone::clone)?;
        let name = ClientId::Domain(self.from.email.domain().to_owned());
        let wrapped = self.parameters.as_ref().filter(|_| self.tls == SmtpSecurity::Tls);
        let place = (self.host.as_str(), self.port);
        let failed =
            |error: Error| format!("{}:{}: {}", self.host, self.port, describe_error(&error));
        let mut server = SmtpConnection::connect(place, Some(self.timeout), &name, wrapped, None)
            .map_err(failed)?;
        if let Some(parameters) = &self.parameters
            && self.tls == SmtpSecurity::Starttls
        {
            server.starttls(parameters, &name).map_err(failed)?;
        }
        if let Some(credentials) = credentials {
            server.auth(&[Mechanism::Plain, Mechanism::Login], credentials).map_err(failed)?;
        }
        Ok(server)
    }
}

/// A no that stands is of the recipient or of the mail; any other may pass.
fn refusal_outcome(error: &Error) -> SendOutcome {
    if error.is_permanent() {
        SendOutcome::Never(describe_error(error))
    } else {
        SendOutcome::Again(describe_error(error))
    }
}

/// With what lies beneath: `network error` alone helps nobody.
fn describe_error(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let beneath = inner.to_string();
        if !text.contains(&beneath) {
            text = format!("{text}: {beneath}");
        }
        cause = inner.source();
    }
    text
}
