//! How an approval came about.

use serde::{Deserialize, Serialize};

use super::wire_enum::wire_enum;

wire_enum! {
    /// How an approval came about: what it was answered with. Flows to come add theirs.
    GrantKind {
        /// RFC 6749 §4.1, OIDC Core §3.1: a code.
        AuthorizationCode = "authorization_code",
        /// OIDC Core §3.2: tokens from the authorization endpoint.
        Implicit = "implicit",
        /// OIDC Core §3.3: a code, and tokens beside it.
        Hybrid = "hybrid",
    }
}
