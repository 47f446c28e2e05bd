//! The body of a request: it may come slowly, but it must come.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderValue, header},
    middleware::Next,
    response::Response,
};
use hyper::body::{Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep_until};

use super::{
    super::{ServedSite, http::error::WebError},
    connection_limits::ConnectionLimits,
};

/// Fails a body that comes behind its pace: every byte that came buys time, and never more than the grace. Time in which nobody
/// asked for the next part costs nothing: a slow disk is not the client's fault.
struct PacedBody {
    body: Body,
    grace: Duration,
    bytes_a_second: u32,
    /// When the next part is no longer waited for.
    due: Instant,
    timer: Pin<Box<Sleep>>,
    /// When the last part was taken; nothing while the next one is waited for.
    taken_at: Option<Instant>,
    is_slow: Arc<AtomicBool>,
}

/// Refuses whoever sends a body too slowly.
pub async fn pace_body(
    State(site): State<Arc<ServedSite>>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    let is_slow = Arc::new(AtomicBool::new(false));
    let paced = PacedBody::wrap(&site.connections, &is_slow);
    let response = next.run(request.map(|body| Body::new(paced(body)))).await;
    if !is_slow.load(Relaxed) {
        return response;
    }
    let mut response = WebError::TooSlow.answer(&path);
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

impl PacedBody {
    fn wrap(limits: &ConnectionLimits, is_slow: &Arc<AtomicBool>) -> impl FnOnce(Body) -> Self {
        let (grace, bytes_a_second) = (limits.body_grace, limits.body_bytes_a_second);
        let is_slow = Arc::clone(is_slow);
        move |body| {
            let due = Instant::now() + grace;
            let timer = Box::pin(sleep_until(due));
            Self { body, grace, bytes_a_second, due, timer, taken_at: None, is_slow }
        }
    }

    fn extend(&mut self, time: Duration) {
        let due = (self.due + time).min(Instant::now() + self.grace);
        self.due = due;
        self.timer.as_mut().reset(due);
    }
}

impl hyper::body::Body for PacedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if let Some(taken_at) = self.taken_at.take() {
            self.extend(taken_at.elapsed());
        }
        let came = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &came {
            let bytes = frame.data_ref().map_or(0, Bytes::len);
            let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
            let bought = Duration::from_secs(1) * bytes / self.bytes_a_second.max(1);
            self.extend(bought);
            self.taken_at = Some(Instant::now());
        }
        if came.is_ready() || self.timer.as_mut().poll(context).is_pending() {
            return came;
        }
        self.is_slow.store(true, Relaxed);
        Poll::Ready(Some(Err(axum::Error::new("the body came too slowly"))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        hyper::body::Body::size_hint(&self.body)
    }
}
