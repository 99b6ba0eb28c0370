//! Reads texts as their authors wrote them, and says what is wrong with those of a language beside the English ones.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey},
    parser,
};

use super::plurals::Plurals;

/// The texts of a language: messages, and their attributes as `message.attribute`.
#[derive(Default)]
pub struct Texts {
    pub all: BTreeMap<String, Text>,
    faults: Vec<String>,
}

/// One text.
#[derive(Default)]
pub struct Text {
    file: String,
    /// Every placeholder, those that only choose a form included.
    pub placeholders: BTreeSet<String>,
    /// What is shown whatever form is chosen.
    shown: BTreeSet<String>,
    choices: Vec<Choice>,
}

/// A place where a text has several forms.
struct Choice {
    by: String,
    forms: Vec<Form>,
}

struct Form {
    key: String,
    is_default: bool,
    shown: BTreeSet<String>,
}

impl Texts {
    /// Adds a file.
    pub fn read(&mut self, file: &str, source: &str) {
        let resource = parser::parse(source).unwrap_or_else(|(resource, errors)| {
            for error in errors {
                let line = source[..error.pos.start].matches('\n').count() + 1;
                self.faults.push(format!("{file}:{line}: {error}"));
            }
            resource
        });
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let key = message.id.name;
            for attribute in message.attributes {
                self.add(file, &format!("{key}.{}", attribute.id.name), &attribute.value);
            }
            if let Some(pattern) = message.value {
                self.add(file, key, &pattern);
            }
        }
    }

    fn add(&mut self, file: &str, key: &str, pattern: &Pattern<&str>) {
        let mut text = Text { file: file.to_owned(), ..Text::default() };
        for element in &pattern.elements {
            let PatternElement::Placeable { expression } = element else { continue };
            names(expression, &mut text.placeholders);
            match expression {
                Expression::Inline(_) => names(expression, &mut text.shown),
                Expression::Select { selector, variants } => {
                    let mut by = BTreeSet::new();
                    names_inline(selector, &mut by);
                    let forms = variants.iter().map(|variant| {
                        let (VariantKey::Identifier { name } | VariantKey::NumberLiteral { value: name }) = variant.key;
                        let mut shown = BTreeSet::new();
                        names_within(&variant.value, &mut shown);
                        Form { key: name.to_owned(), is_default: variant.default, shown }
                    });
                    let forms = forms.collect();
                    text.choices.push(Choice { by: by.into_iter().collect::<Vec<_>>().join(" "), forms });
                }
            }
        }
        if self.all.insert(key.to_owned(), text).is_some() {
            self.faults.push(format!("{file}: {key} stands twice"));
        }
    }
}

fn names_within(pattern: &Pattern<&str>, into: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            names(expression, into);
        }
    }
}

fn names(expression: &Expression<&str>, into: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => names_inline(inline, into),
        Expression::Select { selector, variants } => {
            names_inline(selector, into);
            for variant in variants {
                names_within(&variant.value, into);
            }
        }
    }
}

fn names_inline(inline: &InlineExpression<&str>, into: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            into.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference { arguments, .. } => {
            for argument in &arguments.positional {
                names_inline(argument, into);
            }
        }
        InlineExpression::Placeable { expression } => names(expression, into),
        _ => {}
    }
}

impl Choice {
    fn is_plural(&self) -> bool {
        self.forms.iter().any(|form| ["zero", "one", "two", "few", "many"].contains(&form.key.as_str()))
    }
}

/// Everything that is wrong with the texts of a language.
pub fn faults(english: &Texts, other: &Texts, plurals: &Plurals) -> Vec<String> {
    let mut found = other.faults.clone();
    for (key, text) in &english.all {
        match other.all.get(key) {
            Some(said) => found.extend(changed(text, said, plurals).into_iter().map(|what| format!("{key} {what}"))),
            None => found.push(format!("{key} is missing")),
        }
    }
    let alone = other.all.keys().filter(|key| !english.all.contains_key(*key));
    found.extend(alone.map(|key| format!("{key} is in no English file")));
    found
}

fn changed(english: &Text, said: &Text, plurals: &Plurals) -> Vec<String> {
    let mut found = Vec::new();
    if english.file != said.file {
        found.push(format!("stands in {}, and in English in {}", said.file, english.file));
    }
    let missing = english.placeholders.difference(&said.placeholders);
    found.extend(missing.map(|name| format!("lacks {{ ${name} }}")));
    let unknown = said.placeholders.difference(&english.placeholders);
    found.extend(unknown.map(|name| format!("has {{ ${name} }}, which nobody fills in")));
    for choice in english.choices.iter().filter(|choice| choice.is_plural()) {
        let chooses = said.choices.iter().any(|one| one.by == choice.by && one.is_plural());
        if plurals.0.len() > 1 && !chooses && said.placeholders.contains(&choice.by) {
            found.push(format!("does not choose its form by {{ ${} }}", choice.by));
        }
    }
    for choice in &said.choices {
        found.extend(incomplete(said, choice));
        if choice.is_plural() {
            found.extend(wrong_forms(said, choice, plurals));
        }
    }
    found
}

/// Forms that lack what the text shows otherwise.
fn incomplete(said: &Text, choice: &Choice) -> Vec<String> {
    let others = said.choices.iter().filter(|one| one.by != choice.by);
    let elsewhere: BTreeSet<&String> =
        others.flat_map(|one| one.forms.iter().flat_map(|form| &form.shown)).chain(&said.shown).collect();
    let needed = said.placeholders.iter().filter(|name| **name != choice.by && !elsewhere.contains(name));
    let lacking = needed.flat_map(|name| {
        let without = choice.forms.iter().filter(move |form| !form.shown.contains(name));
        without.map(move |form| format!("lacks {{ ${name} }} in the form [{}]", form.key))
    });
    lacking.collect()
}

/// Plural forms that the language needs and lacks or does not know, and those that hide which number they stand for.
fn wrong_forms(said: &Text, choice: &Choice, plurals: &Plurals) -> Vec<String> {
    let mut found = Vec::new();
    let by_number: BTreeSet<i64> = choice.forms.iter().filter_map(|form| form.key.parse().ok()).collect();
    for (key, numbers) in &plurals.0 {
        let open = numbers.difference(&by_number).count();
        match choice.forms.iter().find(|form| form.key == *key) {
            None if open > 0 => found.push(format!("lacks the form [{key}]")),
            Some(form) if open > 1 && !form.shown.contains(&choice.by) && !said.shown.contains(&choice.by) => {
                let by = &choice.by;
                found.push(format!("does not say {{ ${by} }} in the form [{key}], which stands for several numbers"));
            }
            _ => {}
        }
    }
    for form in &choice.forms {
        if form.key.parse::<i64>().is_err() && !form.is_default && !plurals.0.contains_key(&form.key) {
            found.push(format!("has the form [{}], which no number takes", form.key));
        }
    }
    found
}
