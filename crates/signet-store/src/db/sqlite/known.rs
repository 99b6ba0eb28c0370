//! What a connection learns once of each statement that it runs.

use std::collections::{HashMap, hash_map::Entry};

use super::plan;

/// What is known of one statement.
#[derive(Debug)]
pub(super) struct Known {
    /// Whether it may touch more rows than a look-up does.
    pub(super) long: bool,
    /// For each of its parameters, which bind it takes: `$2` is a name to SQLite, not a number.
    pub(super) binds: Box<[usize]>,
    /// What it did so far, in steps of SQLite's machine.
    #[cfg(test)]
    pub(super) steps: u64,
    /// How often SQLite planned it anew by itself.
    #[cfg(test)]
    pub(super) planned_again: u64,
}

/// What is known of each statement: a literal is known by where it stands.
#[derive(Debug, Default)]
pub(super) struct KnownStatements(HashMap<(usize, usize), Known>);

impl KnownStatements {
    /// What is known of a statement; looked up when it is run for the first time.
    pub(super) fn learn(
        &mut self,
        connection: &rusqlite::Connection,
        sql: &'static str,
    ) -> rusqlite::Result<&mut Known> {
        Ok(match self.0.entry((sql.as_ptr() as usize, sql.len())) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(Known {
                long: plan::is_long(connection, sql)?,
                binds: binds(connection, sql)?,
                #[cfg(test)]
                steps: 0,
                #[cfg(test)]
                planned_again: 0,
            }),
        })
    }

    /// How many steps of SQLite's machine all of them took so far.
    #[cfg(test)]
    pub(super) fn steps(&self) -> u64 {
        self.0.values().map(|known| known.steps).sum()
    }

    /// How often SQLite planned one of them anew by itself.
    #[cfg(test)]
    pub(super) fn planned_again(&self) -> u64 {
        self.0.values().map(|known| known.planned_again).sum()
    }
}

/// The numbers of its parameters, in SQLite's order.
fn binds(connection: &rusqlite::Connection, sql: &str) -> rusqlite::Result<Box<[usize]>> {
    let statement = connection.prepare_cached(sql)?;
    let number = |at: usize| {
        let name = statement.parameter_name(at).and_then(|name| name.strip_prefix('$')?.parse::<usize>().ok());
        name.and_then(|number| number.checked_sub(1)).ok_or(rusqlite::Error::InvalidQuery)
    };
    (1..=statement.parameter_count()).map(number).collect()
}
