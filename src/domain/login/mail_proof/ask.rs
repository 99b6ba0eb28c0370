//! Asking for the mail.

use super::{
    admission::{Asker, admit},
    details::{Details, OpenProof, ProofPurpose},
};
use crate::{
    base::{
        id::InteractionId,
        secret::{Secret, TokenHash},
        time::Seconds,
    },
    domain::{
        kernel::{
            Cx, Error, Feature, device,
            let_in::{is_disposable, is_let_in},
            limits,
            mail::{self, NewMail, Recipient},
            mail_code::{LIFETIME, fresh_code, fresh_numbers},
            seals,
        },
        sessions::visitor::Visitor,
    },
    render::{
        Locale,
        mail::{MailContent, MailKind},
    },
    store::{
        login_names::{self, NamedUser},
        mail_proofs::{self, MailProof},
        users,
    },
};

/// Where the links lead.
pub const LINK_PATH: &str = "/login/email/link";
/// Where those lead that prove the address of an account.
pub const VERIFY_LINK_PATH: &str = "/verify/link";
/// Where those lead that come on top of something else.
pub const CONFIRM_LINK_PATH: &str = "/login/confirm/link";
/// Where a mail leads that only tells: to one's own account, by the sign-in page.
const SIGN_IN_PATH: &str = "/account";
/// A second press of the button asks for nothing more.
const PAUSE: Seconds = Seconds(10);

/// Who asks for a mail.
pub struct Asking<'a> {
    /// In which browser.
    pub visitor: Visitor<'a>,
    /// On which journey.
    pub interaction: &'a InteractionId,
    /// What for.
    pub purpose: ProofPurpose,
    /// User name or address, as it was typed: for a new account an address.
    pub typed: &'a str,
    /// What only the page has whose button was pressed. Its second press is the same wish; anybody else's is not, also
    /// in the same browser.
    pub press: &'a str,
    /// The language of the page, for an account that has chosen none.
    pub locale: Locale,
    /// Whether the session that comes of it outlives the browser's window.
    pub remember: bool,
}

/// Writes the proof down, and the mail if somebody has the name; answers the ticket of the page that waits.
///
/// # Errors
/// [`Error::TooMany`] when a limit is reached that is told, [`Error::Invalid`] where no mail can be sent, and for an
/// address that can have no account.
pub async fn ask(cx: &Cx<'_>, asking: &Asking<'_>) -> Result<Secret<String>, Error> {
    mail::require(cx)?;
    let key = users::fold(asking.typed);
    let stranger = match asking.purpose {
        ProofPurpose::SignIn | ProofPurpose::Verify | ProofPurpose::Confirm => None,
        ProofPurpose::SignUp => Some(new_address(cx, asking, &key)?),
    };
    let mut conn = cx.read().await?;
    let holder = match asking.purpose {
        // Whose address it is: it may be somebody else's user name.
        ProofPurpose::Verify => {
            users::find_by_email_key(&mut conn, &key).await?.map(|user| NamedUser { user, password: None })
        }
        ProofPurpose::SignIn | ProofPurpose::SignUp | ProofPurpose::Confirm => {
            login_names::find(&mut conn, &key).await?
        }
    };
    drop(conn);
    // An address that somebody has is no other's to have, be it their user name or switched off.
    let stranger = stranger.filter(|_| holder.is_none());
    let is_theirs = |named: &NamedUser| named.user.email_key.as_deref() == Some(key.as_str());
    let named = holder.filter(|named| named.user.disabled_at.is_none());
    // A mailbox alone administers nothing.
    let may = |named: &NamedUser| named.user.admin_at.is_none() || named.user.second_factor_at.is_some();
    let is_alone = match asking.purpose {
        ProofPurpose::SignIn => true,
        ProofPurpose::SignUp => !only_tells(cx, asking.purpose),
        ProofPurpose::Verify | ProofPurpose::Confirm => false,
    };
    let named = named.filter(|named| !is_alone || may(named));
    let named = named.filter(|named| asking.purpose != ProofPurpose::SignUp || is_theirs(named));
    let device = named
        .as_ref()
        .and_then(|named| device::find(cx, asking.visitor.device, &named.user.id, named.password.as_ref()?));
    let asker = Asker { purpose: asking.purpose, name: &key, named: named.as_ref(), device: device.as_ref() };
    let admitted = cx.write(async |work| {
        let is_sent = admit(cx, work, &asker).await?;
        let mail = Mail::new(cx, asking, named.as_ref(), stranger.clone(), is_sent);
        let proof = mail.proof(cx, asking, &key)?;
        if mail_proofs::upsert(work, &proof, PAUSE).await? {
            let about = format!("mail_proof/{}", asking.interaction);
            let new = NewMail { to: &mail.to, content: mail.content, about: Some(&about) };
            if mail.is_sent {
                mail::queue(cx, work, new).await?
            } else {
                mail::queue_for_nobody(cx, work, new).await?
            };
        }
        Ok(mail_proofs::find(work, asking.interaction).await?)
    });
    let kept = admitted.await?.ok_or(Error::NotFound)?;
    let proof = OpenProof::of(cx, kept)?.ok_or(Error::NotFound)?;
    Ok(proof.ticket(cx))
}

/// Whether whoever has an account already is only told so: where no mail signs anybody in, that of a new account neither.
fn only_tells(cx: &Cx<'_>, purpose: ProofPurpose) -> bool {
    purpose == ProofPurpose::SignUp && !Feature::MailSignIn.is_on(cx.app)
}

/// Who gets the mail for a new account.
fn new_address(cx: &Cx<'_>, asking: &Asking<'_>, key: &str) -> Result<Recipient, Error> {
    let to = Recipient::address(asking.typed, asking.locale)?;
    if is_let_in(cx, key) {
        return Ok(to);
    }
    if is_disposable(cx, key) {
        return Err(Error::field(
            "email",
            "email_disposable",
            "addresses that last for a few minutes make no account here",
        ));
    }
    Err(Error::field("email", "email_domain_refused", "addresses of this domain make no account here"))
}

/// A mail with its code and link, whether it is sent or not.
struct Mail {
    to: Recipient,
    details: Details,
    secret: Secret<String>,
    content: MailContent,
    is_sent: bool,
}

impl Mail {
    fn new(
        cx: &Cx<'_>,
        asking: &Asking<'_>,
        named: Option<&NamedUser>,
        stranger: Option<Recipient>,
        is_sent: bool,
    ) -> Self {
        let locale = asking.locale;
        let (kind, known) = match asking.purpose {
            ProofPurpose::SignIn | ProofPurpose::Confirm => (MailKind::SignInCode, MailKind::SignInCode),
            ProofPurpose::SignUp => (MailKind::SignUpCode, MailKind::SignUpKnown),
            ProofPurpose::Verify => (MailKind::VerifyCode, MailKind::VerifyCode),
        };
        let path = match asking.purpose {
            ProofPurpose::SignIn | ProofPurpose::SignUp => LINK_PATH,
            ProofPurpose::Verify => VERIFY_LINK_PATH,
            ProofPurpose::Confirm => CONFIRM_LINK_PATH,
        };
        let person = named.filter(|_| is_sent).and_then(|named| {
            let to = Recipient::person(&named.user)?;
            let locale = named.user.language().and_then(Locale::of_tag).unwrap_or(locale);
            Some((Recipient { locale, ..to }, &named.user))
        });
        let stranger = stranger.filter(|_| is_sent);
        let (code, secret) = (fresh_code(&cx.app.entropy), cx.app.entropy.token());
        let account = match (&person, asking.purpose) {
            (Some((_, user)), _) => Some(user.username.clone()),
            (None, ProofPurpose::SignIn | ProofPurpose::Verify | ProofPurpose::Confirm) => {
                Some(asking.typed.to_owned())
            }
            (None, ProofPurpose::SignUp) => None,
        };
        let is_told_only = person.is_some() && only_tells(cx, asking.purpose);
        let content = if is_told_only {
            let link = Some(cx.issuer.url.join(SIGN_IN_PATH));
            MailContent { account, link, ..MailContent::of(MailKind::SignUpExists) }
        } else {
            MailContent {
                account,
                code: Some(code.clone()),
                link: Some(cx.issuer.url.join(&format!("{path}?token={}", secret.expose()))),
                ends_at: Some(cx.now + LIFETIME),
                ..MailContent::of(if person.is_some() { known } else { kind })
            }
        };
        let of_person = person.as_ref().filter(|_| !is_told_only).and_then(|(_, user)| user.email_key.clone());
        let of_stranger = stranger.as_ref().map(|_| users::fold(asking.typed));
        let details = Details {
            purpose: asking.purpose,
            typed: asking.typed.to_owned(),
            press: asking.press.to_owned(),
            email_key: of_person.or(of_stranger),
            code,
            numbers: fresh_numbers(&cx.app.entropy),
            network: limits::network(cx),
            user_agent: cx.origin.user_agent.clone(),
            invitation: None,
            remember: asking.remember,
        };
        let is_sent = person.is_some() || stranger.is_some();
        let nobody = || Recipient { user: None, address: asking.typed.to_owned(), locale };
        let to = person.map(|(to, _)| to).or(stranger).unwrap_or_else(nobody);
        Self { to, details, secret, content, is_sent }
    }

    fn proof(&self, cx: &Cx<'_>, asking: &Asking<'_>, key: &str) -> Result<MailProof, Error> {
        let link_hash = TokenHash::of(self.secret.expose());
        let details = serde_json::to_vec(&self.details).map_err(Error::internal)?;
        Ok(MailProof {
            // Whoever is only told of their account signs in to none by this proof, whatever code is typed.
            user_id: self.to.user.clone().filter(|_| self.details.email_key.is_some()),
            interaction_id: asking.interaction.clone(),
            name_hash: TokenHash::of(&format!("{}\0{}\0{key}", asking.purpose.as_str(), asking.press)),
            sealed: cx.app.sealer.seal(&seals::mail_proof(&link_hash), &details, &cx.app.entropy),
            link_hash,
            tries: 0,
            created_at: cx.now,
            expires_at: cx.now + LIFETIME,
            approved_at: None,
            ended_at: None,
            proven_at: None,
        })
    }
}
