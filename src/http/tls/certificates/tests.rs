//! What is logged and counted about certificates.

use std::{
    fs, io,
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use metrics_exporter_prometheus::PrometheusBuilder;
use rcgen::{CertificateParams, KeyPair, date_time_ymd};

use super::*;

static COUNT: AtomicU32 = AtomicU32::new(0);

/// 2027-01-15T08:00:00Z
const NOW: Timestamp = Timestamp(1_800_000_000);

/// Two files in a directory of their own, gone when dropped.
struct Place(PathBuf);

impl Place {
    fn new() -> Self {
        let name = format!("signet-pairs-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn files(&self) -> PairFiles {
        PairFiles { certificate: self.0.join("chain.pem"), key: self.0.join("key.pem") }
    }

    /// Writes a pair for `localhost` that ends on a day of January or February 2027.
    fn ending(self, month: u8, day: u8) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec!["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
        params.not_after = date_time_ymd(2027, month, day);
        let files = self.files();
        fs::write(files.certificate, params.self_signed(&key).unwrap().pem()).unwrap();
        fs::write(files.key, key.serialize_pem()).unwrap();
        self
    }

    fn load(&self, issuer: &str) -> Certificates {
        Certificates::load(self.files(), &Issuer::parse(issuer).unwrap(), NOW).unwrap()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What was logged meanwhile.
fn logged(work: impl FnOnce()) -> String {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    tracing::subscriber::with_default(subscriber, work);
    String::from_utf8(lines.0.lock().unwrap().clone()).unwrap()
}

/// What was counted meanwhile.
fn counted(work: impl FnOnce()) -> String {
    let recorder = PrometheusBuilder::new().build_recorder();
    metrics::with_local_recorder(&recorder, work);
    recorder.handle().render()
}

#[test]
fn the_seconds_left_are_shown_at_each_look() {
    let place = Place::new().ending(2, 28);
    let certificates = place.load("https://localhost:8443");
    let end = Timestamp(1_803_772_800);
    assert_eq!(certificates.end(), Some(end));
    for now in [NOW, NOW + Seconds::days(30), end + Seconds(1)] {
        let shown = counted(|| assert_eq!(certificates.look(now), Look::Unchanged));
        let expected = format!("signet_tls_certificate_seconds_left {}", (end - now).0);
        assert!(shown.contains(&expected), "{expected} is missing in {shown}");
    }
}

#[test]
fn an_end_within_fourteen_days_is_told_once_a_day() {
    let place = Place::new().ending(1, 29);
    // Thirteen days and sixteen hours are left.
    let certificates = {
        let mut loaded = None;
        let told = logged(|| loaded = Some(place.load("https://localhost")));
        assert!(told.contains("WARN") && told.contains("expires in less than 14 days"), "{told}");
        assert!(told.contains("2027-01-29T00:00:00Z"), "{told}");
        loaded.unwrap()
    };
    let told = |now| logged(|| assert_eq!(certificates.look(now), Look::Unchanged));
    assert_eq!(told(NOW + Seconds::hours(23)), "");
    assert!(told(NOW + Seconds::hours(24)).contains("less than 14 days"));
    assert_eq!(told(NOW + Seconds::hours(25)), "");
    assert!(told(NOW + Seconds::days(14)).contains("ERROR"));

    // A new one is worth a word of its own, and no more warnings.
    let place = place.ending(2, 28);
    let news = logged(|| assert_eq!(certificates.look(NOW), Look::Replaced));
    assert!(news.contains("until=2027-02-28T00:00:00Z") && !news.contains("14 days"), "{news}");
    drop(place);
}

#[test]
fn a_broken_pair_is_told_once_with_its_reason_and_counted_at_each_look() {
    let place = Place::new().ending(2, 28);
    let certificates = place.load("https://localhost");
    let pair = certificates.pair();
    fs::write(place.files().key, "-----BEGIN PRIVATE KEY-----\nhunter2\n").unwrap();
    let mut told = String::new();
    let shown = counted(|| {
        told = logged(|| assert_eq!(certificates.look(NOW), Look::Broken));
        assert_eq!(logged(|| assert_eq!(certificates.look(NOW), Look::Broken)), "");
    });
    assert!(told.contains("ERROR") && told.contains("tls.key_file: the file is not valid PEM"), "{told}");
    assert!(!told.contains("hunter2"));
    assert!(shown.contains("signet_job_failures_total{job=\"reload_certificate\"} 2"), "{shown}");
    fs::remove_file(place.files().key).unwrap();
    let told = logged(|| assert_eq!(certificates.look(NOW), Look::Broken));
    assert!(told.contains("cannot be read"), "another reason is told anew: {told}");
    assert!(Arc::ptr_eq(&pair, &certificates.pair()), "the old pair stays");
}

#[test]
fn a_certificate_for_another_host_is_remarked_upon() {
    let place = Place::new().ending(2, 28);
    let remark = |issuer| logged(|| drop(place.load(issuer)));
    for good in ["https://localhost", "https://localhost:8443/id", "https://127.0.0.1:8443"] {
        assert_eq!(remark(good), "", "{good}");
    }
    for bad in ["https://id.example.com", "https://[::1]:8443", "https://127.0.0.2"] {
        assert!(remark(bad).contains("not made out to the host"), "{bad}");
    }
}
