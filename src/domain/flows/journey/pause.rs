//! A journey waits for its person. So many wait in one browser. A fresh browser costs nothing, so those in browsers
//! where nobody is signed in are counted by the place that they come from, too; the oldest give way, and whoever
//! signs in from there is not refused.

use super::step::{Next, Step};
use crate::{
    base::secret::TokenHash,
    domain::{
        interactions::{MOST_IN_A_BROWSER, Paused, Question, Stopped},
        kernel::{Cx, Error, Work, limits},
        sessions::{self, visitor::Visitor},
    },
    store::interactions as rows,
};

/// Longest request that counts as a usual one, in bytes as it is kept.
const USUAL: usize = 4 * 1024;
/// Usual requests that wait at one address: more than people behind it who sign in within an hour.
const MOST_USUAL: i64 = 1000;
/// Longer ones.
const MOST_LONG: i64 = 50;

/// Keeps a request until its person has done something; `is_stranger` where nobody is signed in.
pub(in crate::domain::flows) async fn pause(
    cx: &Cx<'_>,
    visitor: &Visitor<'_>,
    paused: &Paused,
    question: Question,
    is_stranger: bool,
) -> Result<Step, Stopped> {
    let browser = visitor.browser;
    Ok(cx
        .write(async |work| {
            let fresh = match browser {
                Some(_) => None,
                None => Some(sessions::new_browser(cx, work).await?),
            };
            let Some(here) = browser.or(fresh.as_ref()) else { return Err(Error::internal("no browser to wait in")) };
            let mut row = paused.row(cx, here)?;
            let strangers = if is_stranger { Strangers::of(cx, &row.request) } else { Strangers::none() };
            row.place.clone_from(&strangers.place);
            row.network.clone_from(&strangers.network);
            rows::insert(work, &row).await?;
            strangers.keep_newest(work).await?;
            if let Some(browser) = browser {
                rows::keep_newest(work, &browser.id, MOST_IN_A_BROWSER).await?;
            }
            let state = visitor.accounts.state(cx, here);
            Ok(Step { next: Next::Ask(row.id, question), browser: fresh, state, is_unlike: false })
        })
        .await?)
}

/// The places that a waiting request is counted to.
struct Strangers {
    /// Its address.
    place: Option<TokenHash>,
    /// The network around it.
    network: Option<TokenHash>,
    keep: [i64; 2],
}

impl Strangers {
    /// Of a request, as it is kept.
    fn of(cx: &Cx<'_>, request: &str) -> Self {
        let is_usual = request.len() <= USUAL;
        let (class, most) = if is_usual { ("usual", MOST_USUAL) } else { ("long", MOST_LONG) };
        let mut places = limits::places_of_stranger(cx)
            .into_iter()
            .map(|place| (TokenHash::of(&format!("{class}\0{}", place.name)), most * i64::from(place.times)));
        let (place, network) = (places.next(), places.next());
        let keep = [&place, &network].map(|one| one.as_ref().map_or(0, |(_, keep)| *keep));
        Self { place: place.map(|(hash, _)| hash), network: network.map(|(hash, _)| hash), keep }
    }

    /// Of somebody who is known.
    const fn none() -> Self {
        Self { place: None, network: None, keep: [0; 2] }
    }

    /// Gives up the oldest of them.
    async fn keep_newest(&self, work: &mut Work) -> Result<(), Error> {
        if let Some(place) = &self.place {
            rows::keep_newest_at_place(work, place, self.keep[0]).await?;
        }
        if let Some(network) = &self.network {
            rows::keep_newest_in_network(work, network, self.keep[1]).await?;
        }
        Ok(())
    }
}
