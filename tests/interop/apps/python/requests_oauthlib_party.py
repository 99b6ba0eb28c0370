"""requests-oauthlib in Flask. It speaks OAuth 2, not OpenID Connect: the ID token is verified with PyJWT, as many do."""

import os
import secrets

import jwt
import requests
from flask import Flask, jsonify, redirect, request, session
from requests_oauthlib import OAuth2Session

os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # an issuer on plain http, which Signet accepts on loopback alone
# Signet names the scopes that it grants; oauthlib takes fewer than were asked for as an error otherwise.
os.environ["OAUTHLIB_RELAX_TOKEN_SCOPE"] = "1"

CLIENT_ID, CLIENT_SECRET = os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"]
ISSUER, APP_URL = os.environ["ISSUER"], os.environ["APP_URL"]
METADATA = requests.get(ISSUER + "/.well-known/openid-configuration", timeout=10).json()
KEYS = jwt.PyJWKClient(METADATA["jwks_uri"])

app = Flask(__name__)
app.secret_key = secrets.token_bytes(32)


def signet(**more):
    return OAuth2Session(CLIENT_ID, redirect_uri=APP_URL + "/callback", scope=["openid", "profile", "email"], **more)


@app.get("/")
def outside():
    return "Outside"


@app.get("/login")
def login():
    party = signet(pkce="S256")
    nonce = secrets.token_urlsafe()
    url, state = party.authorization_url(METADATA["authorization_endpoint"], nonce=nonce)
    session.update(state=state, nonce=nonce, verifier=party._code_verifier)
    return redirect(url)


@app.get("/callback")
def callback():
    party = signet(state=session["state"])
    tokens = party.fetch_token(
        METADATA["token_endpoint"],
        client_secret=CLIENT_SECRET,
        authorization_response=request.url,
        code_verifier=session["verifier"],
    )
    key = KEYS.get_signing_key_from_jwt(tokens["id_token"])
    claims = jwt.decode(tokens["id_token"], key, algorithms=["RS256"], audience=CLIENT_ID, issuer=ISSUER)
    assert claims["nonce"] == session["nonce"]
    session.clear()
    session.update(tokens=tokens, claims=claims)
    return redirect("/me")


def told():
    return jsonify(
        id_token=session["claims"],
        userinfo=signet(token=session["tokens"]).get(METADATA["userinfo_endpoint"]).json(),
        access_token=session["tokens"]["access_token"],
    )


@app.get("/me")
def me():
    return told() if "tokens" in session else ({}, 401)


@app.get("/refresh")
def refresh():
    party = signet(token=session["tokens"])
    session["tokens"] = party.refresh_token(METADATA["token_endpoint"], auth=(CLIENT_ID, CLIENT_SECRET))
    return told()


@app.get("/logout")
def logout():
    query = {"id_token_hint": session["tokens"]["id_token"], "post_logout_redirect_uri": APP_URL + "/"}
    session.clear()
    return redirect(requests.Request("GET", METADATA["end_session_endpoint"], params=query).prepare().url)


if __name__ == "__main__":
    app.run("127.0.0.1", int(os.environ["PORT"]))
