//! Why a server does not start, or stopped.

use std::net::SocketAddr;

use crate::state::StateError;

/// Says why a server does not start, or why it stopped.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum ServeError {
    #[error("cannot listen on {address}: {source}")]
    #[diagnostic(help(
        "another program may have it; choose another port with `--listen 127.0.0.1:PORT`"
    ))]
    Listen { address: SocketAddr, source: std::io::Error },

    #[error("{address} can be reached from other machines, and no users are defined")]
    #[diagnostic(help(
        "add users first: `motcua user add NAME --role admin`, or listen on a loopback address, such as 127.0.0.1:8686"
    ))]
    Open { address: SocketAddr },

    #[error("cannot speak TLS with `{file}`: {problem}")]
    #[diagnostic(help("`certificate` holds the chain and `key` the private key, both in PEM"))]
    Tls { file: String, problem: String },

    #[error(transparent)]
    #[diagnostic(transparent)]
    State(#[from] StateError),
}
