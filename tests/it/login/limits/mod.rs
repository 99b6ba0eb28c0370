//! How often something may be asked for or fail: what is refused, what is told of it, and what is written down.

mod audited;
mod captcha;
mod clock;
mod model;
mod own_browser;
mod programs;
mod proof_of_work;
mod sign_up;
mod upstream;

use signet::{
    base::time::Seconds,
    config::{
        Config,
        limits::{Rule, RuleName},
    },
};

/// Another limit for a rule.
fn limit(config: &mut Config, name: RuleName, max: u32, window: Seconds) {
    let new = Rule { rule: name, max, window };
    config.limits.rules = config.limits.rules.iter().map(|rule| if rule.rule == name { new } else { *rule }).collect();
}
