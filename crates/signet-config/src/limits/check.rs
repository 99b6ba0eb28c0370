//! Limits with which one can live.

use super::{
    super::{section::Checker, server::refuse_wide, units::print_length},
    Limits, Rule, RuleName,
    rule_name::MOST_IN_A_ROW,
};
use crate::base::time::Seconds;

/// Refuses what is none.
pub(super) fn check(limits: &Limits, at: &mut Checker<'_>) {
    at.within("proof_of_work_bits", limits.proof_of_work_bits, (8, 24), |bits| format!("{bits} bits"));
    at.within("proof_of_work_wait", limits.proof_of_work_wait, (Seconds(1), Seconds::minutes(5)), print_length);
    for Rule { rule, max, window } in limits.rules.iter() {
        let is_none = *max == 0 && *rule != RuleName::LoginAccountNewcomer;
        if is_none || *window < Seconds(1) || *window > Seconds::days(31) {
            at.refuse(
                "rules",
                format!("{}: {max} in {} is no limit one can live with", rule.as_str(), print_length(*window)),
                "choose a max of at least 1 and a window of 1s to 31d",
            );
        }
    }
    let in_a_row = limits.rules.find(RuleName::LoginAccount).map_or(0, |rule| rule.max);
    if in_a_row > MOST_IN_A_ROW {
        at.refuse(
            "rules",
            format!("login_account: {in_a_row} failures in a row are too many for one account (NIST SP 800-63B)"),
            format!("choose a max of at most {MOST_IN_A_ROW}"),
        );
    }
    refuse_wide(&limits.trusted, "trusted", at);
}
