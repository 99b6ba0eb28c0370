//! A wire between the application and its database that can be cut.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
};

/// What the wire does with what goes over it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Passes it on.
    Pass,
    /// Holds it: packets go nowhere, and nobody says so.
    Hold,
    /// Passes it on, each answer of the server so much later.
    Delay(Duration),
    /// Passes COMMIT on, and closes instead of passing its answer.
    LoseCommit,
    /// The same with the first statement that is prepared already.
    LoseStatement,
}

/// The wire. Cut when dropped.
pub struct Wire {
    port: u16,
    mode: watch::Sender<Mode>,
    task: tokio::task::JoinHandle<()>,
}

impl Wire {
    /// To this port of loopback.
    pub async fn to(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a socket");
        let own = listener.local_addr().expect("an address").port();
        let (mode, watched) = watch::channel(Mode::Pass);
        let task = tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let Ok(far) = TcpStream::connect(("127.0.0.1", port)).await else { continue };
                let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
                let lost = Arc::new(AtomicBool::new(false));
                tokio::spawn(pump(near_in, far_out, watched.clone(), Arc::clone(&lost), true));
                tokio::spawn(pump(far_in, near_out, watched.clone(), lost, false));
            }
        });
        Self { port: own, mode, task }
    }

    /// Where it begins.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// From now on.
    pub fn set(&self, mode: Mode) {
        self.mode.send_replace(mode);
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn pump(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    mut mode: watch::Receiver<Mode>,
    lost: Arc<AtomicBool>,
    to_server: bool,
) {
    let mut buffer = vec![0; 16 << 10];
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        let Ok(now) = mode.wait_for(|mode| *mode != Mode::Hold).await.map(|mode| *mode) else { return };
        let bytes = &buffer[..length];
        let loses = match now {
            Mode::LoseCommit => bytes.windows(7).any(|part| part == b"COMMIT\0"),
            // PostgreSQL, "Message Formats": Bind
            Mode::LoseStatement => bytes.first() == Some(&b'B'),
            Mode::Pass | Mode::Hold | Mode::Delay(_) => false,
        };
        if loses && to_server {
            lost.store(true, Ordering::SeqCst);
        }
        if lost.load(Ordering::SeqCst) && !to_server {
            return;
        }
        if let (Mode::Delay(by), false) = (now, to_server) {
            tokio::time::sleep(by).await;
        }
        if to.write_all(bytes).await.is_err() {
            return;
        }
    }
}
