//! Listens, and answers until it is told to stop.

use std::{net::SocketAddr, sync::Arc};

use axum::serve::ListenerExt;

use super::{
    cache::cache_warmer,
    http::{router::build_router, tls},
    jobs::upload_dir,
    serve_error::ServeError,
    site::ServedSite,
};

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
    upload_dir::forget(&site.data);
    let failed = |source| ServeError::Listen { address, source };
    let tls = tls::load_acceptor(&site.settings.serve)?;
    let listener = tokio::net::TcpListener::bind(address).await.map_err(failed)?;
    ready(listener.local_addr().map_err(failed)?);
    let site = Arc::new(site);
    tokio::spawn(cache_warmer::warm_cache(Arc::clone(&site)));
    let service = build_router(site).into_make_service_with_connect_info::<SocketAddr>();
    let stop = shutdown_signal();
    let served = match tls {
        None => axum::serve(listener, service).with_graceful_shutdown(stop).await,
        Some(acceptor) => {
            // Only a tapped listener may be asked who is at the other end.
            let listener = tls::TlsListener::new(listener, acceptor).tap_io(|_| {});
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
