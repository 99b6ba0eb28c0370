//! OAuth 2 services: what each is sent, and what it answers.

use serde_json::json;

use super::row::{MAIL, Opens, Proof, Row};

/// What is peculiar about each.
pub(super) fn rows() -> Vec<Row> {
    [code(), social(), channels(), work()].concat()
}

/// Where mail addresses are listed apart.
fn code() -> Vec<Row> {
    let old = "old@example.com";
    let bitbucket = |is_confirmed: bool| {
        let listed = json!({"pagelen": 10, "page": 1, "size": 2, "values": [
            {"type": "email", "email": old, "is_primary": false, "is_confirmed": true},
            {"type": "email", "email": MAIL, "is_primary": true, "is_confirmed": is_confirmed},
        ]});
        Row::service("bitbucket", "557058:5b")
            .scope("account email")
            .without_pkce()
            .hands_out(&json!({"token_type": "bearer", "scopes": "account email", "refresh_token": "rt-of-ada"}))
            .tells(
                "/2.0/user",
                json!({
                    "type": "user", "account_id": "557058:5b", "uuid": "{5b}", "nickname": "ada",
                    "display_name": "Ada", "links": {"avatar": {"href": "https://avatar.example/ada.png"}},
                }),
            )
            .lists_mails("/2.0/user/emails", listed)
    };
    let mut github = Row::service("github", "583231")
        .of_issuer("/login/oauth")
        .scope("read:user user:email")
        .proven_by(Proof::Form)
        .with_field("x-github-api-version", "2022-11-28")
        .hands_out(&json!({"token_type": "bearer", "scope": "read:user,user:email"}))
        .tells(
            "/user",
            json!({
                "login": "ada", "id": 583_231, "name": "Ada", "email": "shown@example.com",
                "avatar_url": "https://avatar.example/ada.png", "html_url": "https://code.example/ada",
            }),
        )
        .lists_mails(
            "/user/emails",
            json!([
                {"email": old, "primary": false, "verified": true, "visibility": null},
                {"email": MAIL, "primary": true, "verified": true, "visibility": "private"},
            ]),
        )
        .marks_verified(Opens::Alone);
    github.api_accept = "application/vnd.github+json";
    github.names_itself = true;
    vec![github, bitbucket(true).marks_verified(Opens::Alone), bitbucket(false)]
}

fn social() -> Vec<Row> {
    let picture = "https://pictures.example/ada.png";
    vec![
        Row::service("facebook", "10160")
            .scope("public_profile,email")
            .without_pkce()
            .proven_by(Proof::Form)
            .hands_out(&json!({"token_type": "bearer"}))
            .tells(
                "/v24.0/me?fields=id,name,first_name,last_name,email,picture",
                json!({
                    "id": "10160", "name": "Ada Lovelace", "first_name": "Ada", "last_name": "Lovelace",
                    "email": MAIL, "picture": {"data": {"url": picture, "is_silhouette": false}},
                }),
            ),
        Row::service("discord", "80351110224678912")
            .scope("identify email")
            .hands_out(&json!({"scope": "identify email", "refresh_token": "rt-of-ada"}))
            .tells(
                "/api/users/@me",
                json!({
                    "id": "80351110224678912", "username": "ada", "discriminator": "0", "global_name": "Ada",
                    "avatar": null, "email": MAIL, "verified": true,
                }),
            )
            .marks_verified(Opens::Alone),
        Row::service("x", "2244994945")
            .scope("users.read users.email tweet.read")
            .hands_out(&json!({"token_type": "bearer", "scope": "users.read users.email tweet.read"}))
            .tells(
                "/2/users/me?user.fields=confirmed_email,profile_image_url",
                json!({"data": {
                    "id": "2244994945", "name": "Ada", "username": "ada", "confirmed_email": MAIL,
                    "profile_image_url": picture,
                }}),
            )
            .marks_verified(Opens::Alone),
    ]
}

fn channels() -> Vec<Row> {
    let picture = "https://pictures.example/ada.png";
    let mut tiktok = Row::service("tiktok", "723f24d7")
        .scope("user.info.basic")
        .without_pkce()
        .proven_by(Proof::Form)
        .hands_out(&json!({
            "open_id": "723f24d7", "scope": "user.info.basic", "refresh_token": "rt-of-ada",
            "refresh_expires_in": 31_536_000,
        }))
        .tells(
            "/v2/user/info/?fields=open_id,avatar_url,display_name",
            json!({
                "data": {"user": {"open_id": "723f24d7", "avatar_url": picture, "display_name": "Ada"}},
                "error": {"code": "ok", "message": "", "log_id": "2022"},
            }),
        )
        .called("Ada");
    tiktok.client_id_parameter = "client_key";
    vec![
        tiktok,
        Row::service("spotify", "aB3").scope("user-read-email").tells(
            "/v1/me",
            json!({
                "account_id": "aB3", "id": "ada", "display_name": "Ada", "email": MAIL,
                "images": [{"url": picture, "height": null, "width": null}],
            }),
        ),
        Row::service("reddit", "1w72")
            .scope("identity")
            .asks("duration", "temporary")
            .without_pkce()
            .with_field("user-agent", "web:us:v1 (sign-in by Signet)")
            .hands_out(&json!({"token_type": "bearer", "scope": "identity"}))
            .tells("/api/v1/me", json!({"id": "1w72", "name": "ada", "has_verified_email": true, "icon_img": picture}))
            .called("ada"),
        Row::service("naver", "32742776")
            .without_pkce()
            .proven_by(Proof::Form)
            .hands_out(&json!({"token_type": "bearer", "expires_in": "3600", "refresh_token": "rt-of-ada"}))
            .tells(
                "/v1/nid/me",
                json!({"resultcode": "00", "message": "success", "response": {
                    "id": "32742776", "nickname": "ada", "name": "Ada", "email": MAIL, "profile_image": picture,
                }}),
            ),
    ]
}

fn work() -> Vec<Row> {
    let mut notion = Row::service("notion", "16d84278")
        .asks("owner", "user")
        .without_pkce()
        .with_field("notion-version", "2022-06-28")
        .hands_out(&json!({
            "token_type": "bearer", "bot_id": "b3414d65", "workspace_id": "w1", "workspace_name": "Ada's",
            "workspace_icon": null, "duplicated_template_id": null, "request_id": "r1",
            "owner": {"type": "user", "user": {
                "object": "user", "id": "16d84278", "name": "Ada", "avatar_url": null, "type": "person",
                "person": {"email": MAIL},
            }},
        }));
    notion.is_json = true;
    vec![
        notion,
        Row::service("zoom", "KDcuGIm1QgePTO8WbOqwIQ")
            .hands_out(&json!({"token_type": "bearer", "scope": "user:read:user", "refresh_token": "rt-of-ada"}))
            .tells(
                "/v2/users/me",
                json!({
                    "id": "KDcuGIm1QgePTO8WbOqwIQ", "account_id": "q6gB", "first_name": "Ada",
                    "last_name": "Lovelace", "display_name": "Ada Lovelace", "email": MAIL, "type": 1, "verified": 1,
                    "pic_url": "https://pictures.example/ada.png",
                }),
            )
            .marks_verified(Opens::Listed),
        Row::service("figma", "26")
            .scope("current_user:read")
            .hands_out(&json!({"token_type": "bearer", "user_id_string": "26", "refresh_token": "rt-of-ada"}))
            .tells("/v1/me", json!({"id": "26", "email": MAIL, "handle": "Ada", "img_url": "https://p.example/a.png"})),
        Row::service("linear", "u1")
            .scope("read")
            .proven_by(Proof::Form)
            .hands_out(&json!({"expires_in": 315_705_599, "scope": "read"}))
            .tells_when_posted(
                "/graphql",
                r#"{"query":"{ viewer { id name displayName email avatarUrl organization { id } } }"}"#,
                json!({"data": {"viewer": {
                    "id": "u1", "name": "Ada", "displayName": "ada", "email": MAIL, "avatarUrl": null,
                    "organization": {"id": "o1"},
                }}}),
            ),
    ]
}
