//! Recipes: `signet client create --for NAME`. Each is a page of `docs/clients`, compiled in: what people read there is
//! what the command registers and prints, with the values of this installation in the place of the page's examples.
//!
//! | on the page | stands for |
//! |---|---|
//! | `# …` | the title, which is the client's name unless another is given |
//! | ` ```json ` under `## The client` | the metadata |
//! | `## Configuration` | what is printed |
//! | `https://id.example.com`, `https://app.example.com` | the issuer, and where people open the app |
//! | the same, percent-encoded once or twice | the same, within the query of another address |
//! | `YOUR_CLIENT_ID`, `YOUR_CLIENT_SECRET`, `YOUR_RANDOM_SECRET` | what is fresh |
//! | `YOUR_PORT` | the port to listen on: the app's own on loopback or plain http, otherwise 3000, for a proxy in front of it |
//! | a line that ends in "only for an issuer on plain http" or "only for an app on plain http" | left out otherwise |

use serde_json::{Map, Value};
use url::{Position, Url};

use crate::{
    base::{
        entropy::Entropy,
        secret::Secret,
        url::{Issuer, is_loopback},
    },
    cli::{CommandFailure, client::snippet::encoded},
    config::suggest,
    protocol::client::Client,
};

const ISSUER: &str = "https://id.example.com";
const APP: &str = "https://app.example.com";
const BEHIND_A_PROXY: u16 = 3000;

/// A page that is a recipe.
#[derive(Debug)]
pub(super) struct Recipe {
    /// What `--for` takes, and the page's file name without `.md`.
    pub(super) name: &'static str,
    page: &'static str,
}

macro_rules! recipes {
    ($($name:literal)*) => {
        &[$(Recipe { name: $name, page: include_str!(concat!("../../../docs/clients/", $name, ".md")) }),*]
    };
}

/// Every recipe, by name.
pub(super) const RECIPES: &[Recipe] = recipes![
    "argocd" "authjs" "django" "dotnet" "express" "fastapi" "flask" "gitea" "gitlab" "go" "grafana" "immich" "jenkins"
    "kubernetes" "mcp" "mod-auth-openidc" "native" "nextauth" "nextcloud" "oauth2-proxy" "openid-client"
    "passport" "portainer" "proxmox" "requests-oauthlib" "spa" "spring" "vault"
];

/// A recipe for one app.
#[derive(Debug)]
pub(super) struct Plan {
    recipe: &'static Recipe,
    /// Where people open the app, without a slash at the end.
    app: Url,
}

impl Recipe {
    /// The recipe of this name.
    ///
    /// # Errors
    /// There is none; the nearest name.
    pub(super) fn find(name: &str) -> Result<&'static Self, CommandFailure> {
        let wanted = name.to_lowercase().replace(['_', ' '], "-");
        RECIPES.iter().find(|recipe| recipe.name == wanted).ok_or_else(|| {
            let known = RECIPES.iter().map(|recipe| recipe.name);
            let meant = suggest::nearest(&wanted, known.clone())
                .or_else(|| known.clone().find(|known| !wanted.is_empty() && known.contains(&wanted)));
            let hint = meant.map_or_else(
                || {
                    format!(
                        "the recipes are {}; --kind makes a client for anything else",
                        known.collect::<Vec<_>>().join(" ")
                    )
                },
                |meant| format!("did you mean {meant}?"),
            );
            CommandFailure::Usage(format!("there is no recipe {name:?}; {hint}"))
        })
    }

    /// The page's heading: the software's name.
    pub(super) fn title(&self) -> &'static str {
        self.page.lines().next().unwrap_or_default().trim_start_matches("# ")
    }

    /// Whether its addresses are below the app's.
    pub(super) fn wants_url(&self) -> bool {
        self.metadata_text().contains(APP)
    }

    /// For an app at `url`, or at the address to which a given redirect URI belongs.
    ///
    /// # Errors
    /// Neither was given where one is needed, or what was given is no address of an app.
    pub(super) fn plan(&'static self, url: Option<&str>, redirect: Option<&str>) -> Result<Plan, CommandFailure> {
        let app = match (url, redirect) {
            (Some(url), _) => address(url)?,
            (None, Some(redirect)) if self.wants_url() => self.app_of(redirect)?,
            (None, None) if self.wants_url() => {
                return Err(CommandFailure::Usage(format!(
                    "--for {} needs --url, the address at which people open it: --url https://app.example.com",
                    self.name
                )));
            }
            (None, _) => address(APP)?,
        };
        Ok(Plan { recipe: self, app })
    }

    /// The app to which a redirect URI belongs: what stands before the recipe's own path, otherwise its origin.
    fn app_of(&self, redirect: &str) -> Result<Url, CommandFailure> {
        let own = self.metadata(APP)?;
        let path = own["redirect_uris"][0].as_str().and_then(|uri| uri.strip_prefix(APP)).unwrap_or_default();
        if let Some(app) = redirect.strip_suffix(path).filter(|_| !path.is_empty()) {
            return address(app);
        }
        let url =
            Url::parse(redirect).map_err(|_| CommandFailure::Usage(format!("{redirect:?} is not an absolute URL")))?;
        address(&url[..Position::AfterPort])
    }

    fn metadata(&self, app: &str) -> Result<Map<String, Value>, CommandFailure> {
        serde_json::from_str(&self.metadata_text().replace(APP, app)).map_err(CommandFailure::failed)
    }

    fn metadata_text(&self) -> &'static str {
        let (_, rest) = self.section("The client").split_once("```json\n").unwrap_or_default();
        rest.split_once("\n```").map_or("", |(text, _)| text)
    }

    /// What stands under a heading, up to the next one of its level.
    fn section(&self, heading: &str) -> &'static str {
        let (_, rest) = self.page.split_once(&format!("\n## {heading}\n")).unwrap_or_default();
        rest.split_once("\n## ").map_or(rest, |(section, _)| section).trim_matches('\n')
    }
}

impl Plan {
    /// The metadata by its registered names, the client's name among them.
    pub(super) fn metadata(&self) -> Result<Map<String, Value>, CommandFailure> {
        let mut members = self.recipe.metadata(self.base())?;
        members.entry("client_name").or_insert_with(|| Value::String(self.recipe.title().to_owned()));
        Ok(members)
    }

    /// The page's configuration for this client, as Markdown.
    pub(super) fn configuration(&self, issuer: &Issuer, client: &Client, secret: Option<&Secret<String>>) -> String {
        let mut text = self.kept_lines(issuer);
        if let (Some(given), Ok(own)) = (client.metadata.redirect_uris.first(), self.recipe.metadata(APP))
            && let Some(own) = own["redirect_uris"][0].as_str()
        {
            text = text.replace(own, given);
        }
        let random = Entropy::System.bytes::<16>();
        let random = data_encoding::HEXLOWER.encode(&random);
        let secret = secret.map(|secret| secret.expose().as_str()).filter(|secret| needs_no_quoting(secret));
        for (example, value) in [(APP, self.base()), (ISSUER, issuer.as_str())] {
            let (once, value_once) = (encoded(example), encoded(value));
            text = text.replace(&encoded(&once), &encoded(&value_once)).replace(&once, &value_once);
            text = text.replace(example, value);
        }
        for (example, value) in [
            (host(APP), host(self.base())),
            (host(ISSUER), host(issuer.as_str())),
            ("YOUR_CLIENT_ID", client.id.as_str()),
            ("YOUR_CLIENT_SECRET", secret.unwrap_or("YOUR_CLIENT_SECRET")),
            ("YOUR_RANDOM_SECRET", random.as_str()),
            ("YOUR_PORT", self.port().to_string().as_str()),
        ] {
            text = text.replace(example, value);
        }
        text
    }

    /// The software's name.
    pub(super) fn title(&self) -> &'static str {
        self.recipe.title()
    }

    /// The page in the documentation.
    pub(super) fn page(&self) -> String {
        format!("docs/clients/{}.md", self.recipe.name)
    }

    fn base(&self) -> &str {
        self.app.as_str().trim_end_matches('/')
    }

    /// The port on which the app listens.
    fn port(&self) -> u16 {
        let own = self.app.port_or_known_default().filter(|_| self.app.scheme() == "http" || is_loopback(&self.app));
        own.unwrap_or(BEHIND_A_PROXY)
    }

    /// The lines that count for these addresses.
    fn kept_lines(&self, issuer: &Issuer) -> String {
        let app_on_http = self.app.scheme() == "http";
        let lines = self.recipe.section("Configuration").lines().filter(|line| {
            (!issuer.is_https() || !line.ends_with("only for an issuer on plain http"))
                && (app_on_http || !line.ends_with("only for an app on plain http"))
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// What is printed for people: fences become rules, everything else stays ready to be copied.
pub(super) fn for_terminal(markdown: &str) -> String {
    let rule = "─".repeat(60);
    markdown
        .lines()
        .map(|line| if line.starts_with("```") { rule.as_str() } else { line })
        .collect::<Vec<_>>()
        .join("\n")
}

/// An app's address: http or https, with a path or without, and nothing behind it.
fn address(text: &str) -> Result<Url, CommandFailure> {
    let refused = |why: &str| CommandFailure::Usage(format!("--url {text:?}: {why}, such as https://app.example.com"));
    let url = Url::parse(text).map_err(|_| refused("it must be an absolute URL"))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return Err(refused("it must begin with https:// or http://"));
    }
    if url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() || url.password().is_some() {
        return Err(refused("it must have no query, no fragment and no user"));
    }
    Ok(url)
}

/// Host and port of an address.
fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split_once('/').map_or(rest, |(host, _)| host)
}

/// Whether a secret means itself in each of the formats that pages have (shells, YAML, TOML, Apache, code).
fn needs_no_quoting(secret: &str) -> bool {
    secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte))
}

#[cfg(test)]
mod tests;
