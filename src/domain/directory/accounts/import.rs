//! People of another system, brought along with the password hashes that it made.

use std::collections::HashMap;

use super::{
    check,
    create::{NewUser, Prepared, insert, prepare},
};
use crate::domain::kernel::{Cx, Error, FieldError, On, Permission, permit};

/// Accounts written in one transaction.
const BATCH: usize = 100;
/// Most problems that are told at once.
pub const PROBLEMS_MAX: usize = 100;

/// Somebody to bring along.
#[derive(Debug)]
pub struct GivenPerson {
    /// The line of the file, for what is wrong with it.
    pub line: usize,
    /// The account.
    pub new: NewUser,
}

/// What is written, or would be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportedPeople {
    /// Accounts.
    pub people: usize,
    /// Those of them that sign in with the password they had.
    pub with_password: usize,
}

/// Makes the accounts, or, in a rehearsal, only looks whether they could be made. All of them are looked at before one
/// is written.
///
/// # Errors
/// [`Error::Invalid`] naming the lines that must be corrected, or, when somebody got a name in the meantime, how many
/// people were made before: the batches before it stay.
pub async fn import(cx: &Cx<'_>, given: Vec<GivenPerson>, rehearsal: bool) -> Result<ImportedPeople, Error> {
    permit(cx, Permission::UsersInvite, On::Installation)?;
    let (mut seen, mut ready, mut problems) = (HashMap::new(), Vec::new(), Vec::new());
    for GivenPerson { line, new } in given {
        let mut wrong = match prepare(cx, new).await {
            Ok(prepared) => {
                let twice = named_twice(&mut seen, &prepared, line);
                ready.push(prepared);
                twice
            }
            Err(Error::Invalid(problems)) => problems,
            Err(other) => return Err(other),
        };
        for problem in &mut wrong {
            problem.message = format!("line {line}: {}", problem.message);
        }
        problems.extend(wrong);
        if problems.len() >= PROBLEMS_MAX {
            break;
        }
    }
    check::all_well(problems)?;
    let with_password = ready.iter().filter(|one| one.has_password()).count();
    let imported = ImportedPeople { people: ready.len(), with_password };
    if rehearsal {
        return Ok(imported);
    }
    let mut rest = ready.into_iter().peekable();
    let mut made = 0;
    while rest.peek().is_some() {
        let batch: Vec<Prepared> = rest.by_ref().take(BATCH).collect();
        let size = batch.len();
        cx.write(async |work| {
            for prepared in batch {
                insert(cx, work, prepared).await?;
            }
            Ok(())
        })
        .await
        .map_err(|why| stopped(made, why))?;
        made += size;
    }
    Ok(imported)
}

/// The people of earlier batches are there, and those of the others are not.
fn stopped(made: usize, why: Error) -> Error {
    if made == 0 {
        return why;
    }
    let told = format!("the first {made} people of the file were made, the others were not: {why}");
    match why {
        Error::Invalid(_) | Error::Conflict(_) => Error::field("file", "import_stopped", told),
        // Nothing about the file is wrong.
        _ => Error::internal(told),
    }
}

/// What another line of the file has already: names and addresses are typed into one field at sign-in.
fn named_twice(seen: &mut HashMap<String, usize>, one: &Prepared, line: usize) -> Vec<FieldError> {
    let mut problems = Vec::new();
    for (field, key) in one.keys() {
        if let Some(first) = seen.insert(key, line) {
            check::add(&mut problems, field, "named_twice", format!("line {first} has the same"));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_that_goes_away_is_no_fault_of_the_file() {
        let names = |error: &Error| error.to_string().contains("the first 100 people of the file were made");
        let taken = stopped(100, Error::field("username", "username_taken", "somebody has it"));
        assert!(matches!(taken, Error::Invalid(_)) && names(&taken), "{taken}");
        let gone = stopped(100, Error::internal("the connection is closed"));
        assert!(matches!(gone, Error::Internal(_)) && names(&gone), "{gone}");
        // Before the first batch there is nothing to tell beside the reason.
        assert_eq!(stopped(0, Error::internal("closed")).to_string(), "internal error: closed");
    }
}
