//! What is wrong with a configuration, said so that the reader can mend it.

use std::{fmt, path::PathBuf};

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Nobody set it.
    Default,
    /// A line of the configuration file.
    File {
        /// The file as it was named.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
    },
    /// An environment variable.
    Variable(String),
    /// An environment variable by a name of another system.
    OldVariable {
        /// The old name.
        name: String,
        /// The name to use instead.
        new: String,
    },
    /// A command-line flag.
    Flag,
    /// A file named by a key that ends in `_file`.
    Secret {
        /// The file that holds the value.
        path: PathBuf,
        /// Where the file's name came from.
        named_by: Box<Source>,
    },
}

impl Source {
    /// The layer's precedence: a higher one wins.
    pub(super) fn rank(&self) -> u8 {
        match self {
            Self::Default => 0,
            Self::File { .. } => 1,
            Self::OldVariable { .. } => 2,
            Self::Variable(_) => 3,
            Self::Flag => 4,
            Self::Secret { named_by, .. } => named_by.rank(),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { path, line } => write!(f, "{}:{line}", path.display()),
            Self::Variable(name) => f.write_str(name),
            Self::OldVariable { name, new } => write!(f, "{name} (old name of {new})"),
            Self::Flag => f.write_str("command line"),
            Self::Secret { path, named_by } => write!(f, "{} (named by {named_by})", path.display()),
        }
    }
}

/// Why a value was refused, before it is known which key held it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidValue {
    /// What is wrong.
    pub problem: String,
    /// What to do about it.
    pub remedy: String,
}

impl InvalidValue {
    /// A refusal; neither text may hold a secret.
    pub fn new(problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { problem: problem.into(), remedy: remedy.into() }
    }
}

/// One thing that keeps Signet from starting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// `section.key`, or the file when no key can be named.
    pub key: String,
    /// Where the value came from, as [`Source`] prints it.
    pub source: String,
    /// What is wrong. Never holds a secret.
    pub problem: String,
    /// What to do about it.
    pub remedy: String,
}

/// All problems of a configuration at once; never empty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.len();
        writeln!(f, "The configuration has {count} problem{}:", if count == 1 { "" } else { "s" })?;
        for Problem { key, source, problem, remedy } in &self.0 {
            write!(f, "\n  {key}  (from {source})\n    problem: {problem}\n    remedy:  {remedy}\n")?;
        }
        Ok(())
    }
}
