//! Logs and metrics: their set-up, and the names of all metrics in one place.
//!
//! Used by every layer and imports nothing of ours.

use std::{io::IsTerminal, sync::OnceLock, time::Instant};

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

macro_rules! names {
    ($($kind:ident $name:ident = $text:literal, $help:literal;)*) => {
        $(#[doc = concat!(stringify!($kind), ": ", $help, ".")] pub const $name: &str = $text;)*

        fn describe() {
            $(names!(@describe $kind, $name, $help);)*
        }
    };
    (@describe Counter, $name:ident, $help:literal) => { metrics::describe_counter!($name, $help) };
    (@describe Gauge, $name:ident, $help:literal) => { metrics::describe_gauge!($name, $help) };
    (@describe Histogram, $name:ident, $help:literal) => { metrics::describe_histogram!($name, $help) };
}

names! {
    Counter HTTP_REQUESTS = "signet_http_requests_total", "HTTP requests answered, by route, method and status";
    Histogram HTTP_SECONDS = "signet_http_request_seconds", "Seconds from request to answer, by route";
    Counter CONNECTIONS_REFUSED = "signet_connections_refused_total", "Connections closed because their address has its share";
    Counter TOKENS_ISSUED = "signet_tokens_issued_total", "Access tokens issued, by grant_type";
    Counter CLIENTS_REGISTERED = "signet_clients_registered_total", "Clients that registered themselves";
    Counter SIGN_INS = "signet_sign_ins_total", "Sign-in attempts, by method and outcome";
    Counter SIGN_IN_RISKS = "signet_sign_in_risks_total", "Signals of sign-ins unlike those before, by signal and decision";
    Counter CAPTCHAS = "signet_captchas_total", "Captchas looked at by their service, by outcome";
    Gauge PASSWORD_QUEUE = "signet_password_queue", "Sign-ins waiting for a password worker, by lane";
    Counter PASSWORDS_REFUSED = "signet_passwords_refused_total", "Passwords not looked at because too many waited, by lane and reason";
    Counter RATE_LIMITED = "signet_rate_limited_total", "Requests refused by a limit, by rule";
    Counter REFUSALS = "signet_refusals_total", "Refusals that went back to clients, by client, error and rule";
    Counter DB_COMMITS = "signet_db_commits_total", "Durable commits";
    Counter DB_COMMITTED_TRANSACTIONS = "signet_db_committed_transactions_total", "Transactions acknowledged, several to a commit on SQLite";
    Counter AUDIT_DROPPED = "signet_audit_dropped_total", "Audit events lost because their queue was full";
    Gauge PURGE_WAITS = "signet_purge_waits", "1 while nothing is deleted because the clock is not believed";
    Counter ROWS_PURGED = "signet_rows_purged_total", "Expired rows deleted";
    Counter JOB_FAILURES = "signet_job_failures_total", "Background jobs that failed, by job";
    Counter OUTBOUND_REQUESTS = "signet_outbound_requests_total", "Requests made to others, by outcome";
    Counter BACKCHANNEL_LOGOUTS = "signet_backchannel_logouts_total", "Tries to tell a client of a logout, by outcome";
    Counter MAILS = "signet_mails_total", "Tries to send a mail, and mails that a newer one replaced, by outcome";
    Counter TEXTS = "signet_texts_total", "Tries to send a text message, by outcome";
    Counter BREACHED_PASSWORDS = "signet_breached_passwords_total", "New passwords looked up in the list of stolen ones, by outcome";
    Counter PASSWORD_RECOVERIES = "signet_password_recoveries_total", "Links asked for to set a forgotten password, by outcome";
    Gauge TLS_SECONDS_LEFT = "signet_tls_certificate_seconds_left", "Seconds until the TLS certificate in force expires; below zero when it has";
    Gauge UPSTREAM_SECRET_SECONDS_LEFT = "signet_upstream_secret_seconds_left", "Seconds until our secret at an upstream ends, by upstream; below zero when it has";
    Gauge UPTIME = "signet_uptime_seconds", "Seconds since the metrics were set up";
    Gauge BUILD_INFO = "signet_build_info", "Always 1; the version is a label";
    Gauge RESIDENT_MEMORY = "process_resident_memory_bytes", "Resident memory";
    Gauge VIRTUAL_MEMORY = "process_virtual_memory_bytes", "Virtual memory";
    Gauge OPEN_FDS = "process_open_fds", "Open file descriptors";
    Gauge THREADS = "process_threads", "Operating system threads";
}

/// Upper bounds of the latency histogram: from a cached answer to a queued password.
const SECONDS_BUCKETS: [f64; 14] =
    [0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LineFormat {
    /// For people; colored on a terminal.
    #[default]
    Text,
    /// One JSON object a line, for machines.
    Json,
}

/// Why telemetry could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The level filter cannot be read.
    #[error("the log filter is not understood: {0}; write a level such as info, or info,signet_store=debug")]
    Filter(#[from] tracing_subscriber::filter::ParseError),
    /// Something else already logs in this process.
    #[error("logging is already set up")]
    AlreadySet,
    /// Something else already records metrics in this process.
    #[error("metrics could not be set up: {0}")]
    Metrics(String),
}

/// Sends logs to standard error, once per process. `filter` is a level, with exceptions by
/// target if need be; the environment is not consulted.
pub fn init_logs(format: LineFormat, filter: &str) -> Result<(), TelemetryError> {
    // PostgreSQL remarks on each `IF NOT EXISTS`; a later directive of the operator's still wins.
    let filter = EnvFilter::builder().parse(format!("sqlx::postgres::notice=warn,{filter}"))?;
    let registry = tracing_subscriber::registry().with(filter);
    let layer = fmt::layer().with_writer(std::io::stderr);
    let set = match format {
        LineFormat::Text => registry.with(layer.with_ansi(std::io::stderr().is_terminal())).try_init(),
        LineFormat::Json => registry.with(layer.json().flatten_event(true).with_span_list(false)).try_init(),
    };
    set.map_err(|_| TelemetryError::AlreadySet)
}

/// The process's metrics. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Metrics {
    handle: PrometheusHandle,
    started: Instant,
}

impl Metrics {
    /// Installs the recorder, or hands out the one that is installed: a process has one.
    pub fn install() -> Result<Self, TelemetryError> {
        static INSTALLED: OnceLock<Result<Metrics, String>> = OnceLock::new();
        INSTALLED.get_or_init(Self::build).clone().map_err(TelemetryError::Metrics)
    }

    fn build() -> Result<Self, String> {
        let recorder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Full(HTTP_SECONDS.to_owned()), &SECONDS_BUCKETS)
            .map_err(|error| error.to_string())?
            .build_recorder();
        let handle = recorder.handle();
        metrics::set_global_recorder(recorder).map_err(|error| error.to_string())?;
        describe();
        metrics::gauge!(BUILD_INFO, "version" => env!("CARGO_PKG_VERSION")).set(1.0);
        Ok(Self { handle, started: Instant::now() })
    }

    /// Everything in the Prometheus text format, process figures included.
    pub fn render(&self) -> String {
        metrics::gauge!(UPTIME).set(self.started.elapsed().as_secs_f64());
        report_process();
        self.handle.run_upkeep();
        self.handle.render()
    }

    /// Folds recorded samples into the buckets. Without a scrape they would pile up, so a
    /// background task calls this every few seconds.
    pub fn upkeep(&self) {
        self.handle.run_upkeep();
    }
}

/// Reads what Linux says about this process; elsewhere the gauges stay absent.
fn report_process() {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    for (field, gauge, factor) in
        [("VmRSS:", RESIDENT_MEMORY, 1024.0), ("VmSize:", VIRTUAL_MEMORY, 1024.0), ("Threads:", THREADS, 1.0)]
    {
        if let Some(value) = status_field(&status, field) {
            metrics::gauge!(gauge).set(value * factor);
        }
    }
    if let Ok(entries) = std::fs::read_dir("/proc/self/fd") {
        // The directory itself is open while it is read.
        let open = u32::try_from(entries.count()).unwrap_or(u32::MAX).saturating_sub(1);
        metrics::gauge!(OPEN_FDS).set(f64::from(open));
    }
}

fn status_field(status: &str, field: &str) -> Option<f64> {
    status.lines().find_map(|line| line.strip_prefix(field))?.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_render_with_buckets_descriptions_and_process_figures() {
        let metrics = Metrics::install().unwrap();
        metrics::histogram!(HTTP_SECONDS, "route" => "/telemetry-test").record(0.003);
        metrics::counter!(AUDIT_DROPPED).increment(2);
        let text = Metrics::install().unwrap().render();
        for expected in [
            "# HELP signet_http_request_seconds Seconds from request to answer, by route",
            "# TYPE signet_http_request_seconds histogram",
            "signet_http_request_seconds_bucket{route=\"/telemetry-test\",le=\"0.0025\"} 0",
            "signet_http_request_seconds_bucket{route=\"/telemetry-test\",le=\"0.005\"} 1",
            "signet_audit_dropped_total 2",
            concat!("signet_build_info{version=\"", env!("CARGO_PKG_VERSION"), "\"} 1"),
            "# TYPE process_resident_memory_bytes gauge",
            "process_open_fds ",
        ] {
            assert!(text.contains(expected), "{expected} is missing in\n{text}");
        }
        assert!(metrics.render().contains("signet_uptime_seconds"));
    }

    #[test]
    fn memory_is_read_in_kibibytes() {
        let status = "Name:\tsignet\nVmSize:\t  300 kB\nVmRSS:\t  2048 kB\nThreads:\t7\n";
        assert_eq!(status_field(status, "VmRSS:"), Some(2048.0));
        assert_eq!(status_field(status, "Threads:"), Some(7.0));
        assert_eq!(status_field(status, "Absent:"), None);
    }

    #[test]
    fn a_filter_that_is_not_understood_is_refused_with_an_example() {
        let refused = init_logs(LineFormat::Text, "info,signet=[[loud").unwrap_err().to_string();
        assert!(refused.starts_with("the log filter is not understood: "), "{refused}");
        assert!(refused.ends_with("; write a level such as info, or info,signet_store=debug"), "{refused}");
    }
}
