//! Style sheets, icon and script: made once, named by their content, so that browsers keep them.

use data_encoding::HEXLOWER;

use super::theme::Theme;
use crate::base::secret::sha256;

const CSS: &str = concat!(
    include_str!("../../../templates/assets/css/tokens.css"),
    include_str!("../../../templates/assets/css/base.css"),
    include_str!("../../../templates/assets/css/forms.css"),
    include_str!("../../../templates/assets/css/parts.css"),
    include_str!("../../../templates/assets/css/wide.css"),
    include_str!("../../../templates/assets/css/adapt.css"),
);
const DARK: &str = include_str!("../../../templates/assets/css/dark.css");
const PLAYGROUND: &str = include_str!("../../../templates/assets/css/playground.css");
const FORM_POST: &str = include_str!("../../../templates/assets/form-post.js");
const MAIL_WAIT: &str = include_str!("../../../templates/assets/mail-wait.js");
const PASSKEY: &str = include_str!("../../../templates/assets/passkey.js");
const PASSKEY_SIGNALS: &str = include_str!("../../../templates/assets/passkey-signals.js");
const ETHEREUM: &str = include_str!("../../../templates/assets/ethereum.js");
const FRONTCHANNEL: &str = include_str!("../../../templates/assets/frontchannel.js");
const NEW_PASSWORD: &str = include_str!("../../../templates/assets/new-password.js");
const SHOW_PASSWORD: &str = include_str!("../../../templates/assets/show-password.js");
const PROOF_OF_WORK: &str = include_str!("../../../templates/assets/proof-of-work.js");
const ICON: &str = include_str!("../../../templates/assets/favicon.svg");

/// A file that pages refer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Its name under `/assets/`.
    pub name: String,
    /// Its address as pages write it, with the issuer's path.
    pub url: String,
    /// Its media type.
    pub content_type: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
    /// Whether its name changes with its content, so that it may be kept for ever.
    pub immutable: bool,
}

/// Every asset of a site.
#[derive(Debug, Clone)]
pub struct Assets {
    /// The look of all pages.
    pub css: Asset,
    /// The brand's tokens; none where the brand is the built-in one.
    pub theme: Option<Asset>,
    /// The colors of dark pages, those of the brand among them.
    pub dark: Asset,
    /// The icon in the browser's tab.
    pub icon: Asset,
    /// Sends the form of `response_mode=form_post` without a press of the button.
    pub form_post: Asset,
    /// Makes passkeys and signs in with them.
    pub passkey: Asset,
    /// Tells the browser which passkeys are of use.
    pub passkey_signals: Asset,
    /// Asks a wallet to sign.
    pub ethereum: Asset,
    /// Leaves the page that signs out of apps when they have answered.
    pub frontchannel: Asset,
    /// Goes on once the link of a mail was confirmed in another browser.
    pub mail_wait: Asset,
    /// Says of each rule whether a new password keeps it.
    pub new_password: Asset,
    /// Shows and hides what is typed as a password.
    pub show_password: Asset,
    /// Calculates what is asked after failures.
    pub proof_of_work: Asset,
    /// What only the playground needs of look.
    pub playground: Asset,
    /// The brand's logo.
    pub logo: Option<Asset>,
}

/// A logo that cannot be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the logo must be an SVG, PNG, JPEG or WebP file of at most 64 kB")]
pub struct UnusableLogo;

impl Asset {
    /// The policy to send with every asset: an SVG opened by itself is a document of our
    /// origin, and must not run what stands in it.
    pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
}

impl Assets {
    /// Makes the files of a site whose issuer has the path `base`.
    pub fn new(base: &str, theme: &Theme) -> Self {
        let icon = ICON.replace("#3b5bdb", &theme.light.to_string());
        Self {
            css: hashed(base, "signet.css", "text/css; charset=utf-8", squeezed(CSS)),
            theme: (*theme != Theme::default())
                .then(|| hashed(base, "theme.css", "text/css; charset=utf-8", theme.css())),
            dark: hashed(base, "dark.css", "text/css; charset=utf-8", squeezed(DARK) + &theme.dark_css()),
            icon: hashed(base, "favicon.svg", "image/svg+xml", icon),
            form_post: hashed(base, "form-post.js", "text/javascript; charset=utf-8", FORM_POST.to_owned()),
            passkey: hashed(base, "passkey.js", "text/javascript; charset=utf-8", lean(PASSKEY)),
            passkey_signals: hashed(
                base,
                "passkey-signals.js",
                "text/javascript; charset=utf-8",
                lean(PASSKEY_SIGNALS),
            ),
            ethereum: hashed(base, "ethereum.js", "text/javascript; charset=utf-8", lean(ETHEREUM)),
            frontchannel: hashed(base, "frontchannel.js", "text/javascript; charset=utf-8", FRONTCHANNEL.to_owned()),
            mail_wait: hashed(base, "mail-wait.js", "text/javascript; charset=utf-8", MAIL_WAIT.to_owned()),
            new_password: hashed(base, "new-password.js", "text/javascript; charset=utf-8", lean(NEW_PASSWORD)),
            show_password: hashed(base, "show-password.js", "text/javascript; charset=utf-8", lean(SHOW_PASSWORD)),
            proof_of_work: hashed(base, "proof-of-work.js", "text/javascript; charset=utf-8", lean(PROOF_OF_WORK)),
            playground: hashed(base, "playground.css", "text/css; charset=utf-8", squeezed(PLAYGROUND)),
            logo: None,
        }
    }

    /// Adds a logo, whose kind is told by its first bytes.
    pub fn set_logo(&mut self, base: &str, bytes: Vec<u8>) -> Result<&Asset, UnusableLogo> {
        const LARGEST: usize = 64 * 1024;
        let (ending, content_type) = match bytes.as_slice() {
            [0x89, b'P', b'N', b'G', ..] => ("png", "image/png"),
            [0xff, 0xd8, 0xff, ..] => ("jpg", "image/jpeg"),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => ("webp", "image/webp"),
            text if text.starts_with(b"<svg") || text.starts_with(b"<?xml") => ("svg", "image/svg+xml"),
            _ => return Err(UnusableLogo),
        };
        if bytes.len() > LARGEST {
            return Err(UnusableLogo);
        }
        Ok(self.logo.insert(hashed(base, &format!("logo.{ending}"), content_type, bytes)))
    }

    /// Every file.
    pub fn all(&self) -> impl Iterator<Item = &Asset> {
        let always = [
            &self.css,
            &self.dark,
            &self.icon,
            &self.form_post,
            &self.passkey,
            &self.passkey_signals,
            &self.ethereum,
            &self.frontchannel,
            &self.mail_wait,
            &self.new_password,
            &self.show_password,
            &self.proof_of_work,
            &self.playground,
        ];
        always.into_iter().chain(&self.theme).chain(&self.logo)
    }

    /// The file of a name below `/assets/`.
    pub fn find(&self, name: &str) -> Option<&Asset> {
        self.all().find(|asset| asset.name == name)
    }
}

/// A file whose name says its content as well.
fn hashed(base: &str, file: &str, content_type: &'static str, content: impl Into<Vec<u8>>) -> Asset {
    let (stem, ending) = file.rsplit_once('.').unwrap_or((file, "bin"));
    let bytes = content.into();
    let digest = HEXLOWER.encode(&sha256(&bytes)[..8]);
    let name = format!("{stem}.{digest}.{ending}");
    Asset { url: format!("{base}/assets/{name}"), name, content_type, bytes, immutable: true }
}

/// Scripts without lines that are comments, and without indentation: ours have no text of several lines.
fn lean(script: &str) -> String {
    let is_comment = |line: &str| line.starts_with("//") || line.starts_with("/**") && line.ends_with("*/");
    let lines = script.lines().map(str::trim).filter(|line| !line.is_empty() && !is_comment(line));
    lines.collect::<Vec<_>>().join("\n")
}

/// Style sheets without comments and needless space.
fn squeezed(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("/*") {
        out.push_str(&rest[..start]);
        rest = rest[start..].find("*/").map_or("", |end| &rest[start + end + 2..]);
    }
    out.push_str(rest);
    let mut tight = out.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    for mark in ["{", "}", ";", ","] {
        for loose in [format!(" {mark}"), format!("{mark} ")] {
            tight = tight.replace(&loose, mark);
        }
    }
    tight.replace(": ", ":").replace(";}", "}")
}
