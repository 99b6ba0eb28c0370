//! Forms: which fields and buttons belong to each, and what they stand at.

use std::collections::HashMap;

use scraper::ElementRef;

use super::html::squeeze;

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

/// Reads the forms of a page from its elements.
pub fn read(elements: &[ElementRef<'_>]) -> Vec<Form> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html;

    #[test]
    fn a_field_belongs_to_the_form_around_it_or_to_the_one_it_names() {
        let owned = |html: &str| -> Vec<Vec<String>> {
            let names = |form: &Form| form.fields.iter().map(|field| field.name.clone()).collect();
            html::read(html).forms.iter().map(names).collect()
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
            let page = html::read(&format!("<form><select name=s {inner}</select></form>"));
            page.forms[0].fields[0].on.then(|| page.forms[0].fields[0].value.clone())
        };
        assert_eq!(value("><option value=1><option value=2 selected>").as_deref(), Some("2"));
        assert_eq!(value("><option>One  and more<option value=2>").as_deref(), Some("One and more"));
        assert_eq!(value("><option value=''><option value=2>").as_deref(), Some(""));
        assert_eq!(value("multiple><option value=1>"), None);
        assert_eq!(value(">"), None);
    }
}
