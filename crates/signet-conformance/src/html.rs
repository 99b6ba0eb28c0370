//! The forms of a page, as somebody without scripts can fill them in.

use std::collections::HashMap;

use scraper::{ElementRef, Html, Node};

use super::document;

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

/// Reads a page.
pub fn read(html: &str) -> Page {
    let tree = document::parse(html);
    let elements: Vec<ElementRef<'_>> = tree.root_element().descendent_elements().collect();
    let mut page = Page { text: words(&tree), ..Page::default() };
    let named = |name: &'static str| elements.iter().filter(move |element| element.value().name() == name);
    let href = |element: &ElementRef<'_>| element.attr("href").map(str::to_owned);
    // HTML §3.1.5: the first one, which is not that of a drawing.
    page.title = named("title").find(|one| !is_drawn(one)).map(|title| squeeze(title.text())).unwrap_or_default();
    page.base = named("base").find_map(href);
    page.links = named("a").filter_map(href).collect();
    page.refresh = named("meta").find_map(refresh);
    page.forms = forms(&elements);
    page
}

/// The forms with what belongs to each.
fn forms(elements: &[ElementRef<'_>]) -> Vec<Form> {
    let mut forms = Vec::new();
    let mut by_id = HashMap::new();
    for form in elements.iter().filter(|element| element.value().name() == "form") {
        by_id.entry(attribute(form, "id")).or_insert(forms.len());
        let post = attribute(form, "method").eq_ignore_ascii_case("post");
        forms.push(Form { id: attribute(form, "id"), action: attribute(form, "action"), post, ..Form::default() });
    }
    let mut around = HashMap::new();
    let mut count = 0;
    for element in elements {
        if element.value().name() == "form" {
            around.insert(element.id(), count);
            // HTML §13.2.6.4.9: a form straight in a table is closed at once; what follows in the table is its own.
            let parent = element.parent().and_then(ElementRef::wrap).filter(is_table_part);
            around.extend(parent.map(|parent| (parent.id(), count)));
            count += 1;
            continue;
        }
        let Some(what) = control(element) else { continue };
        // HTML §4.10.17.3: the form that the element names, or else the nearest one around it.
        let owner = match element.attr("form") {
            Some(id) => by_id.get(id).copied(),
            None => element.ancestors().find_map(|one| around.get(&one.id()).copied()),
        };
        match (owner.and_then(|owner| forms.get_mut(owner)), what) {
            (Some(form), Control::Field(field)) => form.fields.push(field),
            (Some(form), Control::Button(button)) => form.buttons.push(button),
            (None, _) => {}
        }
    }
    forms
}

enum Control {
    Field(Field),
    Button(Button),
}

/// What can be filled in or pressed; nothing for what is neither.
fn control(element: &ElementRef<'_>) -> Option<Control> {
    if element.attr("disabled").is_some() {
        return None;
    }
    let kind = attribute(element, "type").to_ascii_lowercase();
    match (element.value().name(), kind.as_str()) {
        ("button" | "input", "button" | "reset") | ("input", "file") => None,
        ("button", _) | ("input", "submit" | "image") => Some(Control::Button(Button {
            id: attribute(element, "id"),
            name: attribute(element, "name"),
            value: attribute(element, "value"),
        })),
        ("input", "checkbox" | "radio") => {
            let value = element.attr("value").unwrap_or("on").to_owned();
            Some(field(element, &kind, value, element.attr("checked").is_some()))
        }
        ("input", _) => Some(field(element, &kind, attribute(element, "value"), true)),
        ("textarea", _) => Some(field(element, "textarea", element.text().collect(), true)),
        ("select", _) => {
            let value = chosen(element);
            let on = value.is_some();
            Some(field(element, "select", value.unwrap_or_default(), on))
        }
        _ => None,
    }
}

fn field(element: &ElementRef<'_>, kind: &str, value: String, on: bool) -> Control {
    let (id, name) = (attribute(element, "id"), attribute(element, "name"));
    Control::Field(Field { id, name, value, kind: kind.to_owned(), on })
}

/// What a list stands at: the option that is marked, or else the first, unless several can be chosen.
fn chosen(select: &ElementRef<'_>) -> Option<String> {
    let options: Vec<_> = select.descendent_elements().filter(|one| one.value().name() == "option").collect();
    let marked = options.iter().rfind(|option| option.attr("selected").is_some());
    let first = || options.first().filter(|_| select.attr("multiple").is_none());
    let option = marked.or_else(first)?;
    Some(option.attr("value").map_or_else(|| squeeze(option.text()), str::to_owned))
}

fn attribute(element: &ElementRef<'_>, name: &str) -> String {
    element.attr(name).unwrap_or_default().to_owned()
}

fn is_table_part(element: &ElementRef<'_>) -> bool {
    matches!(element.value().name(), "table" | "tbody" | "thead" | "tfoot" | "tr")
}

fn is_drawn(title: &ElementRef<'_>) -> bool {
    title.ancestors().filter_map(ElementRef::wrap).any(|one| one.value().name() == "svg")
}

/// HTML §4.2.5.3: `content` is a number of seconds, and an address behind `url=`.
fn refresh(meta: &ElementRef<'_>) -> Option<String> {
    meta.attr("http-equiv").filter(|name| name.eq_ignore_ascii_case("refresh"))?;
    let content = meta.attr("content")?;
    let at = content.to_ascii_lowercase().find("url=")?;
    let target = content[at + 4..].trim().trim_matches(['\'', '"']);
    (!target.is_empty()).then(|| target.to_owned())
}

/// The words that are seen.
fn words(tree: &Html) -> String {
    const UNSEEN: &[&str] = &["script", "style", "textarea", "title", "template"];
    let texts = tree.root_element().descendants().filter_map(|node| match node.value() {
        Node::Text(text) => {
            let parent = node.parent().and_then(ElementRef::wrap)?;
            (!UNSEEN.contains(&parent.value().name())).then_some(&**text)
        }
        _ => None,
    });
    squeeze(texts)
}

fn squeeze<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    texts.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
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

    #[test]
    fn a_field_belongs_to_the_form_around_it_or_to_the_one_it_names() {
        let owned = |html: &str| -> Vec<Vec<String>> {
            let names = |form: &Form| form.fields.iter().map(|field| field.name.clone()).collect();
            read(html).forms.iter().map(names).collect()
        };
        assert_eq!(owned("<input name=x><form><p><input name=a></form><input name=y>"), [["a"]]);
        // As pages were built for tables: the tree has the form empty beside its rows.
        let rows = "<table><form id=f><tr><td><input name=a></td></tr><tr><td><input name=b></tr></form></table>";
        assert_eq!(owned(rows), [["a", "b"]]);
        let two = "<table><form><tr><td><input name=a></tr></form><form><tr><td><input name=b></tr></form></table>";
        assert_eq!(owned(two), [["a"], ["b"]]);
        assert_eq!(owned("<form id=f></form><form id=f></form><input name=a form=f>"), [vec!["a"], vec![]]);
        assert_eq!(owned("<form><input name=a form=none></form>"), [Vec::<&str>::new()]);
        assert_eq!(owned("<noscript><form><input name=a></form></noscript>"), [["a"]]);
    }

    #[test]
    fn a_list_stands_at_what_is_marked_or_at_its_first() {
        let value = |inner: &str| {
            let page = read(&format!("<form><select name=s {inner}</select></form>"));
            page.forms[0].fields[0].on.then(|| page.forms[0].fields[0].value.clone())
        };
        assert_eq!(value("><option value=1><option value=2 selected>").as_deref(), Some("2"));
        assert_eq!(value("><option>One  and more<option value=2>").as_deref(), Some("One and more"));
        assert_eq!(value("><option value=''><option value=2>").as_deref(), Some(""));
        assert_eq!(value("multiple><option value=1>"), None);
        assert_eq!(value(">"), None);
    }

    #[test]
    fn the_title_is_that_of_the_page_and_not_of_a_drawing() {
        let page = read("<svg><title>Logo</title></svg><title>Sign in</title>");
        assert_eq!(page.title, "Sign in");
    }

    const TAGS: &[&str] = &[
        "<html>",
        "<head>",
        "<body>",
        "</body>",
        "</html>",
        "<template>",
        "</template>",
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "<caption>",
        "<colgroup>",
        "<col>",
        "<select>",
        "</select>",
        "<option>",
        "<svg>",
        "</svg>",
        "<math>",
        "<annotation-xml encoding='text/html'>",
        "<mi>",
        "<title>",
        "</title>",
        "<form>",
        "</form>",
        "<input>",
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<a>",
        "</a>",
        "<nobr>",
        "<button>",
        "</button>",
        "<frameset>",
        "<frame>",
        "<noscript>",
        "</noscript>",
        "<script>",
        "</script>",
        "<textarea>",
        "<plaintext>",
        "<br>",
        "</br>",
        "<li>",
        "<dd>",
        "<h1>",
        "<iframe>",
        "<object>",
        "</object>",
        "<image>",
        "<!DOCTYPE html>",
        "<!-- -->",
        "<?x",
        "<![CDATA[",
        "x",
        "\0",
    ];

    proptest! {
        #[test]
        fn no_tags_make_it_panic(tags in prop::collection::vec(prop::sample::select(TAGS), 0..40)) {
            read(&tags.concat());
        }

        #[test]
        fn no_text_makes_it_panic(html in "[<>/=\"'a-c&;# ßform]{0,80}") {
            read(&html);
        }
    }
}
