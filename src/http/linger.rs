//! A connection that ends while its client still writes.
//!
//! What arrives at a closed socket is answered by a reset, which may destroy the answer before the client reads it.
//! So the connection is closed in our direction first, and what comes is read and thrown away for a moment
//! (RFC 9112 §9.6).

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::Sleep,
};

/// How long what comes is read.
const READING_TIME: Duration = Duration::from_secs(2);
/// How much of it, in bytes.
const MOST: usize = 16 * 1024 * 1024;
/// How much at once.
const PIECE: usize = 8 * 1024;

/// Whether the client of a connection may still be writing when it ends; set by whoever leaves a body unread.
#[derive(Debug, Clone, Default)]
pub struct StillWrites(Arc<AtomicBool>);

impl StillWrites {
    /// It may.
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn get(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A stream that is shut down without a reset.
pub struct Lingering<S> {
    stream: S,
    still_writes: StillWrites,
    /// Once our direction is closed.
    until: Option<Pin<Box<Sleep>>>,
    read: usize,
}

impl<S> Lingering<S> {
    /// Around a stream.
    pub fn new(stream: S, still_writes: StillWrites) -> Self {
        Self { stream, still_writes, until: None, read: 0 }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Lingering<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Lingering<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }
    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, slices)
    }
    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }
    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.until.is_none() {
            ready!(Pin::new(&mut this.stream).poll_shutdown(cx))?;
        }
        if !this.still_writes.get() {
            return Poll::Ready(Ok(()));
        }
        let until = this.until.get_or_insert_with(|| Box::pin(tokio::time::sleep(READING_TIME)));
        let mut space = [0; PIECE];
        while this.read < MOST && until.as_mut().poll(cx).is_pending() {
            let mut piece = ReadBuf::new(&mut space);
            match ready!(Pin::new(&mut this.stream).poll_read(cx, &mut piece)) {
                Ok(()) if !piece.filled().is_empty() => this.read += piece.filled().len(),
                // Its end, or a client that went away.
                Ok(()) | Err(_) => break,
            }
        }
        Poll::Ready(Ok(()))
    }
}
