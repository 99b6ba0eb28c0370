//! A group of transactions that become durable together, and the turn in it that a member holds.

use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::{
    connection::Connection,
    desk::{Desk, Job, Waiter},
};
use crate::{Error, Result};

/// Bounds of a group: the first member waits for the last.
const MEMBERS: usize = 256;
// Tests put two members in one group by their order, which a slow machine must not undo.
const AGE: Duration = Duration::from_millis(if cfg!(test) { 5_000 } else { 5 });
const UNDONE: &str = "the transaction was undone";

/// Tells a member whether its writes are on disk.
pub(super) type Acknowledge = oneshot::Sender<Result<()>>;

/// An open transaction of SQLite with the members that ended well in it.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) connection: Connection,
    pub(super) written: Vec<Acknowledge>,
    /// Members that undid what they wrote, and wait for the commit of what they saw.
    pub(super) watching: Vec<Acknowledge>,
    began: Instant,
    turns: usize,
    /// Whether the present member has a savepoint; the first needs none.
    savepoint: bool,
}

impl Group {
    /// Opens a transaction, unless another process has the lock.
    pub(super) fn open(connection: Connection) -> std::result::Result<Box<Self>, (Connection, rusqlite::Error)> {
        match connection.control("BEGIN IMMEDIATE") {
            Ok(()) => {
                let (written, watching) = (Vec::new(), Vec::new());
                Ok(Box::new(Self { connection, written, watching, began: Instant::now(), turns: 1, savepoint: false }))
            }
            Err(error) => Err((connection, error)),
        }
    }

    /// Ends the turn of the present member, and gives the next turn or leaves.
    fn end_turn(mut self: Box<Self>, end: End, desk: &Desk) {
        let keep = matches!(end, End::Keep(_));
        match end {
            End::Keep(told) => self.written.push(told),
            End::Undo(watching) => self.watching.extend(watching),
        }
        if !keep && !self.savepoint {
            // Nobody wrote anything that stays.
            return match self.connection.control("ROLLBACK") {
                Ok(()) => desk.rest(self.connection),
                Err(error) => desk.send(Job::Fail(self, error.to_string())),
            };
        }
        let more = self.has_room() && desk.is_awaited();
        if let Err(reason) = self.separate(keep, more) {
            return desk.send(Job::Fail(self, reason));
        }
        if more {
            self.savepoint = true;
            match self.give_turn(|| desk.next()) {
                None => return,
                Some(back) => self = back,
            }
        }
        desk.send(Job::Commit(self));
    }

    /// Whether another member may join.
    fn has_room(&self) -> bool {
        self.turns < MEMBERS && self.began.elapsed() < AGE
    }

    /// Lets those join who came after the last turn ended; answers the group again when there is nobody.
    pub(super) fn reopen(mut self: Box<Self>, next: impl Fn() -> Option<Waiter>) -> Option<Box<Self>> {
        if !self.has_room() {
            return Some(self);
        }
        let Some(first) = next() else { return Some(self) };
        // What was kept so far is out of reach of the next member. If this fails, so will the commit.
        if self.separate(true, true).is_err() {
            return Some(self);
        }
        self.savepoint = true;
        self.turns += 1;
        match first.lend(self) {
            None => None,
            Some(back) => back.give_turn(next),
        }
    }

    /// Lends the connection to the next one who is there; answers the group again when nobody is.
    fn give_turn(mut self: Box<Self>, next: impl Fn() -> Option<Waiter>) -> Option<Box<Self>> {
        while let Some(waiter) = next() {
            self.turns += 1;
            // One that went away meanwhile gives it back.
            self = waiter.lend(self)?;
        }
        Some(self)
    }

    /// Keeps or undoes what the present member wrote, and sets the next one's savepoint.
    fn separate(&self, keep: bool, more: bool) -> std::result::Result<(), String> {
        if self.connection.is_autocommit() {
            return Err(UNDONE.to_owned());
        }
        let steps: &[&'static str] = match (keep, more, self.savepoint) {
            // It stays in place for the next member.
            (false, _, _) => &["ROLLBACK TO s"],
            (true, true, true) => &["RELEASE s", "SAVEPOINT s"],
            (true, true, false) => &["SAVEPOINT s"],
            (true, false, _) => &[],
        };
        steps.iter().try_for_each(|step| self.connection.control(step)).map_err(|error| error.to_string())
    }
}

/// How a turn ends.
enum End {
    /// With writes that stay.
    Keep(Acknowledge),
    /// With writes that are undone; told is whoever waits for those of the others.
    Undo(Option<Acknowledge>),
}

/// The turn of one transaction in a group. Dropping it undoes exactly what was written in it.
#[derive(Debug)]
pub(super) struct Lease {
    // Present until it ends.
    pub(super) group: Option<Box<Group>>,
    pub(super) desk: Desk,
}

impl Lease {
    pub(super) fn connection(&mut self) -> Result<&mut Connection> {
        let connection = self.group.as_mut().map(|group| &mut group.connection).ok_or_else(super::closed)?;
        // A full disk, for one, undoes the whole transaction: what followed would be durable by itself.
        if connection.is_autocommit() {
            return Err(Error::Unavailable(UNDONE.to_owned()));
        }
        Ok(connection)
    }

    /// Makes the writes durable. Once this has begun, dropping its future no longer undoes them.
    pub(super) async fn commit(mut self) -> Result<()> {
        let (told, answer) = oneshot::channel();
        let Some(group) = self.group.take() else { return Err(super::closed()) };
        group.end_turn(End::Keep(told), &self.desk);
        answer.await.unwrap_or_else(|_| Err(super::closed()))
    }

    /// Undoes the writes. What others wrote before in the group was seen, and an answer may rest on it: this waits
    /// until it is durable, and so until readers see it.
    pub(super) async fn rollback(mut self) -> Result<()> {
        let Some(group) = self.group.take() else { return Err(super::closed()) };
        if group.written.is_empty() {
            group.end_turn(End::Undo(None), &self.desk);
            return Ok(());
        }
        let (watching, answer) = oneshot::channel();
        group.end_turn(End::Undo(Some(watching)), &self.desk);
        answer.await.unwrap_or_else(|_| Err(super::closed()))
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(group) = self.group.take() {
            group.end_turn(End::Undo(None), &self.desk);
        }
    }
}
