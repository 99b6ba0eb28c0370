//! The certificate in force: looked at again and again, replaced when its files hold a new pair
//! that is good, kept when they hold anything else.

#[cfg(test)]
mod tests;

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::Duration,
};

use rustls::{
    client::verify_server_name,
    pki_types::ServerName,
    server::{ClientHello, ParsedCertificate, ResolvesServerCert},
    sign::CertifiedKey,
};
use tokio::{signal::unix::Signal, sync::watch};
use url::Url;

use crate::{
    base::{
        time::{Clock, Seconds, Timestamp},
        url::Issuer,
        x509,
    },
    config::tls::pair::{PairFiles, PairProblem},
    telemetry,
};

/// How often the files are looked at.
const PAUSE: Duration = Duration::from_secs(10);
/// How long before its end a certificate is worth a warning: automatic renewal is long overdue.
const SOON: Seconds = Seconds::days(14);
/// How often the warning is repeated.
const REMIND: Seconds = Seconds::days(1);

/// The pair that new connections get.
pub struct Certificates {
    files: PairFiles,
    in_force: RwLock<Arc<CertifiedKey>>,
    seen: Mutex<Seen>,
}

/// What the last look found.
struct Seen {
    fingerprint: [u8; 32],
    broken: bool,
    warned: Option<Timestamp>,
}

/// What a look at the files came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// They hold what is in force.
    Unchanged,
    /// They hold a new pair, which is now in force.
    Replaced,
    /// They hold nothing that can be used; the pair in force stays.
    Broken,
}

impl Certificates {
    /// Reads the pair to start with.
    ///
    /// # Errors
    /// Everything that is wrong with the files.
    pub fn load(files: PairFiles, issuer: &Issuer, now: Timestamp) -> Result<Self, Vec<PairProblem>> {
        let contents = files.read();
        let pair = contents.open()?;
        if !names(&pair, issuer) {
            tracing::warn!(
                "the TLS certificate is not made out to the host of issuer.url: browsers that come here \
                 directly will refuse it"
            );
        }
        let seen = Seen { fingerprint: contents.fingerprint(), broken: false, warned: None };
        let loaded = Self { files, in_force: RwLock::new(Arc::new(pair)), seen: Mutex::new(seen) };
        loaded.watch_the_end(&mut loaded.seen.lock().unwrap_or_else(PoisonError::into_inner), now);
        Ok(loaded)
    }

    /// Looks at the files. Reads them and is therefore not for a thread that serves.
    pub fn look(&self, now: Timestamp) -> Look {
        // Held throughout, so that of two looks the later one has the last word.
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let look = self.compare(&mut seen);
        if look == Look::Broken {
            metrics::counter!(telemetry::JOB_FAILURES, "job" => "reload_certificate").increment(1);
        }
        self.watch_the_end(&mut seen, now);
        look
    }

    fn compare(&self, seen: &mut Seen) -> Look {
        let contents = self.files.read();
        let fingerprint = contents.fingerprint();
        if fingerprint == seen.fingerprint {
            // A broken pair is told once and counted at each look.
            return if seen.broken { Look::Broken } else { Look::Unchanged };
        }
        seen.fingerprint = fingerprint;
        match contents.open() {
            Ok(pair) => {
                *self.in_force.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(pair);
                (seen.broken, seen.warned) = (false, None);
                let until = self.end().map_or_else(|| "unknown".to_owned(), |end| end.to_string());
                tracing::info!(%until, "a new TLS certificate is in force for new connections");
                Look::Replaced
            }
            Err(problems) => {
                seen.broken = true;
                for problem in problems {
                    tracing::error!(%problem, "the new TLS certificate cannot be used; the old one stays in force");
                }
                Look::Broken
            }
        }
    }

    /// Reports how long the pair in force still lives, and warns when that is not long.
    fn watch_the_end(&self, seen: &mut Seen, now: Timestamp) {
        let Some(end) = self.end() else { return };
        let left = end - now;
        // An f64 is exact far beyond any year that a certificate can name.
        #[allow(clippy::cast_precision_loss)]
        metrics::gauge!(telemetry::TLS_SECONDS_LEFT).set(left.0 as f64);
        if left >= SOON || seen.warned.is_some_and(|warned| now - warned < REMIND) {
            return;
        }
        seen.warned = Some(now);
        if left.0 < 0 {
            tracing::error!(since = %end, "the TLS certificate has expired: clients refuse it");
        } else {
            tracing::warn!(until = %end, "the TLS certificate expires in less than 14 days");
        }
    }

    fn end(&self) -> Option<Timestamp> {
        self.pair().cert.first().and_then(|own| x509::not_after(own))
    }

    fn pair(&self) -> Arc<CertifiedKey> {
        Arc::clone(&self.in_force.read().unwrap_or_else(PoisonError::into_inner))
    }
}

// RFC 6066 §3: a server may ignore the name that the client asks for; there is one issuer here.
impl ResolvesServerCert for Certificates {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.pair())
    }
}

impl fmt::Debug for Certificates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificates").field("files", &self.files).finish_non_exhaustive()
    }
}

/// Whether the certificate is made out to the issuer's host; in doubt it is.
fn names(pair: &CertifiedKey, issuer: &Issuer) -> bool {
    let parsed = pair.cert.first().and_then(|own| ParsedCertificate::try_from(own).ok());
    let url = Url::parse(issuer.as_str()).ok();
    let host = url.as_ref().and_then(Url::host_str).map(|host| host.trim_matches(['[', ']']));
    match (parsed, host.and_then(|host| ServerName::try_from(host).ok())) {
        (Some(own), Some(name)) => verify_server_name(&own, &name).is_ok(),
        _ => true,
    }
}

/// Looks every ten seconds, and at once when `hangup` comes, until `stopped`.
pub async fn follow(
    certificates: Arc<Certificates>,
    clock: Clock,
    mut hangup: Signal,
    mut stopped: watch::Receiver<bool>,
) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            _ = hangup.recv() => tracing::info!("looking at the TLS certificate, as SIGHUP asks"),
            _ = stopped.wait_for(|stop| *stop) => return,
        }
        let (looked, now) = (Arc::clone(&certificates), clock.now());
        if let Err(error) = tokio::task::spawn_blocking(move || looked.look(now)).await {
            tracing::error!(%error, "the TLS certificate could not be looked at");
        }
    }
}
