//! What an actor may do, and to whom.

use super::{Actor, Cx, Error};
use crate::base::id::UserId;

macro_rules! permissions {
    ($($variant:ident: $name:literal, $description:literal;)*) => {
        /// A permission of the catalogue.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Permission {
            $(#[doc = $description] $variant,)*
        }

        impl Permission {
            /// Every permission.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name, `resource:action`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it permits.
            pub const fn description(self) -> &'static str {
                match self { $(Self::$variant => $description,)* }
            }
        }
    };
}

permissions! {
    UsersRead: "users:read", "See people, their sessions and what they agreed to.";
    UsersWrite: "users:write", "Change people, their credentials, sessions and approvals.";
    UsersDelete: "users:delete", "Erase people.";
    UsersInvite: "users:invite", "Make accounts.";
    TeamsRead: "teams:read", "See teams.";
    TeamsWrite: "teams:write", "Change teams.";
    TeamsDelete: "teams:delete", "Delete teams.";
    TeamsAssign: "teams:assign", "Put people into teams.";
    OrgRead: "org:read", "See organizations and their members.";
    OrgWrite: "org:write", "Make and change organizations and their members.";
    OrgDelete: "org:delete", "Delete organizations.";
    OrgFeatures: "org:features", "Switch features for an organization.";
    SecurityAudit: "security:audit", "Read the audit log.";
    SecuritySettings: "security:settings", "Change clients, APIs, attributes and settings.";
    SecurityKeys: "security:keys", "Rotate and revoke keys.";
    AnalyticsRead: "analytics:read", "See figures.";
    AnalyticsExport: "analytics:export", "Export figures.";
}

/// To what something is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On<'a> {
    /// The installation as a whole.
    Installation,
    /// A person and what is theirs.
    User(&'a UserId),
}

/// What every person may do to their own account.
const OWN_ACCOUNT: &[Permission] = &[Permission::UsersRead, Permission::UsersWrite];

/// Refuses what the actor of a call may not do.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn permit(cx: &Cx<'_>, permission: Permission, on: On<'_>) -> Result<(), Error> {
    if is_permitted(&cx.actor, permission, on) { Ok(()) } else { Err(Error::Forbidden) }
}

fn is_permitted(actor: &Actor, permission: Permission, on: On<'_>) -> bool {
    match actor {
        // Whoever starts the program or runs its commands holds the master key.
        Actor::CommandLine | Actor::System | Actor::Demo => true,
        Actor::Person { user, .. } => on == On::User(user) && OWN_ACCOUNT.contains(&permission),
        // No token does more than its person could.
        Actor::Token { user: Some(user), may, .. } => {
            on == On::User(user) && may.contains(&permission) && OWN_ACCOUNT.contains(&permission)
        }
        Actor::Anonymous | Actor::Client(_) | Actor::Token { .. } | Actor::ApiKey(_) | Actor::Link(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::{id::SessionId, time::Timestamp},
        protocol::client::ClientId,
    };

    #[test]
    fn a_person_may_change_their_own_account_and_nothing_else() {
        let (ada, eve) = (UserId::from_stored("usr_ada"), UserId::from_stored("usr_eve"));
        let person = Actor::person(&ada, &SessionId::from_stored("ses_1"), Timestamp(1));
        for permission in Permission::ALL {
            let own = matches!(permission, Permission::UsersRead | Permission::UsersWrite);
            assert_eq!(is_permitted(&person, *permission, On::User(&ada)), own, "{}", permission.as_str());
            assert!(!is_permitted(&person, *permission, On::User(&eve)), "{}", permission.as_str());
            assert!(!is_permitted(&person, *permission, On::Installation), "{}", permission.as_str());
        }
    }

    #[test]
    fn a_token_may_to_its_persons_account_what_it_was_given_and_nothing_else() {
        let (ada, eve) = (UserId::from_stored("usr_ada"), UserId::from_stored("usr_eve"));
        let token =
            |user: Option<&UserId>, may| Actor::Token { client: ClientId::new("app"), user: user.cloned(), may };
        let reads = token(Some(&ada), &[Permission::UsersRead]);
        let all = token(Some(&ada), Permission::ALL);
        for permission in Permission::ALL {
            let read = *permission == Permission::UsersRead;
            assert_eq!(is_permitted(&reads, *permission, On::User(&ada)), read, "{}", permission.as_str());
            assert_eq!(is_permitted(&all, *permission, On::User(&ada)), OWN_ACCOUNT.contains(permission));
            for nobody in [&all, &token(None, Permission::ALL)] {
                assert!(!is_permitted(nobody, *permission, On::User(&eve)), "{}", permission.as_str());
                assert!(!is_permitted(nobody, *permission, On::Installation), "{}", permission.as_str());
            }
        }
    }

    #[test]
    fn the_command_line_may_everything_and_whoever_has_proven_nothing_may_nothing() {
        let ada = UserId::from_stored("usr_ada");
        for permission in Permission::ALL {
            for on in [On::Installation, On::User(&ada)] {
                assert!(is_permitted(&Actor::CommandLine, *permission, on));
                assert!(!is_permitted(&Actor::Anonymous, *permission, on));
                assert!(!is_permitted(&Actor::ApiKey("key".to_owned()), *permission, on));
            }
        }
    }

    #[test]
    fn names_are_a_resource_and_an_action_and_each_stands_once() {
        let mut names: Vec<&str> = Permission::ALL.iter().map(|one| one.as_str()).collect();
        assert!(names.iter().all(|name| name.split(':').count() == 2), "{names:?}");
        assert!(Permission::ALL.iter().all(|one| one.description().ends_with('.')));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Permission::ALL.len());
    }
}
