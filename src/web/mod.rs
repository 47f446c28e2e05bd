//! Pages, charts and the API over the published warehouse.
//!
//! Invariant: a handler never asks the engine on an async thread, and shows one published build from top to bottom.

#![expect(clippy::disallowed_types, reason = "this is the home of axum")]

mod api;
mod assets;
mod caching;
mod charts;
mod desk;
mod error;
mod export;
mod frame;
mod health;
mod pages;
mod query;
mod router;
mod site;
mod telemetry;

use std::{net::SocketAddr, path::Path, sync::Arc};

use jiff::civil::DateTime;

use crate::catalog::Catalog;

pub use router::router;
pub use site::Site;

#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum ServeError {
    #[error("cannot listen on {address}: {source}")]
    #[diagnostic(help(
        "another program may have it; choose another port with `--listen 127.0.0.1:PORT`"
    ))]
    Listen { address: SocketAddr, source: std::io::Error },

    #[error("{address} can be reached from other machines, and no users are defined")]
    #[diagnostic(help("listen on a loopback address, such as 127.0.0.1:8686"))]
    Open { address: SocketAddr },

    #[error("the server stopped: {0}")]
    Stopped(std::io::Error),
}

/// Serves until it is told to stop; `ready` is told the address.
pub async fn serve(
    catalog: Catalog,
    data: &Path,
    address: SocketAddr,
    clock: fn() -> DateTime,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), ServeError> {
    if !address.ip().is_loopback() {
        return Err(ServeError::Open { address });
    }
    let failed = |source| ServeError::Listen { address, source };
    let listener = tokio::net::TcpListener::bind(address).await.map_err(failed)?;
    ready(listener.local_addr().map_err(failed)?);
    let site = Arc::new(Site::new(catalog, data, clock));
    axum::serve(listener, router(site))
        .with_graceful_shutdown(told_to_stop())
        .await
        .map_err(ServeError::Stopped)
}

async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminate) = signal(SignalKind::terminate()) else {
            let _ = interrupt.await;
            return;
        };
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    {
        let _ = interrupt.await;
    }
}
