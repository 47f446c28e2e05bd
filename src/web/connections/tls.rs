//! TLS with the office's own certificate, where no proxy speaks it.

use std::{path::Path, sync::Arc};

use rustls::{
    ServerConfig,
    crypto::ring::default_provider,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use tokio_rustls::TlsAcceptor;

use super::super::ServeError;
use crate::catalog::settings::serve::ServeSettings;

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
