"""PyPI Authlib, a stock client, against the running binary. Run by with-signet.mjs, which says where it is."""

import json
import os
import unittest
import warnings
from urllib.parse import parse_qs, urlsplit

import requests

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # the issuer is on loopback
from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken, UserInfo
from joserfc import jwt
from joserfc.jwk import KeySet
from support import browser as plain

warnings.simplefilter("ignore", DeprecationWarning)
FACTS = json.loads(os.environ["SIGNET_E2E"])
REDIRECT = FACTS["redirect_uri"]
PERSON = FACTS["person"]


class Browser(plain.Browser):
    """Signs the person in where that is asked."""

    def authorize(self, url):
        back = self.open(url, REDIRECT)
        for _ in range(6):
            if back:
                return back
            if self.form_with("login-submit"):
                person = {"username": PERSON["username"], "password": PERSON["password"]}
                back = self.press("login-submit", person, REDIRECT)
            elif self.form_with("consent-allow"):
                back = self.press("consent-allow", {}, REDIRECT)
            else:
                break
        raise AssertionError(f"stuck on {self.page.url} ({self.page.status_code}): {self.page.text[:2000]}")


class Authlib(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.metadata = requests.get(FACTS["issuer"] + "/.well-known/openid-configuration", timeout=30).json()

    def client(self, name="web", **more):
        registered = FACTS[name]
        method = {"post": "client_secret_post", "spa": "none"}.get(name, "client_secret_basic")
        session = OAuth2Session(
            registered["client_id"],
            registered.get("client_secret"),
            token_endpoint_auth_method=method,
            code_challenge_method="S256",
            redirect_uri=REDIRECT,
            **more,
        )
        self.addCleanup(session.close)
        return session

    def sign_in(self, name="web", scope="openid profile email", browser=None, **more):
        session = self.client(name, scope=scope)
        verifier, nonce = generate_token(48), generate_token(20)
        url, state = session.create_authorization_url(
            self.metadata["authorization_endpoint"], code_verifier=verifier, nonce=nonce, **more
        )
        back = (browser or Browser()).authorize(url)
        answer = parse_qs(urlsplit(back).query)
        if "error" in answer:  # Authlib itself would go on and ask for a token
            raise OAuthError(answer["error"][0], answer.get("error_description", [None])[0])
        session.verifier = verifier
        token = session.fetch_token(
            self.metadata["token_endpoint"], authorization_response=back, state=state, code_verifier=verifier
        )
        return session, token, nonce, back

    def id_token(self, token, nonce, name="web"):
        keys = KeySet.import_key_set(requests.get(self.metadata["jwks_uri"], timeout=30).json())
        decoded = jwt.decode(token["id_token"], keys)
        params = {"nonce": nonce, "client_id": FACTS[name]["client_id"], "access_token": token["access_token"]}
        options = {"iss": {"essential": True, "value": self.metadata["issuer"]}}
        claims = CodeIDToken(decoded.claims, decoded.header, options, params)
        claims.validate(leeway=10)
        return claims

    def test_the_issuer_is_what_was_asked(self):
        self.assertEqual(self.metadata["issuer"], FACTS["issuer"])

    def test_code_with_pkce_gives_tokens_and_claims(self):
        session, token, nonce, back = self.sign_in()
        self.assertEqual(parse_qs(urlsplit(back).query)["iss"], [FACTS["issuer"]])
        claims = self.id_token(token, nonce)
        answer = session.get(self.metadata["userinfo_endpoint"])
        self.assertEqual(answer.status_code, 200, answer.text)
        info = UserInfo(answer.json())
        self.assertEqual(info.sub, claims["sub"])
        self.assertEqual(info.name, PERSON["claims"]["name"])
        self.assertNotIn("phone_number", info)

    def test_client_secret_post_and_public_clients(self):
        for name in ("post", "spa"):
            with self.subTest(name):
                _, token, nonce, _ = self.sign_in(name)
                self.assertTrue(self.id_token(token, nonce, name)["sub"])

    def test_refresh_rotates_and_keeps_the_subject(self):
        session, token, nonce, _ = self.sign_in(scope="openid email offline_access", prompt="consent")
        first = self.id_token(token, nonce)["sub"]
        fresh = session.refresh_token(self.metadata["token_endpoint"], refresh_token=token["refresh_token"])
        self.assertNotEqual(fresh["refresh_token"], token["refresh_token"])
        info = session.get(self.metadata["userinfo_endpoint"]).json()
        self.assertEqual(info["sub"], first)

    def test_client_credentials(self):
        session = self.client("machine")
        token = session.fetch_token(self.metadata["token_endpoint"], grant_type="client_credentials")
        self.assertNotIn("refresh_token", token)
        self.assertNotIn("id_token", token)

    def test_introspection_and_revocation(self):
        session, token, _, _ = self.sign_in()
        where = self.metadata["introspection_endpoint"]
        self.assertTrue(session.introspect_token(where, token=token["access_token"]).json()["active"])
        answer = session.revoke_token(
            self.metadata["revocation_endpoint"], token=token["refresh_token"], token_type_hint="refresh_token"
        )
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(session.introspect_token(where, token=token["access_token"]).json(), {"active": False})
        with self.assertRaises(OAuthError) as caught:
            session.refresh_token(self.metadata["token_endpoint"], refresh_token=token["refresh_token"])
        self.assertEqual(caught.exception.error, "invalid_grant")

    def test_a_code_is_spent_once(self):
        session, _, _, back = self.sign_in()
        code = parse_qs(urlsplit(back).query)["code"][0]
        with self.assertRaises(OAuthError) as caught:
            session.fetch_token(self.metadata["token_endpoint"], code=code, code_verifier=session.verifier)
        self.assertEqual(caught.exception.error, "invalid_grant")

    def test_logout_ends_the_session_and_returns(self):
        browser = Browser()
        _, token, _, _ = self.sign_in(browser=browser)
        query = {"id_token_hint": token["id_token"], "post_logout_redirect_uri": FACTS["after_logout"], "state": "s"}
        url = requests.Request("GET", self.metadata["end_session_endpoint"], params=query).prepare().url
        back = browser.open(url, FACTS["after_logout"])
        if not back and browser.form_with("logout-confirm"):
            back = browser.press("logout-confirm", {}, FACTS["after_logout"])
        self.assertEqual(back, FACTS["after_logout"] + "?state=s")
        with self.assertRaises(OAuthError) as caught:
            self.sign_in(browser=browser, prompt="none")
        self.assertEqual(caught.exception.error, "login_required")


if __name__ == "__main__":
    print(f"Authlib on {FACTS['engine']}")
    unittest.main(verbosity=2)
