//! Listens, and answers until it is told to stop.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use super::{
    cache::cache_warmer,
    connections::{ConnectionServer, load_acceptor},
    http::router::build_router,
    jobs::upload_dir,
    serve_error::ServeError,
    site::ServedSite,
    stop_signal::wait_for_system,
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
    let tls = load_acceptor(&site.settings.serve)?;
    let listener = tokio::net::TcpListener::bind(address).await.map_err(failed)?;
    ready(listener.local_addr().map_err(failed)?);
    let site = Arc::new(site);
    tokio::spawn(cache_warmer::warm_cache(Arc::clone(&site)));
    tokio::spawn(keep_log_in_bounds(Arc::clone(&site)));
    let limits = if site.settings.serve.behind_proxy {
        site.connections.behind_proxy()
    } else {
        site.connections
    };
    let refusal = site.catalog.phrases.format_phrase("connection.refused", &[]);
    let server = ConnectionServer { router: build_router(Arc::clone(&site)), tls, limits, refusal };
    let stop = async {
        tokio::select! {
            () = wait_for_system() => {}
            () = site.stop.notified() => {}
        }
    };
    server.run(listener, stop).await;
    // What was counted of refused tries is not lost.
    site.keep_log().await;
    Ok(())
}

/// Between two looks at the log.
const LOG_PAUSE: Duration = Duration::from_mins(10);

/// Keeps the log as long as the settings say, for as long as the server runs.
async fn keep_log_in_bounds(site: Arc<ServedSite>) {
    loop {
        Arc::clone(&site).keep_log().await;
        site.pending.forget_old((site.clock)());
        tokio::time::sleep(LOG_PAUSE).await;
    }
}
