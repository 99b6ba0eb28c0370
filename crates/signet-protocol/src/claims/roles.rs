//! `groups` and `roles`: what somebody may do, as flat lists of strings for software that knows nothing of
//! organizations. Both say the same under the name that the software looks for.

/// The roles of a person in one organization.
#[derive(Debug, Clone, Copy)]
pub struct RolesIn<'a> {
    /// The organization's name in URLs.
    pub slug: &'a str,
    /// The roles there.
    pub roles: &'a [String],
}

/// What separates the organization from the role, where several are told of; no slug holds it.
pub const SEPARATOR: char = ':';

/// The roles of somebody who acts for one organization, by their plain names.
pub fn plain(roles: &[String]) -> Vec<String> {
    // What looks like a role in another organization would be taken for one.
    roles.iter().filter(|role| !role.contains(SEPARATOR)).cloned().collect()
}

/// The roles of somebody who acts for no organization: each with the organization in which it counts, so
/// that nobody is an administrator everywhere for being one somewhere.
pub fn qualified<'a>(memberships: impl IntoIterator<Item = RolesIn<'a>>) -> Vec<String> {
    let of_one = |one: RolesIn<'a>| one.roles.iter().map(move |role| format!("{}{SEPARATOR}{role}", one.slug));
    memberships.into_iter().flat_map(of_one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_counts_where_it_was_given_and_nowhere_else() {
        let (north, south) = (["owner".to_owned()], ["admin".to_owned(), "north:owner".to_owned()]);
        let both = [RolesIn { slug: "north", roles: &north }, RolesIn { slug: "south", roles: &south }];
        assert_eq!(qualified(both), ["north:owner", "south:admin", "south:north:owner"]);
        assert_eq!(qualified([]), [""; 0]);
        assert_eq!(plain(&south), ["admin"]);
    }
}
