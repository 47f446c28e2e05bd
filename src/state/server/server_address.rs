//! What a connection string says, and what is made of it. It is a secret: only host and database are ever shown.

use std::{fmt, time::Duration};

use rustls_platform_verifier::ConfigVerifierExt;
use tokio_postgres::{
    Config,
    config::{Host, SslMode, TargetSessionAttrs},
};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::state::connection::patience::PATIENCE;

/// Holds where a server is and how it is asked.
#[derive(Clone)]
pub struct ServerAddress {
    config: Config,
    /// `None` where nothing is encrypted.
    encryption: Option<MakeRustlsConnect>,
}

/// Tells what is wrong with a connection string, without repeating it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressFault {
    /// It is none.
    NotRead,
    NoHost,
    NoDatabase,
    /// This machine knows no certificate to trust.
    NoTrust,
}

impl AddressFault {
    /// Names the phrase that tells it.
    pub fn id(self) -> &'static str {
        match self {
            Self::NotRead => "state.address.not_read",
            Self::NoHost => "state.address.no_host",
            Self::NoDatabase => "state.address.no_database",
            Self::NoTrust => "state.address.no_trust",
        }
    }
}

impl ServerAddress {
    /// Reads a connection string, as an address or as `host=… dbname=…`. What goes over a network is encrypted and the server's name held against
    /// its certificate, unless the string itself says `sslmode=disable`.
    pub fn parse(text: &str) -> Result<Self, AddressFault> {
        let mut config: Config = text.trim().parse().map_err(|_| AddressFault::NotRead)?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(AddressFault::NoHost);
        }
        if config.get_dbname().is_none_or(str::is_empty) {
            return Err(AddressFault::NoDatabase);
        }
        let is_near = config.get_hostaddrs().is_empty() && config.get_hosts().iter().all(is_near);
        if config.get_ssl_mode() == SslMode::Prefer {
            config.ssl_mode(if is_near { SslMode::Disable } else { SslMode::Require });
        }
        config
            .application_name("motcua")
            // A standby holds what was true a while ago: who was shut out would be let in.
            .target_session_attrs(TargetSessionAttrs::ReadWrite)
            .connect_timeout(PATIENCE)
            .tcp_user_timeout(2 * PATIENCE)
            .keepalives_idle(2 * PATIENCE)
            .keepalives_interval(Duration::from_secs(5))
            .keepalives_retries(3);
        let is_encrypted = config.get_ssl_mode() != SslMode::Disable;
        let encryption = is_encrypted.then(make_encryption).transpose();
        let encryption = encryption.map_err(|_| AddressFault::NoTrust)?;
        Ok(Self { config, encryption })
    }

    /// Returns what the driver connects by.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Returns what encrypts connections; `None` where nothing does.
    pub fn encryption(&self) -> Option<MakeRustlsConnect> {
        self.encryption.clone()
    }

    /// Names host and database, and nothing else of the string.
    pub fn shown(&self) -> String {
        let host = self.config.get_hosts().first().map(|host| match host {
            Host::Tcp(name) => name.clone(),
            #[cfg(unix)]
            Host::Unix(folder) => folder.display().to_string(),
        });
        let host = host.or_else(|| self.config.get_hostaddrs().first().map(ToString::to_string));
        let database = self.config.get_dbname().unwrap_or_default();
        format!("PostgreSQL {}/{database}", host.unwrap_or_default())
    }
}

impl fmt::Debug for ServerAddress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.shown())
    }
}

fn is_near(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            name == "localhost" || name.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

/// By the certificates this machine trusts, as mail and requests are.
fn make_encryption() -> Result<MakeRustlsConnect, rustls::Error> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    Ok(MakeRustlsConnect::new(rustls::ClientConfig::with_platform_verifier()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::an_address("postgresql://motcua:b%40t@db.tinh.example.vn/motcua", SslMode::Require)]
    #[case::words(
        "host=db.tinh.example.vn user=motcua password='b t' dbname=motcua",
        SslMode::Require
    )]
    #[case::said_plain(
        "postgres://motcua:x@db.tinh.example.vn/motcua?sslmode=disable",
        SslMode::Disable
    )]
    #[case::near("host=127.0.0.1 dbname=motcua user=motcua", SslMode::Disable)]
    #[case::near_but_asked("host=localhost dbname=motcua sslmode=require", SslMode::Require)]
    fn what_goes_over_a_network_is_encrypted(#[case] text: &str, #[case] mode: SslMode) {
        let address = ServerAddress::parse(text).expect("read");
        assert_eq!(address.config().get_ssl_mode(), mode);
        let shown = format!("{address:?}");
        assert!(
            shown.ends_with("/motcua") && !shown.contains("b t") && !shown.contains('@'),
            "{shown}"
        );
    }

    #[rstest]
    #[case::nothing("", AddressFault::NoHost)]
    #[case::no_database("host=db.example.vn user=motcua", AddressFault::NoDatabase)]
    #[case::another_word("host=db dbname=x pasword=y", AddressFault::NotRead)]
    #[case::another_program("mysql://db/motcua", AddressFault::NotRead)]
    fn what_is_no_address_is_told(#[case] text: &str, #[case] fault: AddressFault) {
        assert_eq!(ServerAddress::parse(text).err(), Some(fault));
    }
}
