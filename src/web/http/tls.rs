//! TLS with the office's own certificate, where no proxy speaks it.

use std::{io, net::SocketAddr, path::Path, sync::Arc, time::Duration};

use rustls::{
    ServerConfig,
    crypto::ring::default_provider,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::mpsc,
    time::timeout,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

use super::super::ServeError;
use crate::catalog::settings::serve::ServeSettings;

/// Who has not greeted by then is let go.
const GREETING: Duration = Duration::from_secs(10);
/// Connections that greeted and wait to be served.
const WAITING: usize = 64;

/// `None` where no certificate is named.
pub fn load_acceptor(settings: &ServeSettings) -> Result<Option<TlsAcceptor>, ServeError> {
    let (Some(certificate), Some(key)) = (&settings.certificate, &settings.key) else {
        return Ok(None);
    };
    let failed = |file: &Path, problem: String| ServeError::Tls {
        file: file.display().to_string(),
        problem,
    };
    let of_chain = |error: rustls::pki_types::pem::Error| failed(certificate, error.to_string());
    let chain: Vec<CertificateDer> = CertificateDer::pem_file_iter(certificate)
        .map_err(of_chain)?
        .collect::<Result<_, _>>()
        .map_err(of_chain)?;
    let private =
        PrivateKeyDer::from_pem_file(key).map_err(|error| failed(key, error.to_string()))?;
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, private))
        .map_err(|error| failed(certificate, error.to_string()))?;
    Ok(Some(TlsAcceptor::from(Arc::new(config))))
}

/// Hands out connections that have greeted; a slow or a wrong greeting keeps nobody else waiting.
pub struct TlsListener {
    greeted: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    address: io::Result<SocketAddr>,
}

impl TlsListener {
    /// Makes a listener that greets each connection in a task of its own, for at most ten seconds.
    pub fn new(mut listener: TcpListener, acceptor: TlsAcceptor) -> Self {
        let address = listener.local_addr();
        let (sender, greeted) = mpsc::channel(WAITING);
        tokio::spawn(async move {
            loop {
                let (stream, peer) = axum::serve::Listener::accept(&mut listener).await;
                let (acceptor, sender) = (acceptor.clone(), sender.clone());
                tokio::spawn(async move {
                    if let Ok(Ok(stream)) = timeout(GREETING, acceptor.accept(stream)).await {
                        let _ = sender.send((stream, peer)).await;
                    }
                });
            }
        });
        Self { greeted, address }
    }
}

impl axum::serve::Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.greeted.recv().await {
            Some(connection) => connection,
            // The task that sends them ends with the program only.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        let address = self.address.as_ref();
        address.copied().map_err(|error| io::Error::new(error.kind(), error.to_string()))
    }
}
