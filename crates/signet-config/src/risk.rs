//! `[risk]`: what follows where a sign-in is unlike those before.

use std::path::PathBuf;

use super::{
    Config,
    choice::choice,
    limits::RuleName,
    section::{Checker, section},
};
use crate::base::time::Seconds;

section! {
    /// What follows where somebody signs in as they have not before: "off": nothing, and nothing is remembered for it.
    /// "notice": they are told by mail. "step_up": they prove one thing more, also in a browser in which they wanted not
    /// to be asked; whoever has no further factor gets a code by mail. "block": the right password is answered like a
    /// wrong one, and its owner is mailed a link to set another. Each decision stands in the audit log in words
    /// (sign_in.risk). The strongest that applies counts. What each sign-in method can be asked for stands in
    /// docs/decisions/risk.md.
    Risk, check = check {
        /// A browser in which they have not signed in since they have this password; by login.device_cookie.
        new_device: Reaction = Reaction::Off;
        /// A country in which they have not signed in before. Needs country_file.
        new_country: Reaction = Reaction::Off;
        /// A place that nobody reaches in the time since the last sign-in. Needs a country_file that knows places, such as
        /// GeoLite2 City.
        impossible_travel: Reaction = Reaction::Off;
        /// An hour of the day (UTC) at which they hardly ever sign in. Known after 20 sign-ins.
        unusual_hour: Reaction = Reaction::Off;
        /// Right after many wrong passwords in a row.
        failure_burst: Reaction = Reaction::Off;
        /// How many they are; fewer than the rule login_account lets through.
        burst: u32 = 10;
        /// A file in the format of MaxMind DB that says in which country an address is, also to people who look where they
        /// are signed in; one of cities, such as GeoLite2 City, says the city, too. It is looked at once in a minute, and
        /// read again when it has changed.
        country_file: Option<PathBuf> = None, example = "\"/var/lib/GeoIP/GeoLite2-City.mmdb\"";
    }
}

choice! {
    /// What follows, the mildest first.
    #[derive(PartialOrd, Ord)]
    Reaction, "reaction" {
        /// Nothing.
        Off = "off",
        /// They are told.
        Notice = "notice",
        /// They prove one thing more.
        StepUp = "step_up",
        /// They are stopped.
        Block = "block",
    }
}

impl Risk {
    /// What follows each of the signals, by its key.
    pub fn reactions(&self) -> [(&'static str, Reaction); 5] {
        [
            ("new_device", self.new_device),
            ("new_country", self.new_country),
            ("impossible_travel", self.impossible_travel),
            ("unusual_hour", self.unusual_hour),
            ("failure_burst", self.failure_burst),
        ]
    }

    /// Whether somebody could be stopped.
    pub fn may_stop(&self) -> bool {
        self.reactions().iter().any(|(_, reaction)| *reaction == Reaction::Block)
    }

    /// Whether anything hangs from the sign-ins before.
    pub fn remembers(&self) -> bool {
        self.reactions().iter().any(|(key, reaction)| *key != "failure_burst" && *reaction > Reaction::Off)
    }
}

fn check(risk: &Risk, at: &mut Checker<'_>) {
    at.within("burst", risk.burst, (3, 99), |failures| format!("{failures} failures"));
    for (key, reaction) in [("new_country", risk.new_country), ("impossible_travel", risk.impossible_travel)] {
        if reaction > Reaction::Off && risk.country_file.is_none() {
            at.refuse(
                key,
                "without a file nobody knows in which country an address is",
                "set risk.country_file, or write \"off\"",
            );
        }
    }
}

/// What a signal needs of other sections.
pub(super) fn check_config(config: &Config, at: &mut Checker<'_>) {
    let risk = &config.risk;
    if risk.new_device > Reaction::Off && config.login.device_cookie == Seconds(0) {
        at.refuse(
            "new_device",
            "with login.device_cookie = \"0s\" no browser is remembered, so each is new",
            "set login.device_cookie, or write \"off\"",
        );
    }
    let in_a_row = config.limits.rules.find(RuleName::LoginAccount).map_or(0, |rule| rule.max);
    if risk.failure_burst > Reaction::Off && in_a_row <= risk.burst {
        at.refuse(
            "failure_burst",
            format!("the rule login_account of limits.rules lets {in_a_row} failures in a row through, and no more"),
            "raise its max, lower risk.burst, or write \"off\"",
        );
    }
    for (key, reaction) in risk.reactions() {
        if reaction == Reaction::Block && !config.sends_mail() {
            at.refuse(
                key,
                "whoever is stopped is mailed a way in, and no mail can be sent",
                "set mail.driver, see the section [mail] of the configuration, or write \"step_up\"",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tests::{assert_refused, load};

    #[test]
    fn a_signal_that_could_not_be_seen_is_refused() {
        assert_refused("risk.new_country = 'notice'", "risk.new_country", "without a file", "risk.country_file");
        assert_refused("risk.impossible_travel = 'block'", "risk.impossible_travel", "without a file", "off");
        assert_refused(
            "risk.new_device = 'notice'\nlogin.device_cookie = '0s'",
            "risk.new_device",
            "no browser is remembered",
            "login.device_cookie",
        );
        assert_refused("risk.failure_burst = 'notice'\nlimits.rules = []", "risk.failure_burst", "lets 0", "off");
        assert_refused("risk.burst = 1", "risk.burst", "out of range", "3 failures");
        let on =
            "risk.new_country = 'notice'\nrisk.country_file = 'GeoLite2-City.mmdb'\nrisk.failure_burst = 'step_up'";
        assert!(load(on, &[], &[]).is_ok());
    }

    #[test]
    fn nobody_is_stopped_who_cannot_be_mailed_a_way_in() {
        let far = "issuer.url = 'https://id.example.com'\nrisk.new_device = 'block'";
        assert_refused(far, "risk.new_device", "no mail can be sent", "mail.driver");
        assert!(load("risk.new_device = 'block'", &[], &[]).is_ok(), "a developer's machine has its inbox");
    }
}
