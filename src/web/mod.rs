//! Pages, charts and the API over the published warehouse.
//!
//! Invariant: a handler never asks the engine on an async thread, and shows one published build from top to bottom.

#![expect(clippy::disallowed_types, reason = "this is the home of axum")]

mod api;
mod auth;
mod cache;
mod charts;
mod http;
mod jobs;
mod pages;
mod site;

use std::{net::SocketAddr, sync::Arc};

use axum::serve::ListenerExt;

use crate::state::StateError;

pub use http::router::router;
pub use jobs::job_runner::{JobRunner, UploadOutcome, UploadRequest};
pub use site::ServedSite;

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

    #[error("the server stopped: {0}")]
    Stopped(std::io::Error),
}

/// Serves until it is told to stop; `ready` is told the address.
pub async fn serve(
    site: ServedSite,
    address: SocketAddr,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), ServeError> {
    // With a proxy in front everybody comes from here.
    let is_reachable = !address.ip().is_loopback() || site.settings.serve.behind_proxy;
    if is_reachable && !site.has_users()? {
        return Err(ServeError::Open { address });
    }
    jobs::upload_dir::forget(&site.data);
    let failed = |source| ServeError::Listen { address, source };
    let tls = http::tls::acceptor(&site.settings.serve)?;
    let listener = tokio::net::TcpListener::bind(address).await.map_err(failed)?;
    ready(listener.local_addr().map_err(failed)?);
    let site = Arc::new(site);
    tokio::spawn(cache::cache_warmer::warm_cache(Arc::clone(&site)));
    let service = router(site).into_make_service_with_connect_info::<SocketAddr>();
    let stop = shutdown_signal();
    let served = match tls {
        None => axum::serve(listener, service).with_graceful_shutdown(stop).await,
        Some(acceptor) => {
            // Only a tapped listener may be asked who is at the other end.
            let listener = http::tls::TlsListener::new(listener, acceptor).tap_io(|_| {});
            axum::serve(listener, service).with_graceful_shutdown(stop).await
        }
    };
    served.map_err(ServeError::Stopped)
}

async fn shutdown_signal() {
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
