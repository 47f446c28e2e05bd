//! The socket of a client: an answer that nobody takes is given up.

use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Sleep, sleep},
};

use super::connection_table::ConnectionState;

/// Wraps a socket whose writes fail when the other end takes nothing for too long.
pub struct ClientStream<S> {
    stream: S,
    state: Arc<ConnectionState>,
    patience: Duration,
    stalled: Option<Pin<Box<Sleep>>>,
}

impl<S> ClientStream<S> {
    /// Wraps a socket; `state` is told while an answer waits to be taken.
    pub fn new(stream: S, state: Arc<ConnectionState>, patience: Duration) -> Self {
        Self { stream, state, patience, stalled: None }
    }

    /// Hands on what came of a write, or fails where it has waited too long.
    fn watch<T>(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        self.state.set_writing(written.is_pending());
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let patience = self.patience;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(patience)));
        ready!(stalled.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for ClientStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for ClientStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watch(context, written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let written = Pin::new(&mut self.stream).poll_flush(context);
        self.watch(context, written)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let written = Pin::new(&mut self.stream).poll_shutdown(context);
        self.watch(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.watch(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::connections::{ConnectionLimits, connection_table::ConnectionTable};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    #[tokio::test]
    async fn an_answer_that_is_not_taken_is_given_up_and_one_that_is_taken_is_not() {
        let table = ConnectionTable::new(ConnectionLimits::for_files(1024));
        let slot = table.admit([10, 0, 0, 1].into()).expect("a place");
        let (near, mut far) = tokio::io::duplex(4);
        let patience = Duration::from_millis(40);
        let mut stream = ClientStream::new(near, Arc::clone(&slot.state), patience);
        let mut taken = [0; 8];
        let (written, read) =
            tokio::join!(stream.write_all(b"answered"), far.read_exact(&mut taken));
        written.and(read.map(drop)).expect("taken");
        let given_up = stream.write_all(b"answered").await.expect_err("nobody takes it");
        assert_eq!(given_up.kind(), io::ErrorKind::TimedOut);
    }
}
