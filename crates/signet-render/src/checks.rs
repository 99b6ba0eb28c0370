//! A strict reader of our own HTML, for tests: browsers forgive, this does not.

use std::collections::{HashMap, HashSet};

const VOID: &[&str] = &["meta", "link", "input", "img", "br", "hr", "path", "circle"];
/// Elements that may not stand inside an element of their own kind, or inside each other.
const INTERACTIVE: &[&str] = &["a", "button", "label", "summary"];
/// Elements whose content may hold no blocks.
const PHRASING: &[&str] = &["p", "span", "h1", "h2", "small", "strong", "button", "label", "em", "bdi", "dt", "legend"];
const BLOCK: &[&str] = &["div", "p", "ul", "li", "form", "dl", "section", "header", "h1", "h2", "pre", "fieldset"];

/// One element with its attributes and its place.
#[derive(Debug)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// Its attributes.
    pub attributes: HashMap<String, String>,
    /// Names of the elements around it, outermost first.
    pub within: Vec<String>,
    /// The text in it, with that of its descendants.
    pub text: String,
}

/// Reads a page; every fault is a sentence.
pub fn read(html: &str) -> (Vec<Element>, Vec<String>) {
    let mut elements: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut faults = Vec::new();
    let mut rest = html.strip_prefix("<!doctype html>").unwrap_or_else(|| {
        faults.push("no doctype".to_owned());
        html
    });
    while let Some(start) = rest.find('<') {
        let text = &rest[..start];
        if text.contains('>') {
            faults.push(format!("a bare > in {text:?}"));
        }
        for index in &open {
            elements[*index].text.push_str(text);
        }
        let Some(end) = rest[start..].find('>').map(|at| start + at) else {
            faults.push("a tag that never ends".to_owned());
            break;
        };
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            match open.pop() {
                Some(index) if elements[index].name == name => {}
                other => faults.push(format!("</{name}> closes {:?}", other.map(|index| &elements[index].name))),
            }
            continue;
        }
        let (name, attributes) = attributes(tag.trim_end_matches('/'), &mut faults);
        let within = open.iter().map(|index| elements[*index].name.clone()).collect();
        if !(VOID.contains(&name.as_str()) || tag.ends_with('/')) {
            open.push(elements.len());
        }
        elements.push(Element { name, attributes, within, text: String::new() });
    }
    if !open.is_empty() {
        faults.push(format!("{} elements stay open", open.len()));
    }
    (elements, faults)
}

fn attributes(tag: &str, faults: &mut Vec<String>) -> (String, HashMap<String, String>) {
    let (name, mut rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    let mut found = HashMap::new();
    while !rest.trim_start().is_empty() {
        rest = rest.trim_start();
        let stop = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (key, tail) = rest.split_at(stop);
        let value;
        (value, rest) = match tail.strip_prefix("=\"") {
            Some(quoted) => quoted.split_once('"').unwrap_or_else(|| {
                faults.push(format!("{key} of <{name}> has no closing quote"));
                (quoted, "")
            }),
            None => ("", tail),
        };
        if found.insert(key.to_owned(), value.to_owned()).is_some() {
            faults.push(format!("<{name}> has {key} twice"));
        }
    }
    (name.to_owned(), found)
}

/// Everything that is wrong with a page.
pub fn faults(html: &str) -> Vec<String> {
    let (elements, mut faults) = read(html);
    let mut ids = HashSet::new();
    for element in &elements {
        if let Some(id) = element.attributes.get("id")
            && !ids.insert(id.as_str())
        {
            faults.push(format!("id {id} stands twice"));
        }
        faults.extend(faults_of(element));
    }
    for element in &elements {
        let named =
            ["for", "aria-describedby", "aria-labelledby"].into_iter().filter_map(|key| element.attributes.get(key));
        let linked = element.attributes.get("href").and_then(|href| href.strip_prefix('#'));
        for id in named.flat_map(|ids| ids.split(' ')).chain(linked) {
            if !ids.contains(id) {
                faults.push(format!("<{}> speaks of #{id}, which is not there", element.name));
            }
        }
    }
    let labelled: HashSet<&str> = elements
        .iter()
        .filter(|e| e.name == "label")
        .filter_map(|e| e.attributes.get("for"))
        .map(String::as_str)
        .collect();
    for input in elements.iter().filter(|e| e.name == "input" && e.attributes.get("type").is_none_or(|t| t != "hidden"))
    {
        if !input.attributes.get("id").is_some_and(|id| labelled.contains(id.as_str())) {
            faults.push(format!("the input {:?} has no label", input.attributes.get("name")));
        }
    }
    for (name, count) in [("h1", 1), ("main", 1), ("title", 1), ("footer", 1)] {
        if elements
            .iter()
            .filter(|e| e.name == name && !e.text.trim().is_empty() || e.name == "footer" && name == "footer")
            .count()
            != count
        {
            faults.push(format!("not exactly one <{name}> with words in it"));
        }
    }
    faults
}

fn faults_of(element: &Element) -> Vec<String> {
    let mut faults = Vec::new();
    let Element { name, attributes, within, text } = element;
    if name == "style" || attributes.contains_key("style") || attributes.keys().any(|key| key.starts_with("on")) {
        faults.push(format!("<{name}> has style or script inline"));
    }
    if name == "script" && (!attributes.contains_key("src") || !text.trim().is_empty()) {
        faults.push("an inline script".to_owned());
    }
    if name == "img" && !attributes.contains_key("alt") {
        faults.push("an image without alt".to_owned());
    }
    if ["button", "a", "title", "label", "legend", "summary", "option"].contains(&name.as_str())
        && text.trim().is_empty()
    {
        faults.push(format!("<{name}> says nothing"));
    }
    if name == "form" && !(attributes.get("method").is_some_and(|m| m == "post") && attributes.contains_key("action")) {
        faults.push("a form without method=post and action".to_owned());
    }
    for key in ["href", "action", "src"] {
        if attributes.get(key).is_some_and(|to| to.is_empty() || to.trim().to_lowercase().starts_with("javascript")) {
            faults.push(format!("<{name}> leads to {:?}", attributes[key]));
        }
    }
    if INTERACTIVE.contains(&name.as_str())
        && let Some(outer) = within.iter().find(|outer| INTERACTIVE.contains(&outer.as_str()))
    {
        faults.push(format!("<{name}> inside <{outer}>"));
    }
    if BLOCK.contains(&name.as_str())
        && let Some(outer) = within.iter().find(|outer| PHRASING.contains(&outer.as_str()))
    {
        faults.push(format!("<{name}> inside <{outer}>"));
    }
    let parent = within.last().map_or("", String::as_str);
    if name == "li" && parent != "ul" || parent == "ul" && name != "li" {
        faults.push(format!("<{name}> directly inside <{parent}>"));
    }
    if name == "form" && within.iter().any(|outer| outer == "form") {
        faults.push("a form inside a form".to_owned());
    }
    faults
}
