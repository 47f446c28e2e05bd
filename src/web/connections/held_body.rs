//! The body of an answer: until it is handed over, its connection is at work.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use axum::body::{Body, Bytes};
use hyper::body::{Frame, SizeHint};

use super::connection_table::RequestUnderWay;

/// Holds an answer together with the note that it is under way.
pub struct HeldBody {
    body: Body,
    _request: RequestUnderWay,
}

impl HeldBody {
    /// Holds the body of the answer to a request.
    pub fn new(body: Body, request: RequestUnderWay) -> Self {
        Self { body, _request: request }
    }
}

impl hyper::body::Body for HeldBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        hyper::body::Body::size_hint(&self.body)
    }
}
