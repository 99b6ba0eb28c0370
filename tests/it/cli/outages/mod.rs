//! Every outage, as the processes beside a server live through it: what its clients are told and how long that
//! takes, what its readiness says, that it serves again, what is lost, and that SIGHUP does not end it and SIGTERM
//! does. Each is a row of the table in docs/reliability.md, which the endurance step puts together.

mod clock;
mod clock_jump;
mod descriptors;
mod pooler;
mod postgres;
mod row;
mod sqlite;

use std::time::{Duration, Instant};

use self::row::Row;
use super::{Place, server::Server, text};
use crate::support::{basic, free_port};

const API: &str = "https://api.example/";
const REFUSED: &str = "{\"error\":\"temporarily_unavailable\",\"error_description\":\
                       \"the server is not able to answer now; try again later\"}";
const UNKNOWN: &str = "{\"error\":\"temporarily_unavailable\",\"error_description\":\
                       \"the database did not say whether this was done; look before you send it again\"}";
/// `server.shutdown_grace`, and the limits of locks and statements are a second.
const GRACE: Duration = Duration::from_secs(3);
const SETTINGS: [&str; 6] = [
    "--set",
    "server.shutdown_grace=3s",
    "--set",
    "database.lock_timeout=1s",
    "--set",
    "database.statement_timeout=1s",
];
/// For a busy machine.
const MARGIN: Duration = Duration::from_secs(2);

/// Something that happens to the database of a server.
struct Fault<'f> {
    /// Its row in the table.
    name: &'static str,
    /// Makes it happen.
    begin: Box<dyn Fn(&mut Clients<'_>) + 'f>,
    /// Mends it, where that can be done beside a running server.
    end: Option<Box<dyn Fn() + 'f>>,
    /// How many tokens the database of this process holds.
    rows: Box<dyn Fn(u32) -> i64 + 'f>,
    /// Whether readiness passes all the same.
    ready: bool,
    /// Whether everybody is served all the same.
    served: bool,
    /// How long a client waits for its answer at most.
    longest: Duration,
}

/// A place whose issuer is at a free port, with a client whose every token is a row.
pub(super) struct Installation {
    pub(super) place: Place,
    /// What that client sends.
    request: String,
}

/// With this much more in its settings.
pub(super) fn install(more: &str) -> Installation {
    let place = Place::fresh();
    let port = free_port();
    let settings = std::fs::read_to_string(place.0.join("signet.toml")).unwrap();
    let here = format!("[issuer]\nurl = \"http://localhost:{port}\"\n[server]\nlisten = \"127.0.0.1:{port}\"\n");
    place.write("signet.toml", &format!("{settings}{here}{more}"));
    place.says(&["migrate", "up"]);
    place.says(&["resource", "create", API, "--format", "opaque"]);
    let made = place.json(&["client", "create", "--kind", "machine", "--resource", API]);
    let body = "grant_type=client_credentials&resource=https%3A%2F%2Fapi.example%2F";
    let request = format!(
        "POST /token HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        basic(text(&made, "client_id"), text(&made, "client_secret")),
        body.len()
    );
    Installation { place, request }
}

/// The clients of one server.
pub(super) struct Clients<'s> {
    server: &'s Server,
    request: &'s str,
    acknowledged: i64,
    /// The longest that an answer took.
    longest: Duration,
    /// What they were told since the outage began.
    told: Vec<String>,
}

impl<'s> Clients<'s> {
    pub(super) fn of(installation: &'s Installation, server: &'s Server) -> Self {
        let request = &installation.request;
        Self { server, request, acknowledged: 0, longest: Duration::ZERO, told: Vec::new() }
    }

    /// Asks for a token; answers whether it was given.
    pub(super) fn ask(&mut self) -> bool {
        let began = Instant::now();
        let answer = self.server.answer(self.request, Duration::from_secs(30)).expect("an answer");
        self.longest = self.longest.max(began.elapsed());
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        if head.starts_with("HTTP/1.1 200 ") {
            self.acknowledged += 1;
            self.note("served");
            return true;
        }
        assert!(head.starts_with("HTTP/1.1 503 ") && head.contains("\r\nretry-after: 5"), "{answer}");
        assert!([REFUSED, UNKNOWN].contains(&body), "{answer}");
        self.note(if body == REFUSED { "unavailable" } else { "unknown" });
        false
    }

    fn note(&mut self, told: &str) {
        if !self.told.iter().any(|before| before == told) {
            self.told.push(told.to_owned());
        }
    }

    /// From here on another thing happens.
    fn forget(&mut self) {
        (self.longest, self.told) = (Duration::ZERO, Vec::new());
    }
}

/// Lives through an outage; what it came to is a row.
fn suffer(installation: &Installation, server: Server, fault: &Fault<'_>) {
    let mut row = Row::of(fault.name);
    let mut clients = Clients::of(installation, &server);
    let id = server.id();
    let before = (fault.rows)(id);
    for _ in 0..5 {
        assert!(clients.ask(), "{}: {:?}", fault.name, clients.told);
    }

    (fault.begin)(&mut clients);
    clients.forget();
    for _ in 0..4 {
        assert_eq!(clients.ask(), fault.served, "{}: whether it was served", fault.name);
    }
    row.told = clients.told.join(", ");
    row.took = clients.longest;
    assert!(row.took < fault.longest + MARGIN, "{}: told after {:?}", fault.name, row.took);
    // No write of the last second stands for the next one.
    std::thread::sleep(Duration::from_millis(1100));
    // On a full disk, the first writes of readiness itself may still find room: there is less with each.
    let began = Instant::now();
    while server.is_ready() != fault.ready {
        assert!(began.elapsed() < Duration::from_secs(4) + MARGIN, "{}: ready is {}", fault.name, !fault.ready);
        std::thread::sleep(Duration::from_millis(200));
    }
    row.readiness = (fault.ready, began.elapsed());

    if let Some(end) = &fault.end {
        end();
        let began = Instant::now();
        while !clients.ask() {
            assert!(began.elapsed() < Duration::from_secs(5) + MARGIN, "{}: it does not serve again", fault.name);
            std::thread::sleep(Duration::from_millis(50));
        }
        row.again = Some(began.elapsed());
        assert!(server.is_ready(), "{}: it is not ready again", fault.name);
        row.lost = clients.acknowledged - ((fault.rows)(id) - before);
        (fault.begin)(&mut clients);
    }

    server.signal("HUP");
    server.until("there is no certificate to read again");
    assert_eq!(clients.ask(), fault.served, "{}: whether it was served after SIGHUP", fault.name);
    let acknowledged = clients.acknowledged;
    stop(server, &mut row);
    if fault.end.is_none() {
        row.lost = acknowledged - ((fault.rows)(id) - before);
    }
    row.record();
    // More may be there: of those who were told that the outcome is unknown.
    assert!(row.lost <= 0, "{}: {} of {acknowledged} tokens are lost", fault.name, row.lost);
}

/// Stops a server, which must not take longer than it may.
fn stop(server: Server, row: &mut Row) {
    let began = Instant::now();
    let (ended, said) = server.stop_and_read();
    row.stopped = began.elapsed();
    assert!(ended.success(), "{}: {ended} {said}", row.fault);
    assert!(row.stopped < GRACE + MARGIN, "{}: stopped after {:?} {said}", row.fault, row.stopped);
    row.events_lost = events_lost(&said);
}

/// How many token events a stop says that it could not write.
fn events_lost(said: &str) -> u32 {
    let Some((_, rest)) = said.split_once("events_lost=") else { return 0 };
    rest.split_whitespace().next().unwrap().parse().unwrap()
}
