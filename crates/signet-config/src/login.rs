//! `[login]`: passwords and what hashing them may cost.

use super::{
    acr::AcrLevels,
    branding::WebUrl,
    choice::choice,
    section::{Checker, section},
    units::print_length,
};
use crate::base::time::Seconds;

section! {
    /// Passwords, and what hashing them may cost. Changed Argon2id parameters reach each
    /// password at its owner's next sign-in.
    Login, check = check {
        /// What is asked of a new password besides its length. "nist": that it is none that guessers try first and
        /// not made of the person's or our own name (NIST SP 800-63B section 3.1.1.2). "classes": besides, a small
        /// letter, a capital letter, a digit and another character, for whoever is held to such a rule.
        password_profile: PasswordProfile = PasswordProfile::Nist;
        /// Shortest password that may be chosen, in characters. NIST SP 800-63B-4 wants 15 where the password alone
        /// signs in: whoever is held to it sets that. Why it is 12 stands in docs/decisions/defaults.md.
        password_min_length: u32 = 12;
        /// Longest password that may be chosen, in characters; at most 1024, so that hashing
        /// cannot be made to hurt.
        password_max_length: u32 = 128;
        /// Memory of one hashing, in KiB. More makes guessing dearer, for you and for thieves.
        argon2_memory_kib: u32 = 19_456;
        /// Passes over that memory.
        argon2_iterations: u32 = 2;
        /// Lanes of one hashing.
        argon2_parallelism: u32 = 1;
        /// Accepts Argon2id parameters below the OWASP minimum. For test machines only.
        allow_weak_hashing: bool = false;
        /// Passwords hashed at the same time, by threads of lower priority than those that answer.
        /// 0: one fewer than there are cores, at least one.
        hash_workers: u32 = 0;
        /// Passwords that may wait for a worker in each of three lanes: browsers in which the person has signed
        /// in before, addresses that have not failed lately, and those that have. Beyond that, and after two
        /// thirds of server.request_timeout, sign-in answers 503 with Retry-After while everything else stays fast.
        hash_queue: u32 = 256;
        /// How long a browser in which somebody signed in is remembered beyond the session, by a cookie that names
        /// nobody: it keeps a lane and limits of its own while strangers guess at the account. At most 400 days;
        /// 0s: no such cookie, and every browser is a stranger's.
        device_cookie: Seconds = Seconds::days(180);
        /// How strong a sign-in can be: `acr` values, the weakest first, each with how many kinds of factors
        /// it needs (1 to 3; known, owned, inherent) and, if that matters, which methods (`amr` values of
        /// RFC 8176) must be among them. A client that asks for values of this list gets the highest of
        /// them that is reached; it is told the highest of all when it asks for none.
        acr: AcrLevels = AcrLevels::default();
        /// What the sign-in page asks for first. "everything": name and password on one page, with every other way
        /// beside them. "name_first": the name alone, then the ways to sign in. What an account has is shown only in a
        /// browser in which somebody has signed in to it before (device_cookie); in any other, whatever name is typed
        /// is offered the same ways, so that nobody learns whether there is an account.
        page: SignInPage = SignInPage::Everything;
        /// Where people go who forgot their password: a page of yours, or a mailto: address. Without it the
        /// sign-in page leads to a page of ours that mails them a link, where mail can be sent (section mail), else to
        /// branding.support_url, else nowhere.
        forgot_password_url: Option<WebUrl> = None, example = "\"https://example.com/help/password\"";
        /// The upstream (`signet upstream list`) to which whoever comes from an app goes straight to sign in. Without
        /// it our page comes first and shows the app, its logo and its links. Our page stands at /login all the same.
        single_upstream: Option<String> = None, example = "\"acme\"";
    }
}

choice! {
    /// What is asked of a new password besides its length.
    PasswordProfile, "profile" {
        /// A list of what is refused.
        Nist = "nist",
        /// And four kinds of characters.
        Classes = "classes",
    }
}

choice! {
    /// What the sign-in page asks for first.
    SignInPage, "sign-in page" {
        /// Name and password at once.
        Everything = "everything",
        /// The name alone, on a page of its own.
        NameFirst = "name_first",
    }
}

/// Memory in KiB and passes that OWASP's password storage cheat sheet holds equal.
const OWASP_MINIMUM: [(u32, u32); 5] = [(47_104, 1), (19_456, 2), (12_288, 3), (9_216, 4), (7_168, 5)];

fn check(login: &Login, at: &mut Checker<'_>) {
    at.within("password_min_length", login.password_min_length, (8, 128), |length| format!("{length} characters"));
    at.within("password_max_length", login.password_max_length, (64, 1024), |length| format!("{length} characters"));
    if login.password_min_length > login.password_max_length {
        at.refuse(
            "password_min_length",
            "no password could be both this long and at most login.password_max_length",
            "choose at most login.password_max_length",
        );
    }
    at.within("argon2_parallelism", login.argon2_parallelism, (1, 64), |lanes| lanes.to_string());
    at.within("argon2_iterations", login.argon2_iterations, (1, 100), |passes| passes.to_string());
    // RFC 9106 §3.1: the memory is at least 8 KiB a lane.
    let least = login.argon2_parallelism.saturating_mul(8);
    at.within("argon2_memory_kib", login.argon2_memory_kib, (least, 4 << 20), |kib| format!("{kib} KiB"));
    let strong = OWASP_MINIMUM
        .iter()
        .any(|(memory, passes)| login.argon2_memory_kib >= *memory && login.argon2_iterations >= *passes);
    if !strong && !login.allow_weak_hashing {
        at.refuse(
            "argon2_memory_kib",
            format!(
                "{} KiB with {} passes is below the OWASP minimum for Argon2id",
                login.argon2_memory_kib, login.argon2_iterations
            ),
            "choose 19456 KiB with 2 passes or more; on a test machine, set login.allow_weak_hashing = true",
        );
    }
    at.within("device_cookie", login.device_cookie, (Seconds(0), Seconds::days(400)), print_length);
    at.within("hash_workers", login.hash_workers, (0, 1024), |count| count.to_string());
    at.within("hash_queue", login.hash_queue, (1, 100_000), |count| count.to_string());
}
