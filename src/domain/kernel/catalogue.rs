//! The catalogue of events: every name that the audit log, the outbox and what is to come know, once.
//!
//! A name is `noun.what_happened`. The aliases are the names under which other systems know the same event;
//! whoever asks for one of them gets the event.

/// How much an event matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Everyday business.
    Info,
    /// A change that its owner would want to know of.
    Notice,
    /// Somebody may be at work who should not be.
    Warning,
}

impl Severity {
    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Notice => "notice",
            Self::Warning => "warning",
        }
    }
}

/// Who may see an event, besides those named before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Audience {
    /// Whoever operates the installation.
    Operator,
    /// And whoever administers the organization concerned.
    Organization,
    /// And the person concerned.
    Person,
}

impl Audience {
    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::Organization => "organization",
            Self::Person => "person",
        }
    }
}

macro_rules! catalogue {
    ($($variant:ident: $name:literal, $severity:ident, $audience:ident, [$($alias:literal),*];)*) => {
        /// A kind of event.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum EventKind {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
        }

        impl EventKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// How much it matters.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// Who may see it.
            pub const fn audience(self) -> Audience {
                match self { $(Self::$variant => Audience::$audience,)* }
            }

            /// The names under which other systems know it.
            pub const fn aliases(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($alias),*],)* }
            }
        }
    };
}

catalogue! {
    AttributeCreated: "attribute.created", Notice, Operator, [];
    AttributeUpdated: "attribute.updated", Info, Operator, [];
    AttributeDeleted: "attribute.deleted", Notice, Operator, [];
    BackchannelLogoutDelivered: "backchannel_logout.delivered", Info, Operator, [];
    BackchannelLogoutFailed: "backchannel_logout.failed", Notice, Operator, [];
    ClientCreated: "client.created", Notice, Operator, [];
    ClientRegistered: "client.registered", Notice, Operator, [];
    ClientUpdated: "client.updated", Notice, Operator, [];
    ClientSecretRotated: "client.secret_rotated", Notice, Operator, [];
    ClientDisabled: "client.disabled", Notice, Operator, [];
    ClientEnabled: "client.enabled", Notice, Operator, [];
    ClientDeleted: "client.deleted", Notice, Operator, [];
    CodeReused: "code.reused", Warning, Operator, [];
    ConsentGiven: "consent.given", Info, Person, [];
    ConsentWithdrawn: "consent.withdrawn", Notice, Person, [];
    FactorAdded: "factor.added", Notice, Person, ["mfa.enable", "mfa_enabled", "two_factor.enabled"];
    FactorRemoved: "factor.removed", Notice, Person, ["mfa.disable", "mfa_disabled", "two_factor.disabled"];
    FactorsReset: "factor.reset", Warning, Person, [];
    FeatureChanged: "feature.changed", Notice, Operator, ["feature.change", "plugin_change"];
    GrantCreated: "grant.created", Info, Person, [];
    GrantsRevoked: "grant.revoked", Info, Person, [];
    IdentityLinked: "identity.linked", Notice, Person, ["account.linked", "identity_linked"];
    IdentityUnlinked: "identity.unlinked", Notice, Person, ["account.unlinked", "identity_unlinked"];
    InitialAccessTokenCreated: "initial_access_token.created", Notice, Operator, [];
    InitialAccessTokenRevoked: "initial_access_token.revoked", Notice, Operator, [];
    InvitationCreated: "invitation.created", Notice, Operator, ["user.invite", "user_invited"];
    InvitationRevoked: "invitation.revoked", Notice, Operator, [];
    InvitationAccepted: "invitation.accepted", Notice, Operator, [];
    MailSent: "mail.sent", Info, Operator, [];
    MailFailed: "mail.failed", Notice, Operator, [];
    MasterKeyRewrapped: "master_key.rewrapped", Notice, Operator, [];
    MembershipSet: "membership.set", Notice, Organization, ["member.add", "member_added"];
    MembershipRemoved: "membership.removed", Notice, Organization, ["member.remove", "member_removed"];
    OrganizationCreated: "organization.created", Notice, Organization, ["organization.create", "organization_created"];
    OrganizationUpdated: "organization.updated", Info, Organization, ["organization.update", "organization_updated"];
    OrganizationDeleted: "organization.deleted", Notice, Organization, ["organization.delete", "organization_deleted"];
    PairwiseSubjectsImported: "pairwise_subjects.imported", Notice, Operator, [];
    PasskeyAdded: "passkey.added", Notice, Person, ["passkey.create", "passkey_added"];
    PasskeyRenamed: "passkey.renamed", Info, Person, [];
    PasskeyRemoved: "passkey.removed", Notice, Person, ["passkey.delete", "passkey_removed"];
    PasskeyCounterWentBack: "passkey.counter_went_back", Warning, Person, [];
    PasswordSet: "password.set", Notice, Person,
        ["password.change", "password.reset", "password_reset", "password_changed", "credential.changed"];
    PasswordLinkCreated: "password_link.created", Notice, Person, [];
    PasswordRecoveryRequested: "password_recovery.requested", Notice, Person, ["password.forgot", "forgot_password"];
    PhoneProven: "phone.proven", Notice, Person, ["phone.verified", "phone_verified"];
    PhoneRemoved: "phone.removed", Notice, Person, [];
    PhoneTaken: "phone.taken", Warning, Person, [];
    PhoneTakenBack: "phone.taken_back", Warning, Person, [];
    PhoneFactorOn: "phone.factor_on", Notice, Person, [];
    PhoneFactorOff: "phone.factor_off", Notice, Person, [];
    RateLimitExceeded: "rate_limit.exceeded", Warning, Operator, ["rate_limit_exceeded"];
    RecoveryCodesMade: "recovery_codes.made", Notice, Person, [];
    RecoveryCodeUsed: "recovery_code.used", Warning, Person, [];
    RefreshTokenReused: "refresh_token.reused", Warning, Person, [];
    ResourceServerCreated: "resource_server.created", Notice, Operator, [];
    ResourceServerUpdated: "resource_server.updated", Notice, Operator, [];
    ResourceServerDeleted: "resource_server.deleted", Notice, Operator, [];
    SessionStarted: "session.started", Info, Person, ["user.login", "user_login", "login"];
    SessionEnded: "session.ended", Info, Person, ["user.logout", "user_logout", "logout", "session.revoked"];
    SessionLimitReached: "session.limit_reached", Notice, Person, [];
    SessionNamed: "session.named", Info, Person, [];
    SessionClientLeft: "session.client_left", Info, Person, [];
    SignInFailed: "sign_in.failed", Notice, Person, ["failed_login", "login_failed"];
    SignInRisk: "sign_in.risk", Warning, Person, ["suspicious_login", "login.suspicious"];
    SigningKeyCreated: "signing_key.created", Notice, Operator, [];
    SigningKeyActivated: "signing_key.activated", Notice, Operator, [];
    SigningKeyRetired: "signing_key.retired", Notice, Operator, [];
    SigningKeyDeleted: "signing_key.deleted", Info, Operator, [];
    SigningKeyRevoked: "signing_key.revoked", Warning, Operator, [];
    SmsSent: "sms.sent", Info, Operator, [];
    SmsFailed: "sms.failed", Notice, Operator, [];
    TermsAgreed: "terms.agreed", Notice, Person, ["terms_accepted"];
    TokenIssued: "token.issued", Info, Person, [];
    TokenRevoked: "token.revoked", Info, Person, [];
    UpstreamCreated: "upstream.created", Notice, Operator, [];
    UpstreamUpdated: "upstream.updated", Notice, Operator, [];
    UpstreamDisabled: "upstream.disabled", Notice, Operator, [];
    UpstreamEnabled: "upstream.enabled", Notice, Operator, [];
    UpstreamDeleted: "upstream.deleted", Notice, Operator, [];
    UpstreamRefused: "upstream.refused", Warning, Operator, [];
    UpstreamTokenReleased: "upstream.token_released", Info, Person, [];
    UserCreated: "user.created", Notice, Organization, ["user.signup", "user_signup", "register", "user_created"];
    UserUpdated: "user.updated", Notice, Person, ["user.update", "user_updated"];
    UserDisabled: "user.disabled", Notice, Organization, ["user_disabled"];
    UserEnabled: "user.enabled", Notice, Organization, ["user_enabled"];
    UserUnlocked: "user.unlocked", Notice, Person, [];
    UserDeleted: "user.deleted", Notice, Organization, ["user.delete", "user_deleted"];
    UserMerged: "user.merged", Notice, Organization, [];
    UserSignedOut: "user.signed_out", Notice, Person, [];
    UserDataExported: "user.data_exported", Notice, Person, ["data.export", "user.export"];
    UserDeletionRequested: "user.deletion_requested", Warning, Person, [];
    UserDeletionCancelled: "user.deletion_cancelled", Notice, Person, [];
    UserEmailChangeRequested: "user.email_change_requested", Notice, Person, [];
    UserEmailChangeStopped: "user.email_change_stopped", Notice, Person, [];
    UserEmailChanged: "user.email_changed", Notice, Person, ["email.change", "email_changed", "user.email_change"];
    UserEmailTakenBack: "user.email_taken_back", Warning, Person, [];
    UserCredentialsForgotten: "user.credentials_forgotten", Warning, Person, [];
    UserAttributeSet: "user.attribute_set", Info, Person, [];
    UserAttributeUnset: "user.attribute_unset", Info, Person, [];
    UserFactorRequired: "user.factor_required", Notice, Person, [];
    UserVerifyRequired: "user.verify_required", Notice, Person, [];
    UserPhoneRequired: "user.phone_required", Notice, Person, [];
    UserPasswordRequired: "user.password_required", Notice, Person, ["password.expired"];
    UserClaimSourceSet: "user.claim_source_set", Info, Person, [];
    UserClaimSourceRemoved: "user.claim_source_removed", Info, Person, [];
    WalletAdded: "wallet.added", Notice, Person, [];
    WalletRemoved: "wallet.removed", Notice, Person, [];
}

impl EventKind {
    /// The kind of this name or alias.
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == text || kind.aliases().contains(&text))
    }

    /// Whether it stands in the audit log; the others only tell consumers what follows from an event that does.
    pub const fn is_audited(self) -> bool {
        !matches!(self, Self::GrantsRevoked | Self::SessionClientLeft)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_events_have_one_name_and_aliases_lead_to_their_event() {
        let mut names: Vec<&str> = Vec::new();
        for kind in EventKind::ALL {
            names.push(kind.as_str());
            names.extend(kind.aliases());
            let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
            assert!(kind.as_str().split_once('.').is_some_and(|(noun, what)| plain(noun) && plain(what)), "{kind:?}");
        }
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
        assert_eq!(EventKind::named("user.login"), Some(EventKind::SessionStarted));
        assert_eq!(EventKind::named("organization_created"), Some(EventKind::OrganizationCreated));
        assert_eq!(EventKind::named("session.ended"), Some(EventKind::SessionEnded));
        assert_eq!(EventKind::named("nothing"), None);
    }
}
