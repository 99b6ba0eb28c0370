//! Pairwise subjects that come from another system (OIDC Core §8): brought over before their clients
//! move, so that nobody becomes a stranger to an app.

use std::collections::HashMap;

use super::check;
use crate::{
    base::id::UserId,
    domain::kernel::{Cx, Error, Event, FieldError, On, Permission, Work, permit},
    protocol::subject::{check_sub, parse_sector},
    store::{Conn, pairwise_subjects},
};

/// How many subjects are written in one transaction.
const BATCH: usize = 500;
/// Most problems that are named at once.
const PROBLEMS_MAX: usize = 50;

/// What a person is called in a sector.
#[derive(Debug, Clone)]
pub struct GivenSubject {
    /// Where it stands, for messages.
    pub line: usize,
    /// The host that names the sector, or `client:` and a client that is one by itself.
    pub sector: String,
    /// The person: user name, address, id or (public) subject.
    pub user: String,
    /// What the clients of the sector call them.
    pub sub: String,
}

/// What an import did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// Subjects that are new.
    pub added: usize,
    /// Subjects that were there already.
    pub unchanged: usize,
}

struct Checked {
    sector: String,
    user: UserId,
    sub: String,
}

/// Brings subjects over. All of them are looked at before one is written; the same again changes
/// nothing.
///
/// # Errors
/// [`Error::Invalid`] naming the lines that must be corrected; [`Error::Conflict`] when somebody was
/// given a subject in the meantime, where the batches before it stay.
pub async fn import(cx: &Cx<'_>, given: &[GivenSubject]) -> Result<Imported, Error> {
    permit(cx, Permission::UsersWrite, On::Installation)?;
    let mut conn = cx.read().await?;
    let mut seen = Seen::default();
    let (mut rows, mut imported, mut problems) = (Vec::new(), Imported::default(), Vec::new());
    for one in given {
        match look(cx, &mut conn, &mut seen, one).await? {
            Ok(Some(row)) => rows.push(row),
            Ok(None) => imported.unchanged += 1,
            Err(mut problem) => {
                problem.message = format!("line {}: {}", one.line, problem.message);
                problems.push(problem);
            }
        }
        if problems.len() == PROBLEMS_MAX {
            break;
        }
    }
    drop(conn);
    check::all_well(problems)?;
    for batch in rows.chunks(BATCH) {
        cx.write(async |work| insert(cx, work, batch).await).await?;
        imported.added += batch.len();
    }
    Ok(imported)
}

/// What the lines before said.
#[derive(Default)]
struct Seen {
    subs: HashMap<(String, UserId), String>,
    users: HashMap<(String, String), UserId>,
}

/// A line to write; nothing when it is true already.
async fn look(
    cx: &Cx<'_>,
    conn: &mut Conn,
    seen: &mut Seen,
    one: &GivenSubject,
) -> Result<Result<Option<Checked>, FieldError>, Error> {
    let problem = |field, code, message: &str| Ok(Err(FieldError { field, code, message: message.to_owned() }));
    let Some(sector) = parse_sector(&one.sector) else {
        return problem("sector", "sector_invalid", "a host such as app.example.com, or client: and a client_id");
    };
    if let Err(why) = check_sub(&one.sub) {
        return problem("sub", "sub_invalid", why);
    }
    let user = match super::find(conn, &one.user).await {
        Ok(user) => user.id,
        Err(Error::NotFound) => return problem("user", "user_unknown", "nobody is called this"),
        Err(other) => return Err(other),
    };
    let by_user = match seen.subs.get(&(sector.clone(), user.clone())) {
        Some(sub) => Some(sub.clone()),
        None => pairwise_subjects::find(conn, &cx.issuer.id, &sector, &user).await?,
    };
    let by_sub = match seen.users.get(&(sector.clone(), one.sub.clone())) {
        Some(user) => Some(user.clone()),
        None => pairwise_subjects::find_user_by_sub(conn, &cx.issuer.id, &sector, &one.sub).await?,
    };
    match (by_user, by_sub) {
        (Some(sub), _) if sub == one.sub => Ok(Ok(None)),
        // OIDC Core §2: a subject is never reassigned, and clients have stored the one they saw.
        (Some(_), _) => problem("user", "sub_given", "this person has another subject in this sector already"),
        (None, Some(_)) => problem("sub", "sub_taken", "somebody else has it in this sector"),
        (None, None) => {
            seen.subs.insert((sector.clone(), user.clone()), one.sub.clone());
            seen.users.insert((sector.clone(), one.sub.clone()), user.clone());
            Ok(Ok(Some(Checked { sector, user, sub: one.sub.clone() })))
        }
    }
}

async fn insert(cx: &Cx<'_>, work: &mut Work, batch: &[Checked]) -> Result<(), Error> {
    let now = cx.now;
    for row in batch {
        let sector = (&cx.issuer.id, row.sector.as_str());
        let stands = pairwise_subjects::insert(work, sector, &row.user, &row.sub, now).await;
        let stands = stands.map_err(Error::taken("a pairwise subject"))?;
        if stands != row.sub {
            return Err(Error::Conflict("a pairwise subject"));
        }
    }
    work.emit(cx, Event::PairwiseSubjectsImported(batch.len())).await
}
