"""The command line of the Signet under test: people, clients and keys come from it."""

import json
import pathlib
import secrets
import shlex
import subprocess
import tempfile
import time
import urllib.request

from .plans import filled
from .suite import Trouble

HERE = pathlib.Path(__file__).resolve().parent.parent


class Signet:
    """One installation, by the command that works on it."""

    def __init__(self, command):
        self.command = shlex.split(command)

    def run(self, *arguments, stdin=None, fails=False):
        """One command; its JSON, or None when it failed and may."""
        try:
            done = subprocess.run(
                [*self.command, *arguments, "--json"], input=stdin, capture_output=True, text=True, check=False
            )
        except OSError as missing:
            raise Trouble(f"cannot run {self.command[0]}: {missing.strerror}") from missing
        if done.returncode == 0:
            return json.loads(done.stdout)
        if fails:
            return None
        raise Trouble(f"signet {' '.join(arguments)}: {done.stderr.strip() or done.stdout.strip()}")

    def prepare_person(self, values, password=True):
        """The person of one alias, with every claim that discovery lists and a fresh password, or with none."""
        secret = secrets.token_urlsafe(24)
        claims = filled(json.loads((HERE / "person.json").read_text()), values)
        organizations = claims.pop("organizations")
        name = claims["preferred_username"]
        if self.run("user", "show", name, fails=True):
            self.run("user", "delete", name, "--yes")
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(claims, file)
            file.flush()
            create = ["user", "create", name, "--claims", file.name]
            if password:
                self.run(*create, "--password-file", "-", stdin=secret)
            else:
                self.run(*create, "--no-password")
        for one in organizations:
            # Of an earlier run it is there already.
            if not self.run("organization", "show", one["slug"], fails=True):
                self.run("organization", "create", one["slug"], "--name", one["name"])
            roles = [argument for role in one["roles"] for argument in ("--role", role)]
            self.run("organization", "add-member", one["slug"], name, *roles)
        return {"username": name, "password": secret, "email": claims["email"]}

    def settings(self):
        """Every setting of its configuration, by section and key."""
        sections = self.run("config", "show")
        return {section: {key: one["value"] for key, one in keys.items()} for section, keys in sections.items()}

    def prepare_clients(self, values):
        """The clients of clients.json for one alias, each with a fresh secret."""
        clients = filled(json.loads((HERE / "clients.json").read_text()), values)
        common = clients.pop("*")
        known = {}
        for key, client in clients.items():
            secret = secrets.token_urlsafe(48)
            if self.run("client", "show", client["client_id"], fails=True):
                self.run("client", "delete", client["client_id"], "--yes")
            metadata = {**common, **client, "client_secret": secret}
            self.run("client", "create", "--file", "-", stdin=json.dumps(metadata))
            known[key] = {"client_id": client["client_id"], "client_secret": secret}
        return known

    def connect(self, upper, name, domain):
        """Makes another installation the provider `name` by which people with addresses of `domain` sign in here."""
        client, secret = "suite-lower", secrets.token_urlsafe(48)
        if upper.run("client", "show", client, fails=True):
            upper.run("client", "delete", client, "--yes")
        metadata = {
            "client_id": client, "client_name": "The Signet under test", "client_secret": secret,
            "redirect_uris": [f"{self.issuer()}/sign-in/upstream/{name}/callback"], "scope": "openid profile email",
        }
        upper.run("client", "create", "--file", "-", "--first-party", stdin=json.dumps(metadata))
        if self.run("upstream", "show", name, fails=True):
            self.run("upstream", "delete", name, "--yes")
        self.run(
            "upstream", "create", name, "--label", "The other Signet", "--issuer", upper.issuer(), "--client-id", client,
            "--client-secret-file", "-", "--domain", domain, stdin=secret,
        )

    def rotate(self, tls):
        """A new RS256 key, on duty at once; returns when the running server shows it."""
        address = f"{self.issuer()}/.well-known/openid-configuration"
        keys = fetch(fetch(address, tls)["jwks_uri"], tls)
        self.run("keys", "rotate", "--alg", "RS256", "--now")
        until = time.monotonic() + 10
        while fetch(fetch(address, tls)["jwks_uri"], tls) == keys:
            if time.monotonic() > until:
                raise Trouble("the server shows no new key 10 s after signet keys rotate")
            time.sleep(0.1)

    def issuer(self):
        """The issuer of its configuration."""
        return self.settings()["issuer"]["url"]

    def engine(self):
        """The database of its configuration: `sqlite` or `postgresql`."""
        scheme = self.settings()["database"]["url"].split(":")[0]
        return "sqlite" if scheme == "sqlite" else "postgresql"


def fetch(url, tls):
    """The JSON at an address of the server under test."""
    try:
        with urllib.request.urlopen(url, context=tls, timeout=15) as answer:
            return json.load(answer)
    except OSError as unreachable:
        raise Trouble(f"no answer from {url}: {getattr(unreachable, 'reason', unreachable)}") from unreachable
