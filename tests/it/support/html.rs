//! The forms of a page, read as a browser without scripts reads them.

use std::collections::BTreeMap;

/// A form: where it goes and what it sends.
#[derive(Debug, Clone)]
pub struct Form {
    /// As written: relative or absolute.
    pub action: String,
    /// `get` or `post`.
    pub method: String,
    /// Named fields with their present values, in order.
    pub fields: Vec<(String, String)>,
    /// Buttons that submit.
    pub buttons: Vec<Button>,
}

/// A button that submits.
#[derive(Debug, Clone)]
pub struct Button {
    /// Its id.
    pub id: String,
    /// Its name and value, sent when it is pressed.
    pub sends: Option<(String, String)>,
    /// Its words.
    pub text: String,
    /// Where it sends the form, if elsewhere than the form says.
    pub formaction: Option<String>,
}

impl Form {
    /// Fills a field in.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Leaves a field out.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self
    }

    /// A field's present value.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Presses the button with this id or these words.
    #[track_caller]
    #[must_use]
    pub fn press(mut self, button: &str) -> Self {
        let found = self.buttons.iter().find(|one| one.id == button || one.text == button);
        let found = found.unwrap_or_else(|| panic!("no button {button} among {:?}", self.buttons));
        self.fields.extend(found.sends.clone());
        if let Some(action) = found.formaction.clone() {
            self.action = action;
        }
        self
    }
}

/// Every form of a page.
pub fn forms(html: &str) -> Vec<Form> {
    let mut forms = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find("<form") {
        let end = rest[start..].find("</form>").map_or(rest.len(), |at| start + at);
        forms.push(form(&rest[start..end]));
        rest = &rest[end..];
    }
    forms
}

fn form(html: &str) -> Form {
    let head = attributes(tag(html));
    let mut form = Form {
        action: head.get("action").cloned().unwrap_or_default(),
        method: head.get("method").map_or_else(|| "get".to_owned(), |method| method.to_ascii_lowercase()),
        fields: Vec::new(),
        buttons: Vec::new(),
    };
    for (at, _) in html.match_indices('<') {
        let rest = &html[at..];
        let attributes = attributes(tag(rest));
        let value = |name: &str| attributes.get(name).cloned().unwrap_or_default();
        let sends = attributes.get("name").map(|name| (name.clone(), value("value")));
        if rest.starts_with("<input") {
            let idle = matches!(value("type").as_str(), "checkbox" | "radio") && !attributes.contains_key("checked");
            form.fields.extend(sends.filter(|_| !idle));
        } else if rest.starts_with("<button") && value("type") != "button" {
            let text = rest.find('>').map_or("", |at| &rest[at + 1..]);
            let text = text_of(text.split("</button>").next().unwrap_or_default());
            let formaction = attributes.get("formaction").cloned();
            form.buttons.push(Button { id: value("id"), sends, text, formaction });
        }
    }
    form
}

fn tag(html: &str) -> &str {
    html.split_once('>').map_or(html, |(tag, _)| tag)
}

fn attributes(tag: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut rest = tag.split_once(char::is_whitespace).map_or("", |(_, rest)| rest);
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() {
            return found;
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        rest = &rest[end..];
        let mut value = "";
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let end = quoted.find('"').unwrap_or(quoted.len());
            value = &quoted[..end];
            rest = quoted.get(end + 1..).unwrap_or_default();
        } else if let Some(bare) = rest.strip_prefix('=') {
            let end = bare.find(char::is_whitespace).unwrap_or(bare.len());
            value = &bare[..end];
            rest = &bare[end..];
        }
        found.insert(name, unescape(value));
    }
}

/// The words of a piece of HTML.
pub fn text_of(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for character in html.chars() {
        match character {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                text.push(' ');
            }
            _ if !inside => text.push(character),
            _ => {}
        }
    }
    unescape(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(end) = rest.find(';') else { break };
        let name = &rest[1..end];
        let character = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => name
                .strip_prefix('#')
                .and_then(|number| match number.strip_prefix('x') {
                    Some(hex) => u32::from_str_radix(hex, 16).ok(),
                    None => number.parse().ok(),
                })
                .and_then(char::from_u32),
        };
        match character {
            Some(character) => {
                out.push(character);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[test]
fn a_form_is_read_as_a_browser_reads_it() {
    let html = r#"<p><form method="post" action="/x?a=1&amp;b=2"><input type="hidden" name="csrf" value="a&#x2F;b">
        <input name="off" type="checkbox" value="yes"><input id=on name="on" type="checkbox" value="yes" checked>
        <button id="go" name="decision" value="allow"><b>Go</b> on</button></form>"#;
    let form = forms(html).remove(0).press("Go on");
    assert_eq!((form.action.as_str(), form.method.as_str()), ("/x?a=1&b=2", "post"));
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(form.fields, [pair("csrf", "a/b"), pair("on", "yes"), pair("decision", "allow")]);
}
