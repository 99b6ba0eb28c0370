//! The connections that only read, each opened when it is first needed.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::spawn_blocking,
    time::timeout,
};

use super::connection::{Connection, Options};
use crate::{Error, Result};

/// The readers of one file.
#[derive(Debug, Clone)]
pub(super) struct Readers(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    options: Options,
    count: u32,
    acquire_timeout: Duration,
    permits: Arc<Semaphore>,
    resting: Mutex<Vec<Connection>>,
}

/// A reader in use. It returns to its place when it is dropped.
#[derive(Debug)]
pub(super) struct Reader {
    // Present until it is dropped.
    connection: Option<Connection>,
    home: Readers,
    // Released after the connection is back.
    _permit: OwnedSemaphorePermit,
}

impl Reader {
    pub(super) fn connection(&mut self) -> Result<&mut Connection> {
        self.connection.as_mut().ok_or_else(super::closed)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.home.resting().extend(self.connection.take());
    }
}

impl Readers {
    pub(super) fn new(options: Options, count: u32, acquire_timeout: Duration) -> Self {
        let permits = Arc::new(Semaphore::new(count as usize));
        Self(Arc::new(Inner { options, count, acquire_timeout, permits, resting: Mutex::new(Vec::new()) }))
    }

    fn resting(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.0.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A reader, when one is free.
    pub(super) async fn acquire(&self) -> Result<Reader> {
        let permit = match Arc::clone(&self.0.permits).try_acquire_owned() {
            Ok(permit) => permit,
            Err(_) => timeout(self.0.acquire_timeout, Arc::clone(&self.0.permits).acquire_owned())
                .await
                .map_err(|_| Error::Unavailable("every connection for reading is in use".to_owned()))?
                .map_err(|_| super::closed())?,
        };
        let resting = self.resting().pop();
        let connection = match resting {
            Some(connection) => connection,
            None => self.open().await?,
        };
        Ok(Reader { connection: Some(connection), home: self.clone(), _permit: permit })
    }

    async fn open(&self) -> Result<Connection> {
        let options = self.0.options.clone();
        super::wait(move || Ok(Connection::open(&options)?)).await
    }

    /// Waits for those in use and closes all. Whoever asks meanwhile stands behind this and learns of the end.
    pub(super) async fn close(&self) {
        let all = self.0.permits.acquire_many(self.0.count).await;
        let resting = std::mem::take(&mut *self.resting());
        spawn_blocking(move || resting.into_iter().for_each(Connection::close)).await.ok();
        self.0.permits.close();
        drop(all);
    }
}
