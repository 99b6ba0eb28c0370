//! Exchange a code, refresh, userinfo.

use serde_json::json;

use super::counted;
use crate::support::on_both_engines;

on_both_engines!(a_code_is_exchanged, |t| {
    t.person("ada").await;
    let app = t.first_party("app", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    app.tokens(&mut browser, "openid offline_access").await;
    let code = app.code(&mut browser, &[("scope", "openid offline_access")]).await;
    let (answer, statements) = counted(app.redeem(&code)).await;
    answer.ok();
    statements.must_be(6, 1);
});
