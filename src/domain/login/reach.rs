//! What more a person can prove, by what they have and as things are switched: whether an `acr` that is asked for is in
//! their reach, and which of their further factors brings them nearer to it.
//!
//! What nobody can be asked for does not count: an operator's link, and what another provider may say besides who
//! somebody is. A recovery code stands in for a further factor that is gone; it counts where nothing else is left.

use super::{Method, factor, method::of_passkey, phone, policy, recovery_codes, ways::Ways};
use crate::{
    base::time::Timestamp,
    domain::kernel::{Cx, Error, Feature, mail},
    protocol::{
        acr::{Factor, Ladder, merged},
        authorize::AuthorizationRequest,
        passkey::Backup,
    },
    store::{Conn, credentials, passkeys, users::User},
};

/// What a person has to prove who they are with, each as the factors that it proves.
#[derive(Debug, Clone, Default)]
pub struct Means {
    /// Their ways to sign in, each of which is enough to begin.
    ways: Vec<Vec<Factor>>,
    /// What they are asked for on top of those.
    further: Vec<Factor>,
    /// What their passkeys prove, whether or not they are asked for one on top.
    passkeys: Vec<Factor>,
}

impl Means {
    /// Those of a person.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of_person(cx: &Cx<'_>, conn: &mut Conn, person: &User) -> Result<Self, Error> {
        let mut ways = Ways::read(cx, conn, person).await?.factors(cx.now);
        if is_mailed_with_factor(cx, person) {
            ways.push(Method::Mail.factors(cx.now));
        }
        let mut by_passkey = Vec::new();
        if policy::has_passkey(cx, person) {
            for one in passkeys::list(conn, &person.id).await? {
                let proven = of_passkey(one.backup, true, cx.now);
                by_passkey = merged(by_passkey, &proven);
                ways.push(proven);
            }
        }
        let asked = if person.second_factor_at.is_some() {
            further(cx, conn, person, by_passkey.clone()).await?
        } else {
            Vec::new()
        };
        Ok(Self { ways, further: asked, passkeys: by_passkey })
    }

    /// What can have been proven after one more sign-in, beside what was proven before: by one way or another.
    pub fn by_sign_in(&self, proven: &[Factor]) -> Vec<Vec<Factor>> {
        let after = |way: &Vec<Factor>| merged(merged(proven.to_vec(), way), &self.further);
        self.ways.iter().map(after).collect()
    }

    /// What can have been proven by further factors alone, beside what was proven before.
    pub fn by_factor(&self, proven: &[Factor]) -> Vec<Factor> {
        merged(proven.to_vec(), &self.further)
    }

    /// The same by a passkey, of whoever is not asked for one, too.
    pub fn by_passkey(&self, proven: &[Factor]) -> Vec<Factor> {
        merged(proven.to_vec(), &self.passkeys)
    }
}

/// What somebody proves who is asked for a further factor.
async fn further(cx: &Cx<'_>, conn: &mut Conn, person: &User, by_passkey: Vec<Factor>) -> Result<Vec<Factor>, Error> {
    let mut all = by_passkey;
    if credentials::count(conn, &person.id, factor::APP).await? > 0 {
        all = merged(all, &Method::Totp.factors(cx.now));
    }
    if phone::find_in(cx, conn, &person.id).await?.is_some() {
        all = merged(all, &Method::Sms.factors(cx.now));
    }
    if all.is_empty() && credentials::count(conn, &person.id, recovery_codes::KIND).await? > 0 {
        all = Method::RecoveryCode.factors(cx.now);
    }
    Ok(all)
}

/// Whether somebody is mailed a code although a mailbox alone would not sign them in.
fn is_mailed_with_factor(cx: &Cx<'_>, person: &User) -> bool {
    let is_such = person.admin_at.is_some() && person.second_factor_at.is_some() && person.email.is_some();
    is_such && Feature::MailSignIn.is_on(cx.app) && mail::is_possible(cx)
}

/// What a request calls essential beyond what somebody has proven in their session.
#[derive(Debug, Clone)]
pub struct Lacking {
    wanted: Vec<String>,
    proven: Vec<Factor>,
    ladder: Ladder,
}

impl Lacking {
    /// None where the request needs no more. A wish hides no factor: nobody is kept out by one.
    pub fn of(cx: &Cx<'_>, request: &AuthorizationRequest, proven: Vec<Factor>) -> Option<Self> {
        let ladder = cx.issuer.policy.acr.clone();
        let is_lacking = request.lacks_essential_acr(&ladder.reached(&proven));
        is_lacking.then(|| Self { wanted: request.essential_acr.clone(), proven, ladder })
    }

    /// Whether a further factor brings them nearer to it.
    pub fn is_helped_by(&self, method: Method) -> bool {
        let more = match method {
            Method::Passkey | Method::FurtherPasskey => of_some_passkey(true),
            other => other.factors(Timestamp(0)),
        };
        self.is_nearer(&self.proven, &more)
    }

    /// Whether a touch of a passkey is not enough for it, and one whose authenticator verified the person brings them
    /// nearer.
    pub fn needs_user_verification(&self) -> bool {
        let touched = merged(self.proven.clone(), &of_some_passkey(false));
        let is_enough = self.ladder.reached(&touched).iter().any(|value| self.wanted.contains(value));
        !is_enough && self.is_nearer(&touched, &of_some_passkey(true))
    }

    fn is_nearer(&self, proven: &[Factor], more: &[Factor]) -> bool {
        let wanted: Vec<&str> = self.wanted.iter().map(String::as_str).collect();
        self.ladder.is_nearer(&wanted, proven, more)
    }
}

/// What a passkey proves of which nobody knows beforehand whether it outlives its device.
fn of_some_passkey(user_verified: bool) -> Vec<Factor> {
    let at_hand = of_passkey(Backup::None, user_verified, Timestamp(0));
    merged(at_hand, &of_passkey(Backup::BackedUp, user_verified, Timestamp(0)))
}
