//! Style sheets, icon and script: made once, named by their content, so that browsers keep them.

use data_encoding::HEXLOWER;

use super::theme::Theme;
use crate::base::secret::sha256;

const CSS: &str = concat!(
    include_str!("../../templates/assets/css/tokens.css"),
    include_str!("../../templates/assets/css/base.css"),
    include_str!("../../templates/assets/css/forms.css"),
    include_str!("../../templates/assets/css/parts.css"),
    include_str!("../../templates/assets/css/wide.css"),
    include_str!("../../templates/assets/css/adapt.css"),
);
const FORM_POST: &str = include_str!("../../templates/assets/form-post.js");
const ICON: &str = include_str!("../../templates/assets/favicon.svg");

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
    /// The icon in the browser's tab.
    pub icon: Asset,
    /// Sends the form of `response_mode=form_post` without a press of the button.
    pub form_post: Asset,
}

impl Assets {
    /// Makes the files of a site whose issuer has the path `base`.
    pub fn new(base: &str, theme: &Theme) -> Self {
        let icon = ICON.replace("#3b5bdb", &theme.light.to_string());
        Self {
            css: hashed(base, ("signet", "css"), "text/css; charset=utf-8", squeezed(CSS)),
            theme: (*theme != Theme::default())
                .then(|| hashed(base, ("theme", "css"), "text/css; charset=utf-8", theme.css())),
            icon: hashed(base, ("favicon", "svg"), "image/svg+xml", icon),
            form_post: hashed(base, ("form-post", "js"), "text/javascript; charset=utf-8", FORM_POST.to_owned()),
        }
    }

    /// Every file.
    pub fn all(&self) -> impl Iterator<Item = &Asset> {
        [Some(&self.css), self.theme.as_ref(), Some(&self.icon), Some(&self.form_post)].into_iter().flatten()
    }

    /// The file of a name below `/assets/`.
    pub fn find(&self, name: &str) -> Option<&Asset> {
        self.all().find(|asset| asset.name == name)
    }
}

fn hashed(base: &str, (stem, ending): (&str, &str), content_type: &'static str, content: String) -> Asset {
    let bytes = content.into_bytes();
    let digest = HEXLOWER.encode(&sha256(&bytes)[..8]);
    let name = format!("{stem}.{digest}.{ending}");
    Asset { url: format!("{base}/assets/{name}"), name, content_type, bytes, immutable: true }
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
