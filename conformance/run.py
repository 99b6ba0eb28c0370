#!/usr/bin/env python3
"""Drives a running OpenID conformance suite through the plans in plans/ and tells what it found.

Nothing beyond Python's own library is needed. README.md says how to start the suite.
"""

import argparse
import base64
import datetime
import json
import os
import pathlib
import re
import secrets
import shlex
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
PASSED, REVIEW, WARNING, FAILED, SKIPPED = "passed", "review", "warning", "failed", "skipped"
COLUMNS = [PASSED, REVIEW, WARNING, FAILED, SKIPPED]
OUTCOMES = {"PASSED": PASSED, "REVIEW": REVIEW, "WARNING": WARNING, "FAILED": FAILED, "SKIPPED": SKIPPED}
ROTATE_MODULE = "oidcc-server-rotate-keys"
# The smallest PNG there is: one grey dot. It only lets a module end whose page no rule recorded;
# such a module counts as failed.
DOT = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNo"
    "AAAAggCBd81ytgAAAABJRU5ErkJggg=="
)


class Trouble(Exception):
    """Something that ends the run with a message instead of a traceback."""


class Suite:
    """The REST interface of a conformance suite."""

    def __init__(self, base, token):
        self.base = base.rstrip("/")
        self.token = token
        # A suite on one's own machine has a self-signed certificate; nothing secret is sent to it.
        self.tls = ssl.create_default_context()
        self.tls.check_hostname = False
        self.tls.verify_mode = ssl.CERT_NONE

    def call(self, method, path, body=None, content_type="application/json", **query):
        """One request; the decoded answer."""
        query = urllib.parse.urlencode(
            {name: json.dumps(value) if isinstance(value, dict) else value for name, value in query.items()}
        )
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        url = f"{self.base}/api/{path}" + (f"?{query}" if query else "")
        request = urllib.request.Request(url, method=method, data=None if body is None else body.encode())
        request.add_header("Content-Type", content_type)
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        try:
            with urllib.request.urlopen(request, context=self.tls, timeout=90) as answer:
                text = answer.read()
        except urllib.error.HTTPError as refusal:
            detail = refusal.read().decode(errors="replace")[:400]
            raise Trouble(f"the suite answered {method} /api/{path} with {refusal.code}: {detail}") from refusal
        except urllib.error.URLError as unreachable:
            raise Trouble(f"no suite at {self.base}: {unreachable.reason}") from unreachable
        return json.loads(text) if text else None

    def version(self):
        """What the suite calls itself."""
        about = self.call("GET", "server")
        revision = about.get("revision")
        return about["version"] + (f" ({revision})" if revision else "")


class Signet:
    """The command line of the Signet under test: people, clients and keys come from it."""

    def __init__(self, command):
        self.command = shlex.split(command)

    def run(self, *arguments, stdin=None, fails=False):
        """One command; its JSON, or None when it failed and may."""
        done = subprocess.run(
            [*self.command, *arguments, "--json"], input=stdin, capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            return json.loads(done.stdout)
        if fails:
            return None
        raise Trouble(f"signet {' '.join(arguments)}: {done.stderr.strip() or done.stdout.strip()}")

    def prepare(self, values):
        """A person with every standard claim and the clients of clients.json, each with fresh secrets."""
        password = secrets.token_urlsafe(24)
        person = HERE / "person.json"
        name = json.loads(person.read_text())["preferred_username"]
        if self.run("user", "show", name, fails=True):
            self.run("user", "delete", name)
        self.run("user", "create", name, "--claims", str(person), "--password-file", "-", stdin=password)
        clients = filled(json.loads((HERE / "clients.json").read_text()), values)
        common = clients.pop("*")
        known = {}
        for key, client in clients.items():
            if client["token_endpoint_auth_method"] == "private_key_jwt":
                private, public = new_key()
                client["jwks"] = {"keys": [public]}
                proof = {"jwks": {"keys": [private]}}
            else:
                proof = {"client_secret": secrets.token_urlsafe(48)}
                client.update(proof)
            if self.run("client", "show", client["client_id"], fails=True):
                self.run("client", "delete", client["client_id"])
            self.run("client", "create", "--file", "-", stdin=json.dumps({**common, **client}))
            known[key] = {"client_id": client["client_id"], **proof}
        return {"username": name, "password": password, "clients": known}

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
        return self.run("config", "show")["issuer"]["url"]["value"]


def fetch(url, tls):
    """The JSON at an address of the server under test."""
    with urllib.request.urlopen(url, context=tls, timeout=15) as answer:
        return json.load(answer)


def new_key():
    """A fresh P-256 key as a pair of JWKs: private, public."""
    pem = openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")
    text = openssl("pkey", "-noout", "-text", stdin=pem)
    private, public = (
        bytes.fromhex(re.sub(r"[\s:]", "", re.search(rf"{part}:((?:\s+[0-9a-f:]+)+)", text)[1])) for part in ("priv", "pub")
    )
    jwk = {
        "kty": "EC",
        "crv": "P-256",
        "alg": "ES256",
        "use": "sig",
        "kid": secrets.token_urlsafe(8),
        # RFC 7518 section 6.2.1.2: always the full 32 octets; the point stands uncompressed.
        "x": base64url(public[1:33]),
        "y": base64url(public[33:65]),
    }
    return {**jwk, "d": base64url(private[-32:].rjust(32, b"\0"))}, jwk


def openssl(*arguments, stdin=None):
    """What one openssl command prints."""
    done = subprocess.run(["openssl", *arguments], input=stdin, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Trouble(f"openssl {arguments[0]}: {done.stderr.strip()}")
    return done.stdout


def base64url(octets):
    """RFC 7515 section 2."""
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def filled(value, values):
    """The same document with every {{placeholder}} replaced."""
    if isinstance(value, dict):
        return {key: filled(one, values) for key, one in value.items()}
    if isinstance(value, list):
        return [filled(one, values) for one in value]
    if isinstance(value, str):
        return re.sub(r"\{\{(\w+)\}\}", lambda found: values[found[1]], value)
    return value


def referenced(value, parts):
    """The same document with every text "@name" replaced by the part of that name."""
    if isinstance(value, dict):
        return {key: referenced(one, parts) for key, one in value.items()}
    if isinstance(value, list):
        return [referenced(one, parts) for one in value]
    if isinstance(value, str) and value.startswith("@"):
        return parts[value[1:]]
    return value


def load_plan(path, values, credentials):
    """A plan ready to be sent."""
    plan = json.loads(path.read_text())
    parts = {**json.loads((HERE / "pages.json").read_text()), **credentials["clients"]}
    words = {**values, "username": credentials["username"], "password": credentials["password"]}
    plan["config"] = filled(referenced(plan["config"], parts), words)
    plan["name"] = path.stem
    return plan


def run_module(suite, options, plan_id, module):
    """Runs one module to its end or its time limit; returns its outcome with what the log holds against it."""
    started = time.monotonic()
    name = module["testModule"]
    variant = module.get("variant") or {}
    instance = suite.call("POST", "runner", test=name, plan=plan_id, variant=variant)["id"]
    outcome, notes, begun = None, [], False
    while outcome is None:
        left = options.limit - (time.monotonic() - started)
        info = suite.call("GET", f"info/{instance}")
        status = info["status"]
        if status in ("FINISHED", "INTERRUPTED"):
            outcome = OUTCOMES.get(info.get("result"), FAILED)
            if status == "INTERRUPTED":
                outcome = FAILED
            break
        if status == "CONFIGURED" and not begun and name == ROTATE_MODULE:
            begun = True
            if options.signet:
                Signet(options.signet).rotate(suite.tls)
            suite.call("POST", f"runner/{instance}")
        if left <= 0:
            suite.call("DELETE", f"runner/{instance}")
            outcome = FAILED
            notes.append(f"stopped after {options.limit} s in state {status}")
            break
        if status == "WAITING" and idle(suite, instance):
            for picture in missing_pictures(suite, instance):
                suite.call("POST", f"log/{instance}/images/{picture}", DOT, "text/plain;charset=UTF-8")
                notes.append("a picture was asked for and no browser rule recorded the page")
        wait = max(1, min(15, int(left)))
        suite.call(
            "GET", f"runner/{instance}/wait-state", states="FINISHED,INTERRUPTED", timeoutMs=1000 * min(wait, 2)
        )
    log = suite.call("GET", f"log/{instance}")
    if notes:
        outcome = FAILED
    notes += [excerpt(entry) for entry in log if entry.get("result") in ("FAILURE", "WARNING", "INTERRUPTED")]
    return {
        "module": name,
        "variant": variant,
        "id": instance,
        "outcome": outcome,
        "seconds": round(time.monotonic() - started, 1),
        "notes": notes,
    }


def idle(suite, instance):
    """Nothing is being done in the suite's browser and nothing is left to visit."""
    browser = suite.call("GET", f"runner/browser/{instance}") or {}
    return not browser.get("runners") and bool(browser.get("visited"))


def missing_pictures(suite, instance):
    """The placeholders that wait for a picture."""
    images = suite.call("GET", f"log/{instance}/images") or []
    return [image["upload"] for image in images if image.get("upload")]


def excerpt(entry):
    """One line of the log, with what tells the reader why."""
    known = {"_id", "testId", "testOwner", "time", "blockId", "src", "msg", "result", "requirements", "stacktrace"}
    rest = {key: value for key, value in entry.items() if key not in known}
    text = f"{entry['result']}: {entry.get('src')}: {entry.get('msg')}"
    if entry.get("requirements"):
        text += f" [{', '.join(entry['requirements'])}]"
    if rest:
        text += f" {json.dumps(rest, ensure_ascii=False)[:600]}"
    return text


def run_plan(suite, options, plan):
    """Creates a plan and runs its modules one after the other: they share one set of clients."""
    made = suite.call("POST", "plan", plan["config"], planName=plan["plan"], variant=plan["variant"])
    modules = made["modules"]
    if options.modules:
        modules = [module for module in modules if re.search(options.modules, module["testModule"])]
        if not modules:
            raise Trouble(f"no module of {plan['plan']} has a name with {options.modules}")
    print(f"\n{plan['name']}: {plan['plan']}, {len(modules)} modules, {suite.base}/plan-detail.html?plan={made['id']}")
    results = []
    for module in modules:
        try:
            result = run_module(suite, options, made["id"], module)
        except Trouble as trouble:
            result = {"module": module["testModule"], "variant": module.get("variant") or {}, "id": "",
                      "outcome": FAILED, "seconds": 0, "notes": [str(trouble)]}
        results.append(result)
        print(f"  {result['outcome']:8} {result['seconds']:6.1f} s  {result['module']}", flush=True)
        for note in result["notes"]:
            print(f"           {note}", flush=True)
    return {"name": plan["name"], "profile": plan["profile"], "plan": plan["plan"], "variant": plan["variant"],
            "id": made["id"], "modules": results}


def shortened(note):
    """A log line without its details, short enough for a list."""
    text = note.split(" {")[0]
    return text if len(text) <= 160 else text[:159] + "…"


def count(plan):
    """How many modules ended how."""
    return {column: sum(one["outcome"] == column for one in plan["modules"]) for column in COLUMNS}


def variant_text(variant):
    return ", ".join(f"{name}={value}" for name, value in variant.items()) or "none"


def remarks(found):
    """What the suite said, and our reason where there is one; once for all plans with the same remark."""
    known = json.loads((HERE / "known.json").read_text())
    plans = {}
    for plan, one in found:
        # The reason stands beside what the suite said, never instead of it: the same module may one
        # day fail for another cause.
        reason = known.get(plan["name"], {}).get(one["module"]) or known["*"].get(one["module"])
        said = [shortened(note) for note in dict.fromkeys(one["notes"])]
        remark = (one["module"], one["outcome"], *([reason] if reason else []), *said)
        plans.setdefault(remark, []).append(plan["name"])
    lines = []
    for (module, outcome, *texts), names in plans.items():
        lines.append(f"- `{module}` {outcome} in {', '.join(names)}")
        lines += [f"  - {text}" for text in texts]
    return lines


def markdown(report):
    """docs/conformance.md."""
    lines = [
        "# Conformance",
        "",
        "What the OpenID Foundation's conformance suite found when it was run against Signet. Written by",
        "`make conformance`; `conformance/README.md` tells how to run it.",
        "",
        f"Suite version {report['suite']}, {report['date']}.",
        "",
        "| Profile | Plan | Variant | Passed | Review | Warnings | Failed | Skipped |",
        "|---|---|---|--:|--:|--:|--:|--:|",
    ]
    total = dict.fromkeys(COLUMNS, 0)
    for plan in report["plans"]:
        counts = count(plan)
        total = {column: total[column] + counts[column] for column in COLUMNS}
        numbers = " | ".join(str(counts[column]) for column in COLUMNS)
        lines.append(f"| {plan['profile']} | {plan['plan']} | {variant_text(plan['variant'])} | {numbers} |")
    lines.append("| | | **All** | " + " | ".join(f"**{total[column]}**" for column in COLUMNS) + " |")
    lines += [
        "",
        "*Review* is a pass whose recorded page a person has yet to look at; *skipped* is a feature that is",
        "optional and not offered.",
    ]
    for heading, outcomes in (("Failed and warnings", (FAILED, WARNING)), ("Skipped", (SKIPPED,))):
        found = [(plan, one) for plan in report["plans"] for one in plan["modules"] if one["outcome"] in outcomes]
        if found:
            lines += ["", f"## {heading}", ""] + remarks(found)
    return "\n".join(lines) + "\n"


def main():
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--suite", required=True, help="address of the running suite, such as https://localhost:8443")
    parser.add_argument("--signet", help="command line of the Signet under test, such as 'signet --config FILE'")
    parser.add_argument("--issuer", help="issuer under test, an https address; taken from --signet when left out")
    parser.add_argument("--credentials", help="JSON with username, password and clients, instead of --signet")
    parser.add_argument("--suite-as-seen", help="the suite's own base_url when it differs from --suite")
    parser.add_argument("--alias", default="signet", help="the part of the suite's callback addresses that is ours")
    parser.add_argument("--plans", nargs="*", help="names of files in plans/ without .json; all when left out")
    parser.add_argument("--modules", help="only modules whose name this regular expression finds")
    parser.add_argument("--limit", type=int, default=180, help="seconds one module may take")
    parser.add_argument("--out", help="write all results as JSON to this file")
    parser.add_argument("--table", help="write the table as Markdown to this file")
    options = parser.parse_args()
    if bool(options.signet) == bool(options.credentials):
        parser.error("give one of --signet and --credentials")
    if options.credentials and not options.issuer:
        parser.error("--credentials needs --issuer")

    suite = Suite(options.suite, os.environ.get("CONFORMANCE_TOKEN"))
    values = {
        "issuer": options.issuer or Signet(options.signet).issuer(),
        "suite": (options.suite_as_seen or options.suite).rstrip("/"),
        "alias": options.alias,
        # Headings of our English pages, so that a wrong page is not taken for the right one.
        "error_heading": "an address that we do not know",
        "refused_heading": "asked for something that is not possible",
        "signed_out_heading": "You are signed out",
    }
    version = suite.version()
    if options.signet:
        credentials = Signet(options.signet).prepare(values)
    else:
        credentials = json.loads(pathlib.Path(options.credentials).read_text())

    paths = sorted((HERE / "plans").glob("*.json"))
    if options.plans:
        paths = [path for path in paths if path.stem in options.plans]
        unknown = set(options.plans) - {path.stem for path in paths}
        if unknown:
            raise Trouble(f"no such plan: {', '.join(sorted(unknown))}")
    report = {"suite": version, "date": datetime.date.today().isoformat(), "issuer": values["issuer"], "plans": []}
    for path in paths:
        report["plans"].append(run_plan(suite, options, load_plan(path, values, credentials)))
        if options.out:
            pathlib.Path(options.out).write_text(json.dumps(report, indent=1) + "\n")

    text = markdown(report)
    if options.table and (options.plans or options.modules):
        print(f"\n{options.table} is left as it was: only a run of all plans writes it")
    elif options.table:
        pathlib.Path(options.table).write_text(text)
    print("\n" + text.split("\n## ")[0])
    bad = sum(count(plan)[FAILED] + count(plan)[WARNING] for plan in report["plans"])
    return 1 if bad else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Trouble as trouble:
        print(f"conformance: {trouble}", file=sys.stderr)
        sys.exit(2)
