//! Takes connections, and hands their requests to the router, until it is told to stop.

use std::{
    io,
    io::Write,
    net::SocketAddr,
    pin::pin,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{Router, body::Body, extract::ConnectInfo, extract::Request};
use hyper::{
    body::Incoming,
    server::conn::http1,
    service::{Service, service_fn},
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
    service::TowerToHyperService,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    time::{sleep, timeout},
};
use tokio_rustls::TlsAcceptor;

use super::{
    client_stream::ClientStream,
    connection_limits::ConnectionLimits,
    connection_table::{ConnectionState, ConnectionTable},
    held_body::HeldBody,
};

/// Between two tries to take a connection where the system gives none.
const PAUSES: (Duration, Duration) = (Duration::from_millis(10), Duration::from_secs(1));

/// A log that says the same over and over fills the disk.
const BETWEEN_WARNINGS: Duration = Duration::from_mins(1);

/// Serves a router to whoever connects, within limits.
pub struct ConnectionServer {
    pub router: Router,
    pub tls: Option<TlsAcceptor>,
    pub limits: ConnectionLimits,
    /// Said to whoever is one too many.
    pub refusal: String,
}

impl ConnectionServer {
    /// Takes connections until `stop` is done; what is under way then is given a while, and closed.
    pub async fn run(self, listener: TcpListener, stop: impl Future<Output = ()>) {
        let table = ConnectionTable::new(self.limits);
        let server = Arc::new(self);
        let graceful = GracefulShutdown::new();
        let mut stop = pin!(stop);
        let (mut pause, mut warned_at) = (PAUSES.0, None::<Instant>);
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                () = &mut stop => break,
            };
            match accepted {
                Ok((stream, peer)) => {
                    pause = PAUSES.0;
                    server.begin(&table, stream, peer, graceful.watcher());
                }
                Err(error) if is_of_one_connection(&error) => {}
                Err(error) => {
                    // Most often there are no files left: who asks for nothing gives one back.
                    let has_room = table.make_room();
                    if warned_at.is_none_or(|at| at.elapsed() > BETWEEN_WARNINGS) {
                        tracing::warn!(error = %error, has_room, "no connection could be taken");
                        warned_at = Some(Instant::now());
                    }
                    sleep(pause).await;
                    pause = (pause * 2).min(PAUSES.1);
                }
            }
        }
        drop(listener);
        if timeout(server.limits.shutdown, graceful.shutdown()).await.is_err() {
            table.close_all();
        }
    }

    fn begin(
        self: &Arc<Self>,
        table: &Arc<ConnectionTable>,
        stream: TcpStream,
        peer: SocketAddr,
        watcher: Watcher,
    ) {
        let Some(slot) = table.admit(peer.ip()) else {
            if self.tls.is_none() {
                refuse(stream, &self.refusal);
            }
            return;
        };
        let server = Arc::clone(self);
        tokio::spawn(async move {
            let state = Arc::clone(&slot.state);
            tokio::select! {
                () = state.closed() => {}
                () = server.greet(stream, peer, Arc::clone(&state), watcher) => {}
            }
        });
    }

    async fn greet(
        &self,
        stream: TcpStream,
        peer: SocketAddr,
        state: Arc<ConnectionState>,
        watcher: Watcher,
    ) {
        // Answers are written whole: nothing is gained by waiting for more of them.
        let _ = stream.set_nodelay(true);
        let Some(tls) = &self.tls else {
            return self.speak(stream, peer, state, watcher).await;
        };
        if let Ok(Ok(stream)) = timeout(self.limits.greeting, tls.accept(stream)).await {
            self.speak(stream, peer, state, watcher).await;
        }
    }

    async fn speak(
        &self,
        stream: impl AsyncRead + AsyncWrite + Unpin + 'static,
        peer: SocketAddr,
        state: Arc<ConnectionState>,
        watcher: Watcher,
    ) {
        let stream = ClientStream::new(stream, Arc::clone(&state), self.limits.stalled_answer);
        let router = TowerToHyperService::new(self.router.clone());
        let service = service_fn(move |request: Request<Incoming>| {
            let under_way = state.begin_request();
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            let answer = router.call(request);
            async { answer.await.map(|it| it.map(|body| HeldBody::new(body, under_way))) }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.limits.head)
            .serve_connection(TokioIo::new(stream), service);
        // A client that goes away, or says what is no HTTP, is nobody's fault here.
        let _ = watcher.watch(connection).await;
    }
}

/// The one that was to be taken is gone; the next may be there already.
fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// Answers and closes at once, without waiting for anything to be read or taken.
fn refuse(stream: TcpStream, sentence: &str) {
    let answer = format!(
        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\n\
         content-length: {}\r\nretry-after: 5\r\nconnection: close\r\n\r\n{sentence}",
        sentence.len()
    );
    if let Ok(mut stream) = stream.into_std() {
        let _ = stream.write(answer.as_bytes());
    }
}
