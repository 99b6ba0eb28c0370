"""Foreign authenticators against the running binary: PyPI fido2 as the browser of a security key, soft-webauthn as a
browser with its own, pyotp as an authenticator app, and eth-account as a wallet. Run by with-signet.mjs, which says
where it is."""

import json
import os
import re
import time
import unittest
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from struct import pack
from urllib.parse import urljoin

import pyotp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from eth_account import Account
from eth_account.messages import encode_defunct
from fido2 import cbor, features
from fido2.client import Fido2Client
from fido2.cose import ES256
from fido2.ctap import CtapDevice, CtapError
from fido2.hid import CAPABILITY, CTAPHID
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticatorData,
    PublicKeyCredentialCreationOptions,
    PublicKeyCredentialRequestOptions,
)
from soft_webauthn import SoftWebauthnDevice
from support.browser import Browser

features.webauthn_json_mapping.enabled = True
FACTS = json.loads(os.environ["SIGNET_E2E"])
ISSUER = FACTS["issuer"]
RP_ID = "localhost"
AAGUID = bytes.fromhex("d548826e79b4db40a3d811116f7e8349")
USER_PRESENT, USER_VERIFIED, ATTESTED, EXTENSIONS = 0x01, 0x04, 0x40, 0x80


def encoded(data):
    return urlsafe_b64encode(data).decode().rstrip("=")


def decoded(text):
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def said(options):
    """Options without what they do not say, as the page's script reads them."""
    if isinstance(options, dict):
        return {name: said(value) for name, value in options.items() if value is not None}
    return [said(one) for one in options] if isinstance(options, list) else options


class SecurityKey(CtapDevice):
    """CTAP 2.0: a key with its own check of who touches it, that keeps what it makes."""

    capabilities = CAPABILITY.CBOR

    def __init__(self):
        self.kept = {}
        self.count = 0
        # Whether a copy was made of it, which does not count along.
        self.counts = True

    @classmethod
    def list_devices(cls):
        return []

    def close(self):
        pass

    def call(self, cmd, data=b"", event=None, on_keepalive=None):
        if cmd != CTAPHID.CBOR:
            raise CtapError(CtapError.ERR.INVALID_COMMAND)
        asked = cbor.decode(data[1:]) if len(data) > 1 else {}
        answer = {0x01: self.make_credential, 0x02: self.get_assertion, 0x04: self.get_info}[data[0]](asked)
        return bytes([answer]) if isinstance(answer, int) else b"\x00" + cbor.encode(answer)

    def get_info(self, _):
        return {
            1: ["FIDO_2_0"],
            2: ["credProtect"],
            3: AAGUID,
            4: {"rk": True, "up": True, "uv": True},
            6: [2],
        }

    def data(self, rp_id, flags, asked, credential=None):
        if self.counts:
            self.count += 1
        verified = USER_VERIFIED if asked.get("uv") else 0
        more = {"credProtect": 2} if flags & EXTENSIONS else None
        flags = flags | USER_PRESENT | verified
        return AuthenticatorData.create(sha256(rp_id.encode()).digest(), flags, self.count, credential or b"", more)

    def make_credential(self, asked):
        algorithms = [one["alg"] for one in asked[4]]
        if ES256.ALGORITHM not in algorithms:
            return CtapError.ERR.UNSUPPORTED_ALGORITHM
        if any(one["id"] in self.kept for one in asked.get(5, [])):
            return CtapError.ERR.CREDENTIAL_EXCLUDED
        key = ec.generate_private_key(ec.SECP256R1())
        name = os.urandom(32)
        self.kept[name] = (key, asked[2]["id"], asked[3]["id"])
        attested = AttestedCredentialData.create(AAGUID, name, ES256.from_cryptography_key(key.public_key()))
        flags = ATTESTED | (EXTENSIONS if "credProtect" in asked.get(6, {}) else 0)
        data = self.data(asked[2]["id"], flags, asked.get(7, {}), attested)
        # WebAuthn §8.2: self attestation.
        signature = key.sign(bytes(data) + asked[1], ec.ECDSA(hashes.SHA256()))
        return {1: "packed", 2: bytes(data), 3: {"alg": ES256.ALGORITHM, "sig": signature}}

    def get_assertion(self, asked):
        allowed = [one["id"] for one in asked[3]] if 3 in asked else list(self.kept)
        mine = [name for name in allowed if name in self.kept and self.kept[name][1] == asked[1]]
        if not mine:
            return CtapError.ERR.NO_CREDENTIALS
        key, _, user = self.kept[mine[0]]
        data = self.data(asked[1], 0, asked.get(5, {}))
        signature = key.sign(bytes(data) + asked[2], ec.ECDSA(hashes.SHA256()))
        return {1: {"type": "public-key", "id": mine[0]}, 2: bytes(data), 3: signature, 4: {"id": user}}


class KeyBrowser:
    """What PyPI fido2 makes of our options with a security key, in the words of the page's script."""

    def __init__(self, key):
        # fido2 knows only https; a browser trusts localhost as well.
        self.client = Fido2Client(key, ISSUER, verify=lambda rp_id, origin: rp_id == RP_ID and origin == ISSUER)

    def create(self, options):
        made = self.client.make_credential(PublicKeyCredentialCreationOptions.from_dict(said(options)))
        data = made.attestation_object.auth_data.credential_data
        response = {"attestationObject": encoded(bytes(made.attestation_object)), "transports": ["usb"]}
        return answer(data.credential_id, made.client_data, response)

    def get(self, options):
        options = PublicKeyCredentialRequestOptions.from_dict(said(options))
        made = self.client.get_assertion(options).get_response(0)
        response = {
            "authenticatorData": encoded(bytes(made.authenticator_data)),
            "signature": encoded(made.signature),
            "userHandle": encoded(made.user_handle) if made.user_handle else None,
        }
        return answer(made.credential_id, made.client_data, response)


def answer(credential, client_data, response):
    name = encoded(credential)
    response = {**response, "clientDataJSON": encoded(bytes(client_data))}
    return {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}


class SoftBrowser:
    """soft-webauthn: a browser with one passkey, whose authenticator verifies nobody."""

    def __init__(self):
        self.device = SoftWebauthnDevice()
        # Whether this file says for it that it has verified somebody, and signs that with its key.
        self.verifies = False

    def create(self, options):
        options = said(options)
        options["challenge"] = decoded(options["challenge"])
        options["user"]["id"] = decoded(options["user"]["id"])
        made = self.device.create({"publicKey": options}, ISSUER)
        attested = made["response"]["attestationObject"]
        if self.verifies:
            attested = cbor.decode(attested)
            attested["authData"] = self.verified(attested["authData"])
            attested = cbor.encode(attested)
        response = {"attestationObject": encoded(attested), "transports": []}
        return answer(made["rawId"], made["response"]["clientDataJSON"], response)

    def get(self, options):
        options = said(options)
        options["challenge"] = decoded(options["challenge"])
        made = self.device.get({"publicKey": options}, ISSUER)
        told = made["response"]
        data, signature = told["authenticatorData"], told["signature"]
        if self.verifies:
            data = self.verified(data)
            signed = data + sha256(told["clientDataJSON"]).digest()
            signature = self.device.private_key.sign(signed, ec.ECDSA(hashes.SHA256()))
        response = {
            "authenticatorData": encoded(data),
            "signature": encoded(signature),
            "userHandle": encoded(told["userHandle"]),
        }
        return answer(made["rawId"], told["clientDataJSON"], response)

    @staticmethod
    def verified(data):
        return data[:32] + pack(">B", data[32] | USER_VERIFIED) + data[33:]


class Person(Browser):
    """Somebody at our pages."""

    def __init__(self, who):
        super().__init__()
        self.who = FACTS["people"][who]

    @property
    def path(self):
        return self.page.url.removeprefix(ISSUER).partition("?")[0]

    def shows(self, text):
        return text in self.page.text

    def with_password(self):
        self.open(ISSUER + "/login")
        self.press("login-submit", {"username": self.who["username"], "password": self.who["password"]})
        return self

    def adds(self, device):
        self.open(ISSUER + "/account/security/passkey")
        form = self.form_with("passkey-button")
        made = device.create(json.loads(form["data-create"]))
        self.press("passkey-button", {"sealed": form["data-sealed"], "answer": json.dumps(made)})
        return self

    def answers(self, device):
        """Presses the passkey's button on the page that asks for one."""
        form = self.form_with("passkey-button")
        offer = self.session.get(urljoin(self.page.url, form["data-options"]))
        assert offer.status_code == 200, offer.text
        offer = offer.json()
        made = device.get(json.loads(offer["public_key"]))
        self.press("passkey-button", {"sealed": offer["sealed"], "answer": json.dumps(made)})
        return self

    def signs(self, wallet, signer=None, chain=1):
        """Presses the wallet's button on a page that has one; `signer` is another wallet that signs instead."""
        form = self.form_with("wallet-button")
        asked = urljoin(self.page.url, form["data-options"])
        offer = self.session.get(asked, params={"address": wallet.address, "chain": chain})
        if offer.status_code != 200:
            return offer.status_code
        offer = offer.json()
        signed = (signer or wallet).sign_message(encode_defunct(text=offer["message"])).signature
        self.press("wallet-button", {"sealed": offer["sealed"], "signature": "0x" + bytes(signed).hex()})
        return self

    def with_wallet(self, wallet, signer=None):
        self.open(ISSUER + "/login")
        return self.signs(wallet, signer)

    def with_passkey(self, device):
        self.open(ISSUER + "/login")
        return self.answers(device)


class Authenticators(unittest.TestCase):
    def test_fido2_makes_a_passkey_and_signs_in_with_it(self):
        key = SecurityKey()
        own = Person("key").with_password().adds(KeyBrowser(key))
        self.assertTrue(own.shows("The passkey is added."), own.page.text)
        # Who keeps it, by its model.
        self.assertTrue(own.shows("Bitwarden"))
        self.assertEqual(len(key.kept), 1)
        # The same one is not made twice: it was told which are known.
        own.open(ISSUER + "/account/security/passkey")
        options = json.loads(own.form_with("passkey-button")["data-create"])
        self.assertEqual([decoded(one["id"]) for one in options["excludeCredentials"]], list(key.kept))
        there = Person("key").with_passkey(KeyBrowser(key))
        self.assertEqual(there.path, "/account", there.page.text)
        self.assertTrue(there.shows(FACTS["people"]["key"]["username"]))
        # One that has not counted along may be a copy.
        key.counts = False
        refused = Person("key").with_passkey(KeyBrowser(key))
        self.assertTrue(refused.shows("This passkey could not be used."), refused.page.text)

    def test_fido2_with_another_key_signs_nobody_in(self):
        own, other = SecurityKey(), SecurityKey()
        Person("two").with_password().adds(KeyBrowser(own))
        other.kept = {os.urandom(32): kept for kept in own.kept.values()}
        stranger = Person("two").with_passkey(KeyBrowser(other))
        self.assertTrue(stranger.shows("This passkey does not belong to any account here."), stranger.page.text)

    def test_soft_webauthn_is_a_passkey_only_where_it_verifies(self):
        device = SoftBrowser()
        own = Person("soft").with_password().adds(device)
        self.assertTrue(own.shows("The passkey was not added."), own.page.text)
        device.verifies = True
        own.adds(device)
        self.assertTrue(own.shows("The passkey is added."), own.page.text)
        there = Person("soft").with_passkey(device)
        self.assertEqual(there.path, "/account", there.page.text)
        # Alone a touch is not enough.
        device.verifies = False
        refused = Person("soft").with_passkey(device)
        self.assertTrue(refused.shows("This passkey could not be used."), refused.page.text)
        # On top of a password it is.
        own.open(ISSUER + "/account/security")
        own.press("after-password", {"after-password": "yes"})
        self.assertEqual(own.page.text.count("<li><code"), 10, own.page.text)
        further = Person("soft").with_password()
        self.assertEqual(further.path, "/factor", further.page.text)
        further.answers(device)
        self.assertEqual(further.path, "/account", further.page.text)

    def test_pyotp_is_an_authenticator_app(self):
        own = Person("app").with_password()
        own.open(ISSUER + "/account/security/app")
        key = re.search(r'class="key"[^>]*><code>([^<]+)', own.page.text).group(1).replace(" ", "")
        app = pyotp.TOTP(key)
        # The clock goes on while this runs: a code of now, then that of the step after it.
        now = int(time.time())
        own.press("confirm-app", {"code": app.at(now)})
        self.assertEqual(own.page.text.count("<li><code"), 10, own.page.text)
        there = Person("app").with_password()
        self.assertEqual(there.path, "/factor", there.page.text)
        there.press("factor-submit", {"code": app.at(now)})
        self.assertTrue(there.shows("factor-submit"), "a code that confirmed the app opens nothing")
        there.press("factor-submit", {"code": app.at(now, counter_offset=1)})
        self.assertEqual(there.path, "/account", there.page.text)

    def test_eth_account_is_a_wallet(self):
        wallet, other = Account.create(), Account.create()
        stranger = Person("wallet").with_wallet(wallet)
        self.assertTrue(stranger.shows("This wallet does not belong to any account here."), stranger.page.text)
        own = Person("wallet").with_password()
        own.open(ISSUER + "/account/security/wallet")
        self.assertEqual(own.signs(wallet, chain=5), 422)
        own.signs(wallet)
        self.assertTrue(own.shows("The wallet is added."), own.page.text)
        self.assertTrue(own.shows(wallet.address), "with its checksum")
        there = Person("wallet").with_wallet(wallet)
        self.assertEqual(there.path, "/account", there.page.text)
        forged = Person("wallet").with_wallet(wallet, signer=other)
        self.assertTrue(forged.shows("This signature does not hold."), forged.page.text)


if __name__ == "__main__":
    print(f"Foreign authenticators on {FACTS['engine']}")
    unittest.main(verbosity=2)
