"""PyPI Authlib, walking through sign-in, ID token, userinfo, refresh and logout. Run by authlib.mjs.

The browser and the calls are those of tests/e2e/authlib_test.py; here is only the order of the steps.
"""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "e2e"))
from authlib_test import FACTS, Authlib, Browser, OAuthError, UserInfo, requests


def begin(step):
    """Tells the runner which step comes now."""
    print(json.dumps({"begin": step}), flush=True)
    sys.stdin.readline()


party = Authlib()
party.setUpClass()
browser = Browser()

begin("sign in")
session, token, nonce, _ = party.sign_in(browser=browser)

begin("ID token")
claims = party.id_token(token, nonce)

begin("userinfo")
info = UserInfo(session.get(party.metadata["userinfo_endpoint"]).json())
party.assertEqual((info.sub, info.name), (claims["sub"], FACTS["person"]["claims"]["name"]))

begin("refresh")
fresh = session.refresh_token(party.metadata["token_endpoint"], refresh_token=token["refresh_token"])
party.assertNotEqual(fresh["access_token"], token["access_token"])
party.assertEqual(session.get(party.metadata["userinfo_endpoint"]).json()["sub"], claims["sub"])

begin("log out")
query = {"id_token_hint": token["id_token"], "post_logout_redirect_uri": FACTS["after_logout"], "state": "s"}
url = requests.Request("GET", party.metadata["end_session_endpoint"], params=query).prepare().url
back = browser.open(url, FACTS["after_logout"])
if not back and browser.form_with("logout-confirm"):
    back = browser.press("logout-confirm", {}, FACTS["after_logout"])
party.assertEqual(back, FACTS["after_logout"] + "?state=s")
with party.assertRaises(OAuthError) as caught:
    party.sign_in(browser=browser, prompt="none")
party.assertEqual(caught.exception.error, "login_required")
party.doCleanups()
