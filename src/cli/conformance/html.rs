//! The forms of a page, read as a browser without scripts reads them: a small, tolerant scanner.
//!
//! It knows what sign-in pages are made of (forms, fields, buttons, `base`, `meta refresh`) and takes
//! everything else for text. It builds no tree: HTML's repairs of misnested tags do not matter here.

use std::collections::BTreeMap;

/// What a page holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// `<title>`
    pub title: String,
    /// The visible words.
    pub text: String,
    /// In order.
    pub forms: Vec<Form>,
    /// The address of `<meta http-equiv="refresh">`.
    pub refresh: Option<String>,
    /// `<base href>`
    pub base: Option<String>,
    /// The addresses of links.
    pub links: Vec<String>,
}

impl Page {
    /// Whether somebody is asked for a password here.
    pub fn asks_for_password(&self) -> bool {
        self.forms.iter().any(|form| form.fields.iter().any(|field| field.kind == "password"))
    }
}

/// A form.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Form {
    /// Its `id`.
    pub id: String,
    /// As written: relative, absolute, or empty for the page itself.
    pub action: String,
    /// Whether it is posted.
    pub post: bool,
    /// Everything that can be filled in, in order.
    pub fields: Vec<Field>,
    /// Everything that submits.
    pub buttons: Vec<Button>,
}

/// A field.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Field {
    /// Its `id`.
    pub id: String,
    /// Its `name`; a field without one is not sent.
    pub name: String,
    /// Its present value.
    pub value: String,
    /// Its `type`, or `select`, or `textarea`.
    pub kind: String,
    /// Whether it is sent: a box that is not ticked is not.
    pub on: bool,
}

/// Something that submits.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Button {
    /// Its `id`.
    pub id: String,
    /// Its `name`.
    pub name: String,
    /// Its `value`.
    pub value: String,
}

type Attributes = BTreeMap<String, String>;

/// Reads a page.
pub fn read(html: &str) -> Page {
    let mut reader = Reader::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        reader.text(&rest[..at]);
        rest = reader.markup(&rest[at..]);
    }
    reader.text(rest);
    reader.finish()
}

#[derive(Default)]
struct Reader {
    page: Page,
    words: String,
    in_title: bool,
    /// The form that is open.
    form: Option<usize>,
    /// Fields and buttons with a `form` attribute, for the end: the form may come later.
    elsewhere: Vec<(String, Result<Field, Button>)>,
}

impl Reader {
    fn text(&mut self, raw: &str) {
        let target = if self.in_title { &mut self.page.title } else { &mut self.words };
        target.push_str(&unescape(raw));
    }

    /// Reads what begins with `<` and answers with the rest.
    fn markup<'t>(&mut self, rest: &'t str) -> &'t str {
        if let Some(comment) = rest.strip_prefix("<!--") {
            return comment.split_once("-->").map_or("", |(_, rest)| rest);
        }
        let inner = &rest[1..];
        if !inner.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)) {
            self.text("<");
            return inner;
        }
        let end = tag_end(inner);
        let (tag, after) = (&inner[..end], inner.get(end + 1..).unwrap_or_default());
        let split = tag.find(|c: char| c.is_whitespace()).unwrap_or(tag.len());
        let name = tag[..split].trim_end_matches('/').to_ascii_lowercase();
        self.words.push(' ');
        // What stands inside of these is no markup.
        if let Some(raw) = ["script", "style", "textarea", "title"].iter().find(|raw| **raw == name) {
            let close = find_ignoring_case(after, &format!("</{raw}"));
            let content = &after[..close];
            match *raw {
                "textarea" => {
                    let field = Field { value: unescape(content), ..field(&attributes(&tag[split..]), "textarea") };
                    self.put(&attributes(&tag[split..]), Ok(field));
                }
                "title" => {
                    self.in_title = true;
                    self.text(content);
                    self.in_title = false;
                }
                _ => {}
            }
            return &after[close..];
        }
        self.tag(&name, &attributes(&tag[split..]));
        after
    }

    fn tag(&mut self, name: &str, attributes: &Attributes) {
        let value = |name: &str| attributes.get(name).cloned().unwrap_or_default();
        match name {
            "form" => {
                let post = value("method").eq_ignore_ascii_case("post");
                self.page.forms.push(Form { id: value("id"), action: value("action"), post, ..Form::default() });
                self.form = Some(self.page.forms.len() - 1);
            }
            "/form" => self.form = None,
            "base" => self.page.base = attributes.get("href").cloned(),
            "a" => self.page.links.extend(attributes.get("href").cloned()),
            "meta" if value("http-equiv").eq_ignore_ascii_case("refresh") => {
                let content = value("content");
                let at = find_ignoring_case(&content, "url=");
                let target = content.get(at + 4..).unwrap_or_default().trim().trim_matches(['\'', '"']);
                self.page.refresh = (!target.is_empty()).then(|| target.to_owned());
            }
            "button" if !matches!(value("type").to_ascii_lowercase().as_str(), "button" | "reset") => {
                self.put(attributes, Err(button(attributes)));
            }
            "input" => {
                let kind = value("type").to_ascii_lowercase();
                match kind.as_str() {
                    "submit" | "image" => self.put(attributes, Err(button(attributes))),
                    "button" | "reset" | "file" => {}
                    _ => self.put(attributes, Ok(field(attributes, &kind))),
                }
            }
            "select" => self.put(attributes, Ok(field(attributes, "select"))),
            "option" => {
                let last = self.form.and_then(|form| self.page.forms[form].fields.last_mut());
                if let Some(select) = last.filter(|field| field.kind == "select")
                    && (select.value.is_empty() || attributes.contains_key("selected"))
                {
                    select.value = value("value");
                }
            }
            _ => {}
        }
    }

    fn put(&mut self, attributes: &Attributes, what: Result<Field, Button>) {
        if attributes.contains_key("disabled") {
            return;
        }
        match (attributes.get("form"), self.form) {
            (Some(id), _) => self.elsewhere.push((id.clone(), what)),
            (None, Some(form)) => add(&mut self.page.forms[form], what),
            (None, None) => {}
        }
    }

    fn finish(mut self) -> Page {
        for (id, what) in self.elsewhere {
            if let Some(form) = self.page.forms.iter_mut().find(|form| form.id == id) {
                add(form, what);
            }
        }
        self.page.title = squeeze(&self.page.title);
        self.page.text = squeeze(&self.words);
        self.page
    }
}

fn add(form: &mut Form, what: Result<Field, Button>) {
    match what {
        Ok(field) => form.fields.push(field),
        Err(button) => form.buttons.push(button),
    }
}

fn field(attributes: &Attributes, kind: &str) -> Field {
    let value = |name: &str| attributes.get(name).cloned();
    let is_box = matches!(kind, "checkbox" | "radio");
    Field {
        id: value("id").unwrap_or_default(),
        name: value("name").unwrap_or_default(),
        value: value("value").unwrap_or_else(|| if is_box { "on".to_owned() } else { String::new() }),
        kind: kind.to_owned(),
        on: !is_box || attributes.contains_key("checked"),
    }
}

fn button(attributes: &Attributes) -> Button {
    let value = |name: &str| attributes.get(name).cloned().unwrap_or_default();
    Button { id: value("id"), name: value("name"), value: value("value") }
}

/// Where a tag ends: at the first `>` outside of quotes.
fn tag_end(inner: &str) -> usize {
    let mut quote = None;
    for (at, c) in inner.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            None if (c == '"' || c == '\'') && inner[..at].trim_end().ends_with('=') => quote = Some(c),
            None if c == '>' => return at,
            _ => {}
        }
    }
    inner.len()
}

fn attributes(tag: &str) -> Attributes {
    let mut found = Attributes::new();
    let mut rest = tag;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() {
            return found;
        }
        let end = rest.char_indices().skip(1).find(|(_, c)| c.is_whitespace() || "=/".contains(*c));
        let end = end.map_or(rest.len(), |(at, _)| at);
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| *c == '"' || *c == '\'');
            let body = quote.map_or(after, |_| &after[1..]);
            let end = match quote {
                Some(quote) => body.find(quote),
                None => body.find(|c: char| c.is_whitespace()),
            };
            let end = end.unwrap_or(body.len());
            value = &body[..end];
            rest = body.get(end + usize::from(quote.is_some())..).unwrap_or_default();
        }
        // HTML §13.2.5.33: the first of two attributes counts.
        found.entry(name).or_insert_with(|| unescape(value));
    }
}

/// Where `needle` (ASCII) begins, or the end. Looks no further than that: a page of a thousand titles is
/// read once and not a thousand times.
fn find_ignoring_case(text: &str, needle: &str) -> usize {
    let mut windows = text.as_bytes().windows(needle.len());
    windows.position(|window| window.eq_ignore_ascii_case(needle.as_bytes())).unwrap_or(text.len())
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let found = rest.find(';').filter(|end| *end <= 10).and_then(|end| Some((entity(&rest[1..end])?, end)));
        match found {
            Some((character, end)) => {
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

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names(form: &Form) -> Vec<(&str, &str, bool)> {
        form.fields.iter().map(|field| (field.name.as_str(), field.value.as_str(), field.on)).collect()
    }

    #[test]
    fn a_form_is_read_as_a_browser_reads_it() {
        let page = read(
            r#"<!DOCTYPE html><TITLE>Sign&nbsp;in &amp; go</TITLE><base href=/x/><script>"<form>"</script>
            <!-- <form id=no> --><p>a < b</p>
            <form id="f" METHOD='Post' action="/x?a=1&amp;b=2"><input type="hidden" name="csrf" value="a&#x2F;b>c">
            <input name=off type=checkbox><input id=on name='on' type="checkbox" value="yes" checked>
            <select name=s><option value=1><option value=2 selected><option value=3></select>
            <textarea name=t>a&lt;b <b></textarea><input disabled name=d value=1><input type=image name=i>
            <button id="go" name="decision" value="allow"><b>Go</b> on</button><button type=button>No</button></form>
            <button form=f id=outside>More</button><a href="/bye">bye</a>"#,
        );
        assert_eq!((page.title.as_str(), page.base.as_deref()), ("Sign in & go", Some("/x/")));
        assert_eq!(page.forms.len(), 1);
        assert_eq!(page.links, ["/bye"]);
        let form = &page.forms[0];
        assert_eq!((form.action.as_str(), form.post), ("/x?a=1&b=2", true));
        assert_eq!(
            names(form),
            [
                ("csrf", "a/b>c", true),
                ("off", "on", false),
                ("on", "yes", true),
                ("s", "2", true),
                ("t", "a<b <b>", true)
            ]
        );
        let ids: Vec<&str> = form.buttons.iter().map(|button| button.id.as_str()).collect();
        assert_eq!(ids, ["", "go", "outside"]);
        assert_eq!(page.text, "a < b Go on No More bye");
    }

    #[test]
    fn a_refresh_names_where_to_go() {
        let refresh = |html: &str| read(html).refresh;
        assert_eq!(
            refresh(r#"<meta http-equiv="Refresh" content="0; URL='/next?a=1&amp;b'">"#).unwrap(),
            "/next?a=1&b"
        );
        assert_eq!(refresh(r#"<meta http-equiv="refresh" content="30">"#), None);
        assert_eq!(refresh(r#"<meta name="description" content="url=x">"#), None);
    }

    #[test]
    fn broken_pages_are_read_as_far_as_they_go() {
        for html in ["<form", "<form action=", "<input name=\"x", "<", "</", "<!--", "<script>", "&#xZZ; &", "<a b='>"]
        {
            read(html);
        }
        assert_eq!(read("<form><input name=a>").forms[0].fields.len(), 1);
        assert!(read("<form><input type=password>").asks_for_password());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(html in "[<>/=\"'a-c&;# ßform]{0,80}") {
            read(&html);
        }
    }
}
