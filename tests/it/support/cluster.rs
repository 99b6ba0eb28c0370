//! A PostgreSQL server of one test, which may be stopped, started and made to suffer.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

use sqlx::{AssertSqlSafe, Connection, PgConnection};

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A server with a database of its own. Gone when dropped.
pub struct Cluster {
    programs: PathBuf,
    directory: PathBuf,
    port: u16,
}

impl Cluster {
    /// Starts one where tests run on PostgreSQL at all.
    #[allow(clippy::disallowed_methods, reason = "the program reads its environment in config; this is no program")]
    pub fn start() -> Option<Self> {
        if std::env::var("SIGNET_TEST_POSTGRES_URL").is_err() {
            println!("PostgreSQL left out: SIGNET_TEST_POSTGRES_URL is not set");
            return None;
        }
        let installed = std::fs::read_dir("/usr/lib/postgresql").expect("the programs of PostgreSQL");
        let mut versions: Vec<PathBuf> = installed.flatten().map(|entry| entry.path()).collect();
        versions.sort();
        let programs = versions.pop().expect("a version of PostgreSQL").join("bin");
        let name = format!("signet-cluster-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let directory = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&directory).expect("a directory");
        let cluster = Self { programs, directory, port: free_port() };
        if is_root() {
            let owned = Command::new("chown").arg("postgres").arg(&cluster.directory).status();
            assert!(owned.expect("chown").success());
        }
        let data = cluster.data();
        cluster.run("initdb", &["-D", &data, "-U", "signet", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
        cluster.resume();
        Some(cluster)
    }

    fn data(&self) -> String {
        self.directory.join("data").display().to_string()
    }

    /// Where it is.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// For `database.url`.
    pub fn url(&self) -> String {
        Self::url_at(self.port)
    }

    /// [`Self::url`], through whoever listens at this port.
    pub fn url_at(port: u16) -> String {
        format!("postgres://signet@127.0.0.1:{port}/postgres?sslmode=disable")
    }

    /// Starts it again.
    pub fn resume(&self) {
        let options = format!(
            "-h 127.0.0.1 -p {} -k {} -c fsync=off -c max_connections=20 -c superuser_reserved_connections=0",
            self.port,
            self.directory.display()
        );
        let log = self.directory.join("log").display().to_string();
        self.run("pg_ctl", &["-D", &self.data(), "-l", &log, "-w", "-o", &options, "start"]);
    }

    /// Stops it, by `fast` or `immediate`.
    pub fn stop(&self, mode: &str) {
        self.run("pg_ctl", &["-D", &self.data(), "-m", mode, "-w", "stop"]);
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let ended = self.command(program, arguments).status().expect("a program of PostgreSQL");
        assert!(ended.success(), "{program}");
    }

    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let program = self.programs.join(program);
        let mut command = as_postgres(&program);
        command.args(arguments).current_dir("/").stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// A connection past the application.
    pub async fn connect(&self) -> PgConnection {
        PgConnection::connect(&self.url()).await.expect("connecting to PostgreSQL")
    }

    /// Runs a statement past the application.
    pub async fn execute(&self, sql: &str) {
        let mut conn = self.connect().await;
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut conn).await.expect("a statement");
        conn.close().await.expect("closing");
    }

    /// Reads one number past the application.
    pub async fn count(&self, sql: &str) -> i64 {
        let mut conn = self.connect().await;
        let sql = AssertSqlSafe(sql.to_owned());
        let (count,) = sqlx::query_as::<_, (i64,)>(sql).fetch_one(&mut conn).await.expect("a statement");
        conn.close().await.expect("closing");
        count
    }

    /// Ends every connection of the application.
    pub async fn terminate(&self) {
        self.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'signet'")
            .await;
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.command("pg_ctl", &["-D", &self.data(), "-m", "immediate", "-w", "stop"]).status().ok();
        std::fs::remove_dir_all(&self.directory).ok();
    }
}

/// PostgreSQL and pgbouncer refuse to run as root; Debian's package brings the user postgres.
pub fn as_postgres(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program);
    command
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// A port of loopback that nobody has. It is below those that the system gives to outgoing connections and to whoever
/// asks for any, and not given twice: nobody else takes it before a server listens, or while that starts again.
pub fn free_port() -> u16 {
    const EACH_PROCESS: u32 = 100;
    static TAKEN: AtomicU32 = AtomicU32::new(0);
    // Ports from 20,000 on, others for each process of tests; those of tests/e2e are below.
    let first = 20_000 + std::process::id() % 40 * EACH_PROCESS;
    let ports = (0..EACH_PROCESS).map(|_| first + TAKEN.fetch_add(1, Ordering::Relaxed) % EACH_PROCESS);
    let mut ports = ports.filter_map(|port| u16::try_from(port).ok());
    ports.find(|port| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok()).expect("a port that nobody has")
}
