//! Configuration: `signet.toml`, then old names of variables where they are switched on
//! (`legacy`), then `SIGNET__SECTION__KEY`, then command-line flags, in rising precedence.
//!
//! Each section is declared once, in its own file, by `section!`: the struct, its defaults,
//! the reading of its keys and the text of `signet config reference` all come from there.
//! Loading never stops at the first mistake: [`Problems`] holds all of them, each with key,
//! source, problem and remedy, and never with a secret.
//!
//! Beside them stands [`telemetry`], a layer of its own: names of metrics, what is logged and how.

#[allow(rustdoc::broken_intra_doc_links, reason = "its comments are the reference, where [sms] is a section")]
pub mod account;
pub mod acr;
mod audit;
pub mod branding;
pub mod captcha;
mod choice;
pub mod color;
pub mod database;
pub mod ethereum;
#[allow(rustdoc::broken_intra_doc_links, reason = "its comments are the reference, where [sms] is a section")]
pub mod factors;
pub mod features;
pub mod issuer;
pub mod jose;
pub mod keys;
mod layers;
mod legacy;
pub mod limits;
pub mod log;
pub mod login;
pub mod logout;
#[allow(rustdoc::broken_intra_doc_links, reason = "its comments are the reference, where [mail] is a section")]
pub mod mail;
pub mod mailbox;
pub mod outbound;
pub mod passkeys;
pub mod passwords;
pub mod problem;
mod reference;
pub mod registration;
pub mod relay;
pub mod risk;
pub mod secret;
pub mod section;
#[allow(rustdoc::broken_intra_doc_links, reason = "its comments are the reference, where [tls] is a section")]
pub mod server;
pub mod session;
pub mod sign_up;
#[allow(rustdoc::broken_intra_doc_links, reason = "its comments are the reference, where [limits] is a section")]
pub mod sms;
pub mod suggest;
pub mod telemetry;
pub mod terms;
pub mod tls;
pub mod tokens;
pub mod units;
pub mod value;

#[cfg(test)]
mod tests;

// Files of this crate call the layers below `crate::base` and so on, as those of the server do.
use signet_protocol::{self as protocol, base};

use std::path::{Path, PathBuf};

pub use problem::{Problem, Problems, Source};
use section::{Checker, Key, Reader, Section, Sources};

use layers::Layers;

/// Lists the sections: the fields of [`Config`] in the order of the reference.
macro_rules! sections {
    ($($name:ident: $type:ty,)+) => {
        /// Everything an operator can set, typed and checked.
        #[derive(Debug, Clone, Default)]
        pub struct Config {
            $(#[doc = concat!("`[", stringify!($name), "]`")] pub $name: $type,)+
        }

        impl Config {
            fn from_layers(mut layers: Layers, serving: bool) -> Result<Loaded, Problems> {
                let mut sources = Sources::new();
                let mut problems = std::mem::take(&mut layers.problems);
                let mut config = Self { $($name: read(stringify!($name), &mut layers, &mut sources, &mut problems),)+ };
                config.follow_listener(&sources);
                config.session.follow_preset(|key| sources.contains_key(&format!("session.{key}")));
                refuse_unknown_sections(&layers, &mut problems);
                $(config.$name.check(&mut Checker {
                    section: stringify!($name),
                    sources: &sources,
                    problems: &mut problems,
                });)+
                let mut mail = Checker { section: "mail", sources: &sources, problems: &mut problems };
                mail::check_issuer(&config.mail, &config.issuer, &mut mail);
                let mut sms = Checker { section: "sms", sources: &sources, problems: &mut problems };
                sms::check_issuer(&config.sms, &config.issuer, &mut sms);
                let mut own = Checker { section: "passkeys", sources: &sources, problems: &mut problems };
                passkeys::check_issuer(&config.passkeys, &config.issuer, &mut own);
                let mut own = Checker { section: "risk", sources: &sources, problems: &mut problems };
                risk::check_config(&config, &mut own);
                let mut own = Checker { section: "sign_up", sources: &sources, problems: &mut problems };
                sign_up::check_config(&config, &mut own);
                let mut tls = Checker { section: "tls", sources: &sources, problems: &mut problems };
                tls::check_issuer(&config.tls, &config.issuer, &mut tls);
                if serving {
                    tls::check_files(&config.tls, &mut tls);
                }
                if problems.is_empty() { Ok(Loaded { config, sources }) } else { Err(Problems(problems)) }
            }

            /// Every value that may be shown: section, key, value; `None` when unset.
            pub fn values(&self) -> Vec<(&'static str, &'static str, Option<toml::Value>)> {
                let mut all = Vec::new();
                $(all.extend(self.$name.values().into_iter().map(|(key, value)| (stringify!($name), key, value)));)+
                all
            }
        }

        fn documented() -> Vec<(&'static str, &'static [&'static str], Vec<Key>)> {
            vec![$((stringify!($name), <$type>::DOC, <$type>::keys()),)+]
        }
    };
}

sections! {
    server: server::Server,
    tls: tls::Tls,
    issuer: issuer::Issuer,
    database: database::Database,
    keys: keys::Keys,
    tokens: tokens::Tokens,
    jose: jose::Jose,
    features: features::Features,
    registration: registration::Registration,
    session: session::Session,
    login: login::Login,
    passwords: passwords::Passwords,
    passkeys: passkeys::Passkeys,
    ethereum: ethereum::Ethereum,
    factors: factors::Factors,
    sign_up: sign_up::SignUp,
    terms: terms::Terms,
    account: account::Account,
    logout: logout::Logout,
    relay: relay::Relay,
    limits: limits::Limits,
    risk: risk::Risk,
    captcha: captcha::Captcha,
    branding: branding::Branding,
    outbound: outbound::Outbound,
    mail: mail::Mail,
    sms: sms::Sms,
    log: log::Log,
    audit: audit::Audit,
}

/// What to load from.
#[derive(Debug, Clone, Default)]
pub struct LoadOptions {
    /// A file named by the operator; `None` reads `signet.toml` if there is one.
    pub config_path: Option<PathBuf>,
    /// Environment variables; those without our prefix are ignored, old names aside.
    pub env: Vec<(String, String)>,
    /// `section.key` and value, as flags gave them; the last of a name wins.
    pub flags: Vec<(String, String)>,
    /// For the server: its certificate and key are looked at, too. No other command reads them, and
    /// one that is broken must not keep an operator from any of those.
    pub serving: bool,
}

impl LoadOptions {
    /// With the variables of this process; not for the server.
    // The one place that reads the environment: everything else gets a `Config`.
    #[allow(clippy::disallowed_methods)]
    pub fn from_environment(config_path: Option<PathBuf>, flags: Vec<(String, String)>) -> Self {
        let env = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.to_string_lossy().into_owned())))
            .collect();
        Self { config_path, env, flags, serving: false }
    }
}

/// A configuration and where its values came from.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The values.
    pub config: Config,
    /// The source of every key that is not at its default.
    pub sources: Sources,
}

impl Loaded {
    /// Where a key's value came from.
    pub fn source(&self, section: &str, key: &str) -> &Source {
        self.sources.get(&format!("{section}.{key}")).unwrap_or(&Source::Default)
    }

    /// The old names of variables that count, each with its new one.
    pub fn old_names(&self) -> Vec<(&str, &str)> {
        let old = self.sources.values().filter_map(|source| match source {
            Source::OldVariable { name, new } => Some((name.as_str(), new.as_str())),
            _ => None,
        });
        old.collect()
    }

    /// Whether somebody set a key.
    pub fn is_set(&self, section: &str, key: &str) -> bool {
        *self.source(section, key) != Source::Default
    }
}

impl Config {
    /// Loads and checks, or tells everything that is wrong.
    pub fn load(options: &LoadOptions) -> Result<Loaded, Problems> {
        let mut layers = Layers::default();
        layers.file(options.config_path.as_deref());
        layers.environment(&options.env);
        layers.flags(&options.flags);
        Self::from_layers(layers, options.serving)
    }

    /// An issuer that nobody named is the one of the listener.
    fn follow_listener(&mut self, sources: &Sources) {
        if sources.contains_key("issuer.url") {
            return;
        }
        if let Some(url) = issuer::default_for(self.server.listen, self.tls.certificate_file.is_some()) {
            self.issuer.url = url;
        }
    }

    /// A complete, commented configuration file.
    pub fn reference() -> String {
        reference::write(&documented())
    }

    /// For tests: this database, issuer `http://localhost:8080`, and password hashing that is
    /// cheap and weak.
    ///
    /// # Panics
    /// When the URL is not one of a database.
    pub fn for_tests(database_url: &str) -> Self {
        let mut config = Self::default();
        config.database.url = database::DatabaseUrl::parse(database_url)
            .unwrap_or_else(|refusal| panic!("{}: {}", refusal.problem, refusal.remedy));
        config.login.argon2_memory_kib = 64;
        config.login.argon2_iterations = 1;
        config.login.allow_weak_hashing = true;
        config
    }
}

fn read<S: Section>(
    section: &'static str,
    layers: &mut Layers,
    sources: &mut Sources,
    problems: &mut Vec<Problem>,
) -> S {
    let given = layers.sections.remove(section).unwrap_or_default();
    let mut reader = Reader { section, given, sources, problems };
    let read = S::read(&mut reader);
    reader.refuse_unknown(&S::keys(), section_of);
    read
}

/// Whether a section has such a key.
fn is_known(section: &str, key: &str) -> bool {
    documented()
        .iter()
        .any(|(name, _, keys)| *name == section && keys.iter().any(|known| known.names().any(|name| name == key)))
}

/// `section.key` of a key that some section has.
fn section_of(key: &str) -> Option<String> {
    documented()
        .iter()
        .find(|(_, _, keys)| keys.iter().any(|known| known.names().any(|name| name == key)))
        .map(|(section, _, _)| format!("{section}.{key}"))
}

fn refuse_unknown_sections(layers: &Layers, problems: &mut Vec<Problem>) {
    let known: Vec<&str> = documented().iter().map(|(name, _, _)| *name).collect();
    let mut refuse = |key: String, section: &str, source: &Source| {
        let remedy = suggest::nearest(section, known.iter().copied()).map_or_else(
            || "remove it; `signet config reference` lists every section".to_owned(),
            |meant| format!("did you mean {meant}?"),
        );
        problems.push(Problem {
            key,
            source: source.to_string(),
            problem: "there is no such section".to_owned(),
            remedy,
        });
    };
    for (section, keys) in &layers.sections {
        for (key, given) in keys {
            refuse(format!("{section}.{key}"), section, &given.source);
        }
    }
    for (section, source) in layers.empty.iter().filter(|(section, _)| !known.contains(&section.as_str())) {
        refuse(section.clone(), section, source);
    }
}

/// Refuses a file that is not there, so that the start fails and not the first use.
fn refuse_missing(path: &Path, key: &str, at: &mut Checker<'_>) {
    if let Err(why) = std::fs::File::open(path) {
        let problem = format!("the file {} cannot be read: {why}", path.display());
        at.refuse(key, problem, "name a file that this process may read");
    }
}
