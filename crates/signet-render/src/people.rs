//! How a person is shown: a name, what they sign in with, an initial.

/// A person as a chip or a line shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their full name, if they gave one.
    pub name: Option<String>,
    /// Their e-mail address or user name: what they know themselves by here.
    pub login: String,
}

impl Person {
    /// What stands for them when there is room for one line only.
    pub fn called(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.login)
    }

    /// The letter in the round.
    pub fn initial(&self) -> String {
        initial(self.called())
    }
}

/// The first letter or digit of a name, in upper case; a dot when it has neither.
pub fn initial(name: &str) -> String {
    name.chars().find(|c| c.is_alphanumeric()).map_or_else(|| "·".to_owned(), |c| c.to_uppercase().collect())
}

#[cfg(test)]
impl Person {
    /// Somebody.
    pub fn sample() -> Self {
        Self { name: Some("Ada Lovelace".to_owned()), login: "ada@example.com".to_owned() }
    }

    /// Somebody whose name is as long as names get.
    pub fn long_sample() -> Self {
        Self {
            name: Some("Karl-Theodor Maria Nikolaus Johann Jacob Philipp Franz Joseph Sylvester".to_owned()),
            login: "karl-theodor.maria.nikolaus.johann.jacob@wissenschaftliche-datenverarbeitung.example.com"
                .to_owned(),
        }
    }
}
