//! What is known of somebody who came back: read for the decision, which is taken again where it is written.

use crate::{
    app::App,
    base::id::InvitationId,
    config::sign_up::SignUpMode,
    domain::{
        kernel::{Cx, Error, Feature, features::FeatureReason},
        registry::upstreams::{self, Upstream},
    },
    protocol::upstream::{
        UpstreamPerson,
        linking::{
            self, AccountMakers, AddingPerson, AddressHolder, AddressWord, DomainListing, LinkFacts, LinkedAccount,
            ToldAddress,
        },
        mapping::MappedPerson,
    },
    store::{
        Conn, identities, invitations, upstreams as rows,
        users::{self, User},
    },
};

/// Who came, as it is looked up.
#[derive(Clone, Copy)]
pub(super) struct Comer<'a> {
    /// Where from.
    pub upstream: &'a Upstream,
    /// Who says so.
    pub iss: &'a str,
    /// Who it is there.
    pub sub: &'a str,
    /// What of its words becomes ours.
    pub person: &'a MappedPerson,
    /// Whether a rule of the mapping refuses them.
    pub is_refused_by_rule: bool,
    /// Whether the upstream proved a further factor, and is believed.
    pub proves_further_factor: bool,
    /// Whether its word counts for the address.
    pub is_vouched: bool,
    /// Who adds it to their account.
    pub adding: Option<&'a User>,
}

/// What was found.
pub(super) struct Seen {
    /// What is decided by.
    pub facts: LinkFacts,
    /// The identity, if it is linked.
    pub identity: Option<identities::LinkedIdentity>,
    /// The account that has it, or else the address.
    pub account: Option<User>,
    /// The address, as it is compared.
    pub email_key: Option<String>,
    /// The invitation that waits for it.
    pub invitation: Option<InvitationId>,
}

/// Whether the word of an upstream counts for the address that it told.
pub(super) async fn is_vouched(
    cx: &Cx<'_>,
    upstream: &Upstream,
    said: &UpstreamPerson,
    person: &MappedPerson,
) -> Result<bool, Error> {
    let Some(key) = person.email.as_deref().map(users::fold) else { return Ok(false) };
    let Some((_, domain)) = key.rsplit_once('@') else { return Ok(false) };
    let mut conn = cx.read().await?;
    let is_listed = upstreams::vouches_for(cx, &mut conn, &upstream.id, domain).await?;
    let listing = if is_listed && upstream.settings.lets_every_tenant_in() {
        // Whoever has a tenant of their own writes any address into it.
        DomainListing::Nobody
    } else if is_listed {
        DomainListing::This
    } else if rows::find_by_domain(&mut conn, &cx.issuer.id, domain).await?.is_some() {
        // Also where that one is switched off for now.
        DomainListing::Another
    } else {
        DomainListing::Nobody
    };
    let is_hosted = linking::is_hosted(&upstream.settings, &said.claims, domain);
    let word = AddressWord { listing, verified: person.email_verified, is_hosted };
    Ok(linking::vouches(upstream.settings.email_trust, &word))
}

/// Looks everything up.
pub(super) async fn look(cx: &Cx<'_>, comer: Comer<'_>) -> Result<Seen, Error> {
    let mut conn = cx.read().await?;
    let conn = &mut conn;
    let upstream = comer.upstream;
    let identity = identities::find(conn, &upstream.id, comer.iss, comer.sub).await?;
    let linked = match &identity {
        Some(identity) => users::find(conn, &identity.user_id).await?,
        None => None,
    };
    let email_key = comer.person.email.as_deref().map(users::fold);
    let vouched = email_key.as_deref().filter(|_| comer.is_vouched && linked.is_none() && comer.adding.is_none());
    let found = match vouched {
        Some(key) => find_holder(conn, upstream, key).await?,
        None => Found { holder: AddressHolder::Nobody, account: None },
    };
    let invitation = match vouched.filter(|_| Feature::Invitations.is_on(cx.app)) {
        Some(key) => invitations::list_open(conn, key, cx.now).await?.pop().map(|one| one.id),
        None => None,
    };
    let adding = match comer.adding {
        Some(me) => Some(AddingPerson {
            is_theirs: linked.as_ref().is_some_and(|user| user.id == me.id),
            has_other_identity: identities::find_at(conn, &me.id, &upstream.id).await?.is_some(),
        }),
        None => None,
    };
    let address = email_key.as_deref().map(|key| address_facts(cx, key, comer.is_vouched, invitation.is_some()));
    let is_verified =
        linking::is_verified(upstream.settings.email_trust, comer.is_vouched, comer.person.email_verified);
    let facts = LinkFacts {
        is_refused_by_rule: comer.is_refused_by_rule,
        is_outside_domains: linking::is_outside(&upstream.settings, email_key.as_deref(), is_verified),
        linked: linked.as_ref().map(|user| account(user, false)),
        adding,
        address,
        holder: found.holder,
        proves_further_factor: comer.proves_further_factor,
        creates_accounts: upstream.settings.creates_accounts,
        makers: makers(cx.app),
        can_prove_address: Feature::SignUp.is_on(cx.app),
    };
    Ok(Seen { facts, identity, account: linked.or(found.account), email_key, invitation })
}

fn account(user: &User, has_other_identity: bool) -> LinkedAccount {
    LinkedAccount {
        is_disabled: user.disabled_at.is_some(),
        is_leaving: user.deletion_due_at.is_some(),
        is_admin: user.admin_at.is_some(),
        has_further_factor: user.second_factor_at.is_some(),
        has_proven_address: user.email_verified_at.is_some(),
        has_other_identity,
    }
}

struct Found {
    holder: AddressHolder,
    account: Option<User>,
}

async fn find_holder(conn: &mut Conn, upstream: &Upstream, key: &str) -> Result<Found, Error> {
    let by_address = users::find_by_email_key(conn, key).await?;
    let by_name = users::find_by_username_key(conn, key).await?;
    let is_address = by_address.is_some();
    let user = match (by_address, by_name) {
        (None, None) => return Ok(Found { holder: AddressHolder::Nobody, account: None }),
        (Some(one), Some(other)) if one.id != other.id => {
            return Ok(Found { holder: AddressHolder::Several, account: None });
        }
        (Some(one), _) | (None, Some(one)) => one,
    };
    let has_other_identity = identities::find_at(conn, &user.id, &upstream.id).await?.is_some();
    let known = account(&user, has_other_identity);
    let holder = if is_address { AddressHolder::Account(known) } else { AddressHolder::UserName(known) };
    Ok(Found { holder, account: Some(user) })
}

fn address_facts(cx: &Cx<'_>, key: &str, is_vouched: bool, is_invited: bool) -> ToldAddress {
    let settings = &cx.app.config.sign_up;
    let domain = key.rsplit_once('@').map(|(_, domain)| domain);
    ToldAddress {
        is_vouched,
        is_let_in: domain.is_some_and(|domain| settings.lets_in(domain)),
        is_disposable: domain.is_some_and(|domain| cx.app.disposable.holds(domain) && !settings.names(domain)),
        is_invited,
    }
}

/// Whether there is any way to make an account: oneself, by an invitation or at an upstream.
pub fn has_new_accounts(app: &App) -> bool {
    let at_upstream = || Feature::Upstreams.is_on(app) && makers(app) != AccountMakers::Operators;
    Feature::SignUp.is_on(app) || Feature::Invitations.is_on(app) || at_upstream()
}

/// Whether nobody makes an account but whoever is invited.
pub fn takes_an_invitation(app: &App) -> bool {
    makers(app) == AccountMakers::Invited
}

/// Who makes accounts.
fn makers(app: &App) -> AccountMakers {
    let by_invitation = if Feature::Invitations.is_on(app) { AccountMakers::Invited } else { AccountMakers::Operators };
    match app.config.sign_up.mode {
        SignUpMode::Closed => AccountMakers::Operators,
        SignUpMode::Invitation => by_invitation,
        SignUpMode::Open => {
            let sign_up = Feature::SignUp.state(app);
            // Where no mail is sent, which is all that can limit it here, an upstream that vouches for the address stands
            // for it.
            let is_limited = matches!(sign_up.why, FeatureReason::Limit(_)) && sign_up.switched != Some(false);
            let is_open = sign_up.on || is_limited;
            if is_open { AccountMakers::Anybody } else { by_invitation }
        }
    }
}
