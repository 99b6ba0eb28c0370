//! pgbouncer in its strictest mode, before a server of a test.

use std::{
    cell::RefCell,
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command},
    str::FromStr,
    time::{Duration, Instant},
};

use sqlx::{ConnectOptions, PgConnection, postgres::PgConnectOptions};

use super::cluster::{Cluster, as_postgres, free_port};

/// Connections to the server that it has at most.
pub const POOLED: usize = 3;

/// A pooler, which may be stopped and started. Gone when dropped.
pub struct Bouncer {
    child: RefCell<Option<Child>>,
    settings: PathBuf,
    port: u16,
}

impl Drop for Bouncer {
    fn drop(&mut self) {
        self.stop();
        std::fs::remove_file(&self.settings).ok();
    }
}

impl Bouncer {
    /// Starts one.
    pub fn before(cluster: &Cluster) -> Self {
        let port = free_port();
        let text = format!(
            "[databases]\npostgres = host=127.0.0.1 port={} dbname=postgres user=signet pool_size={POOLED}\n[pgbouncer]\n\
             listen_addr = 127.0.0.1\nlisten_port = {port}\nauth_type = any\npool_mode = transaction\n\
             unix_socket_dir =\nserver_login_retry = 1\n",
            cluster.port()
        );
        let settings = std::env::temp_dir().join(format!("signet-bouncer-{port}.ini"));
        std::fs::write(&settings, text).expect("a file");
        let bouncer = Self { child: RefCell::new(None), settings, port };
        bouncer.start();
        bouncer
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Starts it, and waits until it listens.
    pub fn start(&self) {
        let runs = |program: &&str| Command::new(program).arg("--version").output().is_ok();
        let program = ["pgbouncer", "/usr/sbin/pgbouncer"].into_iter().find(runs);
        let program = program.expect("pgbouncer is not installed; `make test STEPS=rust` installs it");
        let child = as_postgres(Path::new(program)).arg("-q").arg(&self.settings).spawn().expect("pgbouncer");
        *self.child.borrow_mut() = Some(child);
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(began.elapsed() < Duration::from_secs(10), "pgbouncer does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Kills it.
    pub fn stop(&self) {
        if let Some(mut child) = self.child.borrow_mut().take() {
            child.kill().ok();
            child.wait().ok();
        }
    }

    /// A connection through it, past the application.
    pub async fn connect(&self) -> sqlx::Result<PgConnection> {
        // A pooler knows no parameters of a session.
        let options = PgConnectOptions::from_str(&Cluster::url_at(self.port)).expect("a URL").extra_float_digits(None);
        options.connect().await
    }

    /// Waits until it lets somebody through: for a second after a failed login it refuses everybody
    /// (`server_login_retry`), and a server that starts in that second ends.
    pub async fn until_it_lets_through(&self) {
        let began = Instant::now();
        loop {
            if let Ok(mut conn) = self.connect().await
                && sqlx::raw_sql("SELECT 1").execute(&mut conn).await.is_ok()
            {
                return;
            }
            assert!(began.elapsed() < Duration::from_secs(20), "pgbouncer lets nobody through");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}
