//! The configuration as a whole: layers, sources, problems, the reference.

use std::{fs, path::Path};

use proptest::prelude::*;

use super::{limits::RuleName, outbound::PrivateTarget, *};
use crate::base::time::Seconds;

/// Loads a file's text under variables and flags, without touching the file system.
pub(super) fn load(toml: &str, env: &[(&str, &str)], flags: &[(&str, &str)]) -> Result<Loaded, Problems> {
    let owned = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    let mut layers = Layers::default();
    layers.toml(Path::new("signet.toml"), toml);
    layers.environment(&owned(env));
    layers.flags(&owned(flags));
    Config::from_layers(layers, false)
}

fn refused(toml: &str) -> Vec<Problem> {
    load(toml, &[], &[]).map(|_| ()).expect_err(toml).0
}

/// Asserts that one key is refused, for a reason and with a remedy that hold these words.
pub(super) fn assert_refused(toml: &str, key: &str, problem: &str, remedy: &str) {
    let problems = refused(toml);
    let found = problems.iter().find(|one| one.key == key).unwrap_or_else(|| panic!("{key} in {problems:?}"));
    assert!(found.problem.contains(problem), "{found:?}");
    assert!(found.remedy.contains(remedy), "{found:?}");
}

/// A file of this test process, by a name of its own.
fn scratch(name: &str, text: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("signet-config-{}-{name}", std::process::id()));
    fs::write(&path, text).unwrap();
    path
}

const KEY: &str = "c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IHNlYzE=";

#[test]
fn the_defaults_are_good() {
    let loaded = load("", &[], &[]).unwrap();
    assert!(loaded.sources.is_empty());
    assert_eq!(loaded.config.issuer.url.as_str(), "http://localhost:8080");
    assert_eq!(loaded.config.limits.rules.find(RuleName::LoginAddress).map(|rule| rule.max), Some(20));
}

#[test]
fn a_number_is_asked_at_sign_up_only_where_a_text_can_prove_it() {
    let public = "[issuer]\nurl = 'https://id.example.com'\n[sign_up]\nphone = 'required'\n";
    assert_refused(public, "sign_up.phone", "a number is proven by a text, and none can be sent", "set sms.driver");
    let sends = format!("{public}[sms]\ndriver = 'file'\ndirectory = 'texts'\ncountries = ['GB']\n");
    assert!(load(&sends, &[], &[]).is_ok());
    // Texts wait at /dev/mail on a developer's machine.
    assert!(load("[sign_up]\nphone = 'optional'\n", &[], &[]).is_ok());
}

#[test]
fn flags_win_over_the_environment_and_the_environment_over_the_file() {
    let file = "[tokens]\nrefresh_grace = 1\ncode_lifetime = 30\nid_token_lifetime = '5m'\n";
    let env = [("SIGNET__TOKENS__REFRESH_GRACE", "2"), ("SIGNET__TOKENS__CODE_LIFETIME", "31"), ("SIGNET_TOKENS", "x")];
    let loaded = load(file, &env, &[("tokens.refresh_grace", "3"), ("tokens.refresh_grace", "4s")]).unwrap();
    let tokens = &loaded.config.tokens;
    assert_eq!((tokens.refresh_grace, tokens.code_lifetime), (Seconds(4), Seconds(31)));
    assert_eq!(tokens.id_token_lifetime, Seconds(300));
    let source = |key| loaded.source("tokens", key).to_string();
    assert_eq!(source("refresh_grace"), "command line");
    assert_eq!(source("code_lifetime"), "SIGNET__TOKENS__CODE_LIFETIME");
    assert_eq!(source("id_token_lifetime"), "signet.toml:4");
    assert_eq!(source("access_token_lifetime"), "default");
}

#[test]
fn old_names_count_only_when_switched_on_and_below_every_name_of_ours() {
    let old = [
        ("APP_URL", "https://id.example.com"),
        ("APP_NAME", "Orbit"),
        ("BRAND_COLOR", "#3b5bdb"),
        ("APP_PRIMARY_COLOR", "#3b5bdb"),
        ("SUPPORT_EMAIL", "help@example.com"),
        ("SMTP_PASS", "hunter2"),
        ("CORS_ORIGIN", "*"),
    ];
    let with = |switch: &'static str, more: &[(&'static str, &'static str)]| {
        load("branding.name = 'From the file'", &[&old[..], &[("SIGNET_LEGACY_ENV", switch)], more].concat(), &[])
    };
    for off in ["", "0"] {
        let loaded = with(off, &[]).unwrap();
        assert_eq!((loaded.config.branding.name.as_str(), loaded.sources.len()), ("From the file", 1), "{off:?}");
    }
    let loaded = with("1", &[]).unwrap();
    let branding = &loaded.config.branding;
    assert_eq!((branding.name.as_str(), loaded.config.issuer.url.as_str()), ("Orbit", "https://id.example.com"));
    assert_eq!(branding.support_url.as_ref().map(branding::WebUrl::as_str), Some("mailto:help@example.com"));
    assert_eq!(loaded.source("branding", "name").to_string(), "APP_NAME (old name of SIGNET__BRANDING__NAME)");
    assert_eq!(loaded.old_names().len(), 4, "{:?}", loaded.sources);
    let ours = with("1", &[("SIGNET__BRANDING__NAME", "Ours")]).unwrap();
    assert_eq!(ours.config.branding.name, "Ours");
    assert_eq!(ours.source("branding", "name").to_string(), "SIGNET__BRANDING__NAME");
    let two = with("1", &[("BRAND_NAME", "Other")]).map(|_| ()).unwrap_err();
    assert_eq!((two.0.len(), two.0[0].key.as_str(), two.0[0].source.as_str()), (1, "branding.name", "APP_NAME"));
    assert!(two.0[0].problem.contains("BRAND_NAME"), "{two}");
    let unclear = with("yes", &[]).map(|_| ()).unwrap_err();
    assert_eq!(
        (unclear.0[0].key.as_str(), unclear.0[0].problem.as_str()),
        ("SIGNET_LEGACY_ENV", "it is neither 0 nor 1")
    );
    let twice = with("1", &[("BETTER_AUTH_URL", "https://id.example.com")]).unwrap();
    assert!(twice.is_set("issuer", "url"), "the same value twice is one value");
}

#[test]
fn an_issuer_that_nobody_named_follows_the_listener() {
    let default = |flags: &[(&str, &str)]| load("", &[], flags).unwrap().config.issuer.url.as_str().to_owned();
    assert_eq!(default(&[("server.listen", "0.0.0.0:9000")]), "http://localhost:9000");
    let named = [("server.listen", "0.0.0.0:9000"), ("issuer.url", "http://localhost:8080")];
    assert_eq!(default(&named), "http://localhost:8080");
    let tls = [("tls.certificate_file", "c.pem"), ("tls.key_file", "k.pem"), ("server.listen", "[::]:443")];
    assert_eq!(default(&tls), "https://localhost", "with a certificate the default is https");
}

#[test]
fn text_from_the_environment_becomes_what_the_key_wants() {
    let env = [
        ("SIGNET__SERVER__TRUSTED_PROXIES", "10.0.0.0/8, ::1"),
        ("SIGNET__SERVER__METRICS_LISTEN", ""),
        ("SIGNET__SERVER__MAX_BODY", "1 MiB"),
        ("SIGNET__LOGIN__ALLOW_WEAK_HASHING", "true"),
        ("SIGNET__LOGIN__ARGON2_MEMORY_KIB", "64"),
        ("SIGNET__LIMITS__RULES", "[{rule = 'login_address', max = 3, window = '1m'}]"),
        ("SIGNET__OUTBOUND__ALLOW_PRIVATE", "127.0.0.0/8,Keys.internal"),
        ("SIGNET__BRANDING__SUPPORT_URL", ""),
        ("SIGNET__LOG__FORMAT", "json"),
    ];
    let config = load("", &env, &[]).unwrap().config;
    let proxies: Vec<String> = config.server.trusted_proxies.iter().map(ToString::to_string).collect();
    assert_eq!(proxies, ["10.0.0.0/8", "::1/128"]);
    assert_eq!(config.server.metrics_listen.0, None);
    assert_eq!(config.server.max_body.0, 1 << 20);
    assert_eq!(config.limits.rules.find(RuleName::LoginAddress).map(|rule| rule.max), Some(3));
    assert_eq!(config.limits.rules.find(RuleName::LoginAccountAddress).map(|rule| rule.max), Some(5));
    assert_eq!(config.outbound.allow_private[1], PrivateTarget::Host("keys.internal".to_owned()));
    assert_eq!(config.branding.support_url, None);
    assert_eq!(config.log.format, log::LogFormat::Json);
}

#[test]
fn every_problem_is_told_at_once_with_source_and_remedy() {
    let file = "\
[server]
lisen = '0.0.0.0:80'
max_body = true
trusted_proxies = ['0.0.0.0/0']
refresh_grace = 5

[issuer]
url = 'http://id.example.com'

[tokns]
code_lifetime = 60

[branding]
brand_light = '#91a7ff'
";
    let env = [("SIGNET__KEYS__MASTER_KEY", "c2hvcnQ="), ("SIGNET__SERVER", "x")];
    let problems = load(file, &env, &[("tokens.code_lifetime", "1h")]).map(|_| ()).unwrap_err();
    insta::assert_snapshot!(problems.to_string(), @r##"
    The configuration has 10 problems:

      server  (from SIGNET__SERVER)
        problem: every key belongs to a section, and this one names none
        remedy:  write SIGNET__SECTION__KEY, such as SIGNET__SERVER__LISTEN

      server.max_body  (from signet.toml:3)
        problem: wrong type: found a boolean
        remedy:  write a number of bytes, or a size such as "64KiB" or "1MiB"

      server.lisen  (from signet.toml:2)
        problem: there is no such key
        remedy:  did you mean server.listen?

      server.refresh_grace  (from signet.toml:5)
        problem: there is no such key
        remedy:  did you mean tokens.refresh_grace?

      issuer.url  (from signet.toml:8)
        problem: it must use https (plain http is accepted for loopback hosts only)
        remedy:  write the address under which browsers reach Signet, such as https://id.example.com

      keys.master_key  (from SIGNET__KEYS__MASTER_KEY)
        problem: it holds 5 bytes, and a master key has exactly 32
        remedy:  make one with `openssl rand -base64 32`

      tokns.code_lifetime  (from signet.toml:11)
        problem: there is no such section
        remedy:  did you mean tokens?

      server.trusted_proxies  (from signet.toml:4)
        problem: 0.0.0.0/0 holds far more than your own machines
        remedy:  name the narrow networks you mean

      tokens.code_lifetime  (from command line)
        problem: 1h is out of range
        remedy:  choose 5s to 10m

      branding.brand_light  (from signet.toml:14)
        problem: #91a7ff on the card (#ffffff) has a contrast of 2.28 to 1; people need 4.5 to 1
        remedy:  choose #6473af, the nearest that passes
    "##);
}

#[test]
fn unsafe_values_are_refused_by_name() {
    assert_refused("issuer.url = 'http://id.example.com'", "issuer.url", "must use https", "https://");
    assert_refused("tokens.code_lifetime = '11m'", "tokens.code_lifetime", "11m is out of range", "10m");
    assert_refused("login.password_min_length = 7", "login.password_min_length", "7 characters", "8 characters");
    assert_refused("login.argon2_memory_kib = 8192", "login.argon2_memory_kib", "OWASP", "allow_weak_hashing");
    assert_refused(
        "passwords.breached_url = 'https://api.pwnedpasswords.com/range'",
        "passwords.breached_url",
        "the five characters follow right behind it, and it ends with neither / nor =",
        "write it to its end, such as https://api.pwnedpasswords.com/range/",
    );
    assert_refused("ethereum.contract_wallets = true", "ethereum.nodes", "no contract could be asked", "{ chain = 1");
    let nodes = |chains: &str| {
        let node = |chain: &str| format!("{{ chain = {chain}, url = 'https://node.example/key' }}");
        format!("ethereum.nodes = [{}]", chains.split(' ').map(node).collect::<Vec<_>>().join(", "))
    };
    assert_refused(&nodes("5"), "ethereum.nodes", "no wallet may be on chain 5", "ethereum.chains");
    assert_refused(&nodes("1 1"), "ethereum.nodes", "chain 1 has two nodes", "keep one");
    for (key, net) in [
        ("server.trusted_proxies", "0.0.0.0/0"),
        ("server.trusted_proxies", "128.0.0.0/1"),
        ("outbound.allow_private", "0.0.0.0/0"),
        ("outbound.allow_private", "::/0"),
        ("limits.trusted", "1.2.3.4/0"),
    ] {
        assert_refused(&format!("{key} = ['{net}']"), key, "", "narrow");
    }
    assert_refused("server.metrics_listen = '127.0.0.1:8080'", "server.metrics_listen", "public", "off");
    assert!(load("server.listen = '0.0.0.0:8080'", &[], &[]).is_ok(), "a proxy or a container needs it");
    assert!(load("server.trusted_proxies = ['10.0.0.0/8', 'fc00::/7']", &[], &[]).is_ok());
    assert!(load("login.argon2_memory_kib = 7168\nlogin.argon2_iterations = 5", &[], &[]).is_ok());
}

#[test]
fn a_wrong_type_is_named_and_the_right_one_is_shown() {
    assert_refused("server.listen = 8080", "server.listen", "found an integer", "127.0.0.1:8080");
    assert_refused("server.listen = 'localhost:8080'", "server.listen", "not an IP address", "127.0.0.1:8080");
    assert_refused("server.trusted_proxies = '10.0.0.0/8'", "server.trusted_proxies", "found text", "list");
    assert_refused("server.trusted_proxies = ['::1', 'x']", "server.trusted_proxies", "item 2", "10.0.0.0/8");
    assert_refused("session.idle = '7 days'", "session.idle", "not a length of time", "30d");
    assert_refused("session.idle = -1", "session.idle", "not a length of time", "30d");
    assert_refused("login.hash_queue = 2.5", "login.hash_queue", "found a fraction", "whole number");
    assert_refused("login.hash_queue = 99999999999999999999", "login.hash_queue", "found a fraction", "whole number");
    assert_refused("login.hash_queue = -1", "login.hash_queue", "-1 is out of range", "0 to");
    assert_refused("log.level = 'inof'", "log.level", "no level", "did you mean info?");
    assert_refused("log = 5", "log", "names none", "[server]");
    assert_refused(
        "limits.rules = [{rule='login_adress',max=1,window=1}]",
        "limits.rules",
        "no rule",
        "login_address?",
    );
    let none = |rule: &str| format!("limits.rules = [{{rule='{rule}',max=0,window='1h'}}]");
    assert_refused(&none("login_address"), "limits.rules", "login_address: 0 in 1h", "a max of at least 1");
    assert!(load(&none("login_account_newcomer"), &[], &[]).is_ok());
    assert_refused("limits.rules = [{rule='login_address',max=1}]", "limits.rules", "window is missing", "15m");
    assert_refused("database.url = 'mysql://x/y'", "database.url", "neither SQLite nor PostgreSQL", "sqlite:");
    assert_refused("outbound.allow_private = ['http://x']", "outbound.allow_private", "neither", "host name");
    assert_refused("branding.terms_url = 'javascript:1'", "branding.terms_url", "not a web address", "https://");
}

#[test]
fn a_key_in_the_wrong_section_is_sent_to_the_right_one() {
    assert_refused(
        "server.refresh_grace = 5",
        "server.refresh_grace",
        "no such key",
        "did you mean tokens.refresh_grace?",
    );
    assert_refused("[tokens]\n[serve]\n", "serve", "no such section", "did you mean server?");
    assert_refused("databse.url = ''", "databse.url", "no such section", "did you mean database?");
}

#[test]
fn contrast_is_checked_and_the_proposal_passes() {
    let problems = refused("branding.brand_light = '#91a7ff'");
    assert_eq!(problems.len(), 1, "white is readable on the color proposed: {problems:?}");
    let proposed = problems[0].remedy.split(['#', ',']).nth(1).unwrap();
    assert!(load(&format!("branding.brand_light = '#{proposed}'"), &[], &[]).is_ok(), "#{proposed}");
}

#[test]
fn switched_off_limits_are_off() {
    let rules = load("limits.rules = []", &[], &[]).unwrap().config.limits.rules;
    assert_eq!(rules.find(RuleName::LoginAddress), None);
}

#[test]
fn a_secret_is_read_from_a_file_and_the_higher_layer_wins() {
    let path = scratch("url", "postgres://signet:hunter2@db/signet\n");
    let named = path.to_str().unwrap();
    let file = format!("database.url_file = '{named}'");
    let loaded = load(&file, &[], &[]).unwrap();
    assert_eq!(loaded.config.database.url.expose(), "postgres://signet:hunter2@db/signet");
    assert_eq!(loaded.source("database", "url").to_string(), format!("{named} (named by signet.toml:1)"));

    let above = load(&file, &[("SIGNET__DATABASE__URL", "sqlite:x.db")], &[]).unwrap();
    assert_eq!(above.config.database.url.expose(), "sqlite:x.db");
    let below = load("database.url = 'sqlite:x.db'", &[("SIGNET__DATABASE__URL_FILE", named)], &[]).unwrap();
    assert!(!below.config.database.url.is_sqlite());

    let both = format!("database.url = 'sqlite:x.db'\n{file}");
    assert_refused(&both, "database.url_file", "database.url is set", "keep one");
    fs::remove_file(&path).unwrap();
    assert_refused(&file, "database.url_file", "cannot be read", "name a text file");
}

#[test]
fn the_master_key_has_32_bytes_and_never_comes_from_the_command_line() {
    let key = load("", &[("SIGNET__KEYS__MASTER_KEY", KEY)], &[]).unwrap().config.keys.master_key.unwrap();
    assert_eq!(key.expose(), b"secret secret secret secret sec1");
    assert_eq!(keys::MasterKeySetting::parse(key.to_base64().expose()), Ok(key));
    let problems = load("", &[], &[("keys.master_key", KEY)]).map(|_| ()).unwrap_err();
    assert!(problems.0[0].problem.contains("command line"), "{problems}");
    assert_refused(&format!("keys.master_key = '{}'", &KEY[..40]), "keys.master_key", "30 bytes", "openssl rand");
    assert_refused("keys.master_key = 'hunter2!'", "keys.master_key", "not base64", "openssl rand");
    let both = format!("keys.master_key = '{KEY}'\nkeys.master_key_command = ['pass', 'signet']");
    assert_refused(&both, "keys.master_key_command", "set, too", "keep one");
}

#[test]
fn a_database_password_never_comes_from_the_command_line() {
    for url in ["postgres://signet:hunter2@db/signet", "postgresql://db/signet?user=a&password=hunter2"] {
        let problems = load("", &[], &[("database.url", url)]).map(|_| ()).unwrap_err();
        let told = problems.to_string();
        assert_eq!(problems.0[0].problem, "everyone on this machine can read a password on the command line");
        assert_eq!(problems.0[0].remedy, "set SIGNET__DATABASE__URL, or database.url_file");
        assert!(!told.contains("hunter2"), "{told}");
        assert_eq!(load("", &[("SIGNET__DATABASE__URL", url)], &[]).unwrap().config.database.url.expose(), url);
    }
    for url in ["postgres://signet@db/signet?sslmode=verify-full", "sqlite:data/pass:word@x.db"] {
        assert_eq!(load("", &[], &[("database.url", url)]).unwrap().config.database.url.expose(), url);
    }
}

#[test]
fn only_a_file_that_was_named_has_to_exist() {
    let path = scratch("absent", "");
    fs::remove_file(&path).unwrap();
    let options = LoadOptions { config_path: Some(path.clone()), ..LoadOptions::default() };
    let problems = Config::load(&options).map(|_| ()).unwrap_err().0;
    assert_eq!(problems.len(), 1);
    assert_eq!((problems[0].key.as_str(), problems[0].source.as_str()), (path.to_str().unwrap(), "--config"));

    fs::write(&path, "[server]\nlisten = '127.0.0.1:1'\n").unwrap();
    assert_eq!(Config::load(&options).unwrap().config.server.listen.port(), 1);
    fs::remove_file(&path).unwrap();
}

#[test]
fn broken_toml_is_told_line_by_line_and_the_rest_is_still_checked() {
    let problems = refused("[server]\nlisten = \nmax_body = 'huge'\n[issuer]\nurl = 'x'\n");
    let keys: Vec<&str> = problems.iter().map(|one| one.key.as_str()).collect();
    assert!(
        keys.contains(&"signet.toml") && keys.contains(&"issuer.url") && keys.contains(&"server.max_body"),
        "{keys:?}"
    );
    assert_eq!(problems[0].source, "signet.toml:2");
}

#[test]
fn a_broken_line_never_tells_the_secret_it_holds() {
    for line in [
        "url = {hunter2 = 1",
        "url = \n'hunter2'\nhunter2.x = 1",
        "url = hunter2 hunter2 = 1",
        "[hunter2\nhunter2 = 1",
        "[server]\nlisten = '''x\nurl = 'hunter2'",
    ] {
        let problems = refused(&format!("[database]\n{line}\n"));
        assert!(!format!("{problems:?}").contains("hunter2"), "{problems:?}");
    }
}

#[test]
fn the_reference_explains_every_key() {
    insta::assert_snapshot!("reference", Config::reference());
    // The page that people read holds the same text.
    let page = include_str!("../../../docs/configuration.md");
    let (_, rest) = page.split_once("```toml\n").expect("the reference in docs/configuration.md");
    let (shown, _) = rest.split_once("\n```").expect("its end");
    assert_eq!(shown.trim_end(), Config::reference().trim_end(), "run: signet config reference, and put it there");
}

#[test]
fn the_test_configuration_passes_its_own_checks() {
    let config = Config::for_tests("sqlite::memory:");
    let text = config.login.values().into_iter().filter_map(|(key, value)| Some(format!("login.{key} = {}", value?)));
    assert!(load(&text.collect::<Vec<_>>().join("\n"), &[], &[]).is_ok());
}

proptest! {
    #[test]
    fn the_reference_parses_back_to_the_defaults(chosen in prop::collection::vec(any::<bool>(), 200)) {
        let mut chosen = chosen.into_iter();
        let mut uncommented = 0;
        let text: Vec<String> = Config::reference().lines().map(|line| {
            let setting = line.strip_prefix('#').filter(|rest| !rest.is_empty() && !rest.starts_with(' '));
            match setting {
                Some(setting) if chosen.next() == Some(true) => { uncommented += 1; setting.to_owned() }
                _ => line.to_owned(),
            }
        }).collect();
        let loaded = load(&text.join("\n"), &[], &[]).map_err(|problems| TestCaseError::fail(problems.to_string()))?;
        prop_assert_eq!(loaded.sources.len(), uncommented);
        prop_assert_eq!(loaded.config.values(), Config::default().values());
    }

    #[test]
    fn a_length_of_time_is_read_as_it_is_printed(seconds in 0..=i64::from(u32::MAX)) {
        let text = units::print_length(Seconds(seconds));
        let given = value::Given { value: toml::Value::String(text), loose: false, source: Source::Default };
        prop_assert_eq!(<Seconds as value::Setting>::read(&given), Ok(Seconds(seconds)));
    }

    #[test]
    fn no_text_can_break_the_reading(key in 0..500usize, text in "\\PC{0,40}") {
        let keys: Vec<String> = Config::default().values().iter().map(|(section, key, _)| format!("{section}.{key}")).collect();
        let key = &keys[key % keys.len()];
        if let Err(problems) = load("", &[], &[(key, &text)]) {
            prop_assert!(problems.0.iter().any(|one| one.source == "command line"), "{}", problems);
        }
    }

    #[test]
    fn a_secret_is_never_told_however_it_is_written(
        quotes in "['\"]{0,3}", end in "['\"\\]}\n= ]{0,4}", scheme in "(postgres://u:|sqlite:|mysql://u:|base64|[\\[{(]|)",
        key in "(database\\.url|keys\\.master_key|database\\.url_file|database\\.urll|keys\\.master_key_comand)",
    ) {
        let file = format!("{key} = {quotes}{scheme}hunter2@db:x{end}\n");
        for outcome in [load(&file, &[], &[]), load("", &[], &[(&key, &format!("{scheme}hunter2@db:x{end}"))])] {
            let told = match outcome {
                Ok(loaded) => format!("{:?}{:?}", loaded.config.values(), loaded),
                Err(problems) => format!("{problems}{problems:?}"),
            };
            prop_assert!(!told.contains("hunter2") || key == "database.url_file" || scheme == "sqlite:", "{}", told);
        }
    }
}

#[test]
fn a_session_is_as_long_as_its_preset_says_where_nobody_says_otherwise() {
    let session = |file: &str| load(file, &[], &[]).unwrap().config.session;
    let standard = session("");
    assert_eq!((standard.absolute, standard.idle, standard.max), (Seconds::days(30), Seconds::days(7), 5));
    let strict = session("session.preset = 'strict'\nsession.fresh = '20m'\nsession.max = 0");
    assert_eq!((strict.absolute, strict.idle, strict.update_age), (Seconds::days(1), Seconds::hours(1), Seconds(300)));
    assert_eq!((strict.fresh, strict.max), (Seconds::minutes(20), 0));
    let balanced = session("session.preset = 'balanced'");
    assert_eq!((balanced.absolute, balanced.unremembered), (Seconds::days(7), Seconds::hours(12)));
    assert_refused("session.preset = 'strikt'", "session.preset", "is no preset", "strict");
    // What is set must fit what the preset brings.
    assert_refused("session.preset = 'strict'\nsession.idle = '2d'", "session.idle", "longer than", "absolute");
}

#[test]
fn answers_are_handed_on_under_a_secret_and_to_origins_alone() {
    let secret = "relay.secret = 'what-both-sides-share-and-nobody-else-has'\n";
    assert_refused("relay.via = 'https://id.example.com'", "relay.secret", "missing", "openssl");
    assert_refused("relay.secret = 'short'", "relay.secret", "shorter than 32", "openssl");
    assert_refused(&format!("{secret}relay.targets = ['https://*.com']"), "relay.targets", "no origin", "https://");
    assert_refused(&format!("{secret}relay.via = 'id.example.com'"), "relay.via", "is no issuer", "https://");
    let both = "relay.via = 'https://id.example.com'\nrelay.targets = ['https://*.preview.example.com']";
    assert_refused(&format!("{secret}{both}"), "relay.targets", "via is set too", "registered address alone");
    assert!(load(&format!("{secret}relay.targets = ['https://*.preview.example.com']"), &[], &[]).is_ok());
}

#[test]
fn secrets_of_mail_go_to_https_addresses_only() {
    let resend = "[mail]\ndriver = 'resend'\nfrom = 'no-reply@example.com'\napi_key = 'key'\napi_url = ";
    let smtp = "[mail]\ndriver = 'smtp'\nfrom = 'no-reply@example.com'\nsmtp_host = 'mail.example.com'\n\
                smtp_username = 'signet'\nsmtp_client_id = 'signet'\nsmtp_refresh_token = 'token'\nsmtp_token_url = ";
    for (start, key) in [(resend, "mail.api_url"), (smtp, "mail.smtp_token_url")] {
        for bad in ["http://mail.example.com", "mailto:help@example.com"] {
            assert_refused(&format!("{start}'{bad}'"), key, "no https address", "starts with https://");
        }
        for good in ["https://mail.example.com/eu", "http://127.0.0.1:9000"] {
            assert!(load(&format!("{start}'{good}'"), &[], &[]).is_ok(), "{good}");
        }
    }
}
