//! A proof between two looks at it: what is kept of it, and who may wait for it.

use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};

use crate::{
    base::{
        id::{InteractionId, InvitationId},
        secret::{Secret, TokenHash},
        time::Timestamp,
    },
    domain::kernel::{
        Cx, Error, Feature,
        mail_code::{CHOICES, TRIES},
        seals,
    },
    store::mail_proofs::{self, MailProof},
};

/// What a mail was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProofPurpose {
    /// Signing in.
    #[default]
    SignIn,
    /// Making an account; whoever has one signs in to it.
    SignUp,
    /// Proving the address of an account that somebody is signed in to; it signs nobody in.
    Verify,
    /// Signing in, on top of something else.
    Confirm,
}

impl ProofPurpose {
    /// What it is called in digests.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::SignUp => "sign_up",
            Self::Verify => "verify",
            Self::Confirm => "confirm",
        }
    }
}

/// What is kept sealed of a proof.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Details {
    /// What it was asked for.
    #[serde(default)]
    pub purpose: ProofPurpose,
    /// What was typed.
    pub typed: String,
    /// What only the page has that asked.
    #[serde(default)]
    pub press: String,
    /// The address that the mail went to, folded; none where nobody has the name.
    pub email_key: Option<String>,
    /// Six digits.
    pub code: String,
    /// The first is shown by the waiting page.
    pub numbers: [u8; CHOICES],
    /// From which network it was asked for.
    pub network: String,
    /// By which browser, as it calls itself.
    pub user_agent: Option<String>,
    /// The invitation that stands for the mail.
    #[serde(default)]
    pub invitation: Option<ByInvitation>,
    /// Whether the session that comes of it outlives the browser's window.
    #[serde(default)]
    pub remember: bool,
}

/// An invitation in the place of a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByInvitation {
    /// Which.
    pub id: InvitationId,
    /// What the person is called.
    pub name: Option<String>,
    /// Whether its link went to the address, and so proves it.
    pub proves: bool,
}

/// A proof that is good: neither used nor refused nor too old.
pub struct OpenProof {
    pub(super) row: MailProof,
    pub(super) details: Details,
}

/// Which page a ticket is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TicketPage {
    /// The one that waits for the mail.
    Waiting,
    /// The one that goes on with an address that was proven.
    Proven,
}

impl TicketPage {
    fn purpose(self, cx: &Cx<'_>) -> String {
        let page = match self {
            Self::Waiting => "mail_proof_ticket",
            Self::Proven => "mail_proof_proven",
        };
        format!("{page}/{}", cx.issuer.url.as_str())
    }
}

impl OpenProof {
    pub(super) fn of(cx: &Cx<'_>, row: MailProof) -> Result<Option<Self>, Error> {
        if row.ended_at.is_some() || cx.now >= row.expires_at {
            return Ok(None);
        }
        Self::opened(cx, row).map(Some)
    }

    /// A proof, whatever became of it.
    pub(super) fn opened(cx: &Cx<'_>, row: MailProof) -> Result<Self, Error> {
        let opened = cx.app.sealer.open(&seals::mail_proof(&row.link_hash), &row.sealed).map_err(Error::internal)?;
        let details = serde_json::from_slice(opened.expose()).map_err(Error::internal)?;
        let mut proof = Self { row, details };
        // Switched off meanwhile: a mail signs nobody in any more.
        let signs_in = matches!(proof.details.purpose, ProofPurpose::SignIn | ProofPurpose::SignUp);
        if signs_in && proof.row.user_id.is_some() && !Feature::MailSignIn.is_on(cx.app) {
            proof.row.user_id = None;
            proof.details.email_key = None;
        }
        Ok(proof)
    }

    /// What was typed.
    pub fn typed(&self) -> &str {
        &self.details.typed
    }

    /// What it was asked for.
    pub const fn purpose(&self) -> ProofPurpose {
        self.details.purpose
    }

    /// What only the page has that asked; the page that waits sends it along with "send another".
    pub fn press(&self) -> &str {
        &self.details.press
    }

    /// Whether the session that comes of it outlives the browser's window.
    pub const fn remember(&self) -> bool {
        self.details.remember
    }

    /// The journey that asked.
    pub const fn interaction(&self) -> &InteractionId {
        &self.row.interaction_id
    }

    /// The number that the waiting page shows.
    pub const fn number(&self) -> u8 {
        self.details.numbers[0]
    }

    /// What another browser may choose from, always in one order, which says nothing.
    pub fn choices(&self) -> Vec<u8> {
        let mut choices = self.details.numbers.to_vec();
        choices.sort_unstable();
        choices
    }

    /// From which network it was asked for.
    pub fn network(&self) -> &str {
        &self.details.network
    }

    /// By which browser, as it calls itself.
    pub fn user_agent(&self) -> Option<&str> {
        self.details.user_agent.as_deref()
    }

    /// When it was asked for.
    pub const fn asked_at(&self) -> Timestamp {
        self.row.created_at
    }

    /// Whether the waiting page may go on: another browser let it, or its code proved an address.
    pub const fn is_approved(&self) -> bool {
        self.row.approved_at.is_some()
    }

    /// Whether no code is looked at any more.
    pub const fn is_used_up(&self) -> bool {
        self.row.tries >= TRIES
    }

    /// What only the page has that asked. A cookie that was planted before does not bring it along, so it cannot go on in
    /// the place of that page.
    pub fn ticket(&self, cx: &Cx<'_>) -> Secret<String> {
        self.ticket_of(cx, TicketPage::Waiting)
    }

    /// What only the page has that goes on with the proven address: only the answer to the proof carries it. Whoever
    /// waits need not be who pressed the link.
    pub fn proven_ticket(&self, cx: &Cx<'_>) -> Secret<String> {
        self.ticket_of(cx, TicketPage::Proven)
    }

    fn ticket_of(&self, cx: &Cx<'_>, page: TicketPage) -> Secret<String> {
        let text = self.row.link_hash.as_str().as_bytes();
        Secret::new(BASE64URL_NOPAD.encode(&cx.app.sealer.authenticate(&page.purpose(cx), text)))
    }

    pub(super) fn is_ticket(&self, cx: &Cx<'_>, page: TicketPage, presented: &str) -> bool {
        let text = self.row.link_hash.as_str().as_bytes();
        let presented = BASE64URL_NOPAD.decode(presented.as_bytes());
        presented.is_ok_and(|code| cx.app.sealer.is_authentic(&page.purpose(cx), text, &code))
    }
}

/// The proof that a page waits for, by its journey and ticket; none when it is over.
///
/// # Errors
/// When the database fails.
pub async fn find(cx: &Cx<'_>, interaction: &InteractionId, ticket: &str) -> Result<Option<OpenProof>, Error> {
    let mut conn = cx.read().await?;
    let Some(row) = mail_proofs::find(&mut conn, interaction).await? else { return Ok(None) };
    Ok(OpenProof::of(cx, row)?.filter(|proof| proof.is_ticket(cx, TicketPage::Waiting, ticket)))
}

/// The proof that a link belongs to; none when it is over.
///
/// # Errors
/// When the database fails.
pub async fn find_by_link(cx: &Cx<'_>, secret: &str) -> Result<Option<OpenProof>, Error> {
    let mut conn = cx.read().await?;
    match mail_proofs::find_by_link(&mut conn, &TokenHash::of(secret)).await? {
        Some(row) => OpenProof::of(cx, row),
        None => Ok(None),
    }
}

/// The journey that a link of this purpose was made for, whatever became of it.
///
/// # Errors
/// When the database fails.
pub async fn journey_of(cx: &Cx<'_>, secret: &str, purpose: ProofPurpose) -> Result<Option<InteractionId>, Error> {
    let mut conn = cx.read().await?;
    let Some(row) = mail_proofs::find_by_link(&mut conn, &TokenHash::of(secret)).await? else { return Ok(None) };
    let proof = OpenProof::opened(cx, row)?;
    Ok((proof.details.purpose == purpose).then_some(proof.row.interaction_id))
}
