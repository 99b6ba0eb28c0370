//! The forms of a page, as somebody without scripts can fill them in.

use scraper::{ElementRef, Html, Node};

use super::{
    document,
    forms::{self, Form},
};

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
    page.forms = forms::read(&elements);
    page
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

/// Words with one space between them.
pub fn squeeze<'t>(texts: impl Iterator<Item = &'t str>) -> String {
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
    fn the_title_is_that_of_the_page_and_not_of_a_drawing() {
        let page = read("<svg><title>Logo</title></svg><title>Sign in</title>");
        assert_eq!(page.title, "Sign in");
    }

    /// With `~` for a space.
    const TAGS: &str = "<html> <head> <body> </body> </html> <template> </template> <table> </table> <tr> <td> \
        <caption> <colgroup> <col> <select> </select> <option> <svg> </svg> <math> \
        <annotation-xml~encoding='text/html'> <mi> <title> </title> <form> </form> <input> <p> </p> <b> \
        </b> <a> </a> <nobr> <button> </button> <frameset> <frame> <noscript> </noscript> <script> \
        </script> <textarea> <plaintext> <br> </br> <li> <dd> <h1> <iframe> <object> </object> <image> \
        <!DOCTYPE~html> <!--~--> <?x <![CDATA[ x \0";

    proptest! {
        #[test]
        fn no_tags_make_it_panic(tags in prop::collection::vec(prop::sample::select(TAGS.split(' ').collect::<Vec<_>>()), 0..40)) {
            read(&tags.concat().replace('~', " "));
        }

        #[test]
        fn no_text_makes_it_panic(html in "[<>/=\"'a-c&;# ßform]{0,80}") {
            read(&html);
        }
    }
}
