//! The way in with which somebody came who makes an account, and for which nothing speaks but this browser: a wallet, or
//! an identity of a provider that does not vouch for the address. On the page that makes the account they say whether it
//! is theirs. It may be somebody else's, who came in this browser before, or planted its cookie: it would open the
//! account from then on.

use serde_json::Value;

use super::at_upstream::Newcomer;
use crate::{
    base::text::is_name,
    domain::flows::journey::upstream::UpstreamSignUp,
    protocol::params::Params,
    render::{
        Locale,
        pages::{SetupProblem, WayInChoice},
    },
};

/// The name of the choice in the form.
const FIELD: &str = "way_in";
/// The name of what tells which one the page showed.
const SHOWN: &str = "way_in_shown";
/// That it is theirs.
const MINE: &str = "mine";
/// That it is not, or that it is to be left out.
const OTHER: &str = "other";
/// Longest text of a provider that is shown.
const WHO_MAX: usize = 200;

/// What the page asks of it, with what was said where the form was sent.
pub(super) fn shown(new: &Newcomer, sent: Option<&Params>) -> Option<WayInChoice> {
    let (provider, who, mark) = match (unvouched(new), &new.wallet) {
        (Some(identity), _) => (Some(identity.upstream.label.clone()), who(identity), identity.mark.clone()),
        (None, Some(wallet)) => (None, vec![wallet.shown()], wallet.mark()),
        (None, None) => return None,
    };
    // Whoever shares the cookie may have put another one there since the page was shown: of that one nothing was said.
    let said = sent.filter(|sent| sent.get(SHOWN) == Some(mark.as_str())).and_then(|sent| sent.get(FIELD));
    let (is_mine, is_other) = (said == Some(MINE), said == Some(OTHER));
    Some(WayInChoice { provider, who, mark, is_mine, is_other })
}

/// Whether they said that it is not to open their account.
pub(super) fn is_left_out(new: &Newcomer, sent: &Params) -> bool {
    shown(new, Some(sent)).is_some_and(|choice| choice.is_other)
}

/// What is wrong where they said nothing of it: nobody is taken at their silence.
pub(super) fn unsaid(locale: Locale, new: &Newcomer, sent: &Params) -> Option<SetupProblem> {
    let choice = shown(new, Some(sent))?;
    let is_unsaid = !choice.is_mine && !choice.is_other;
    is_unsaid.then(|| SetupProblem::Other { field: "way-in-mine", text: locale.text("way-in-unsaid") })
}

/// The identity that waits, where a mail proved the address: the provider's word does not tie the two.
fn unvouched(new: &Newcomer) -> Option<&UpstreamSignUp> {
    new.waiting.as_ref().filter(|waiting| !waiting.address.is_vouched)
}

/// Who somebody is at the provider, in its own words: name, user name and address, each once.
fn who(identity: &UpstreamSignUp) -> Vec<String> {
    let person = &identity.person;
    let name = person.claims.get("name").and_then(Value::as_str);
    let mut who: Vec<String> = Vec::new();
    for one in [name, person.username.as_deref(), person.email.as_deref()].into_iter().flatten() {
        if is_name(one, WHO_MAX) && !who.iter().any(|known| known == one) {
            who.push(one.to_owned());
        }
    }
    who
}
