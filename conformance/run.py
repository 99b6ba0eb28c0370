#!/usr/bin/env python3
"""Drives a running OpenID conformance suite through the plans of plans.json and tells what it found.

Nothing beyond Python's own library is needed, except for the modules that want a real browser: for those
Node.js with the packages of tests/e2e, and a Chromium. README.md says how to start the suite.
"""

import argparse
import concurrent.futures
import datetime
import json
import os
import pathlib
import re
import sys
import threading

from driver.chromium import Chromium
from driver.module import FAILED, ROTATE_MODULE, WARNING, Runner, broken
from driver.plans import chromium_modules, configured, families, runs
from driver.report import markdown, total
from driver.signet import Signet, fetch
from driver.suite import Suite, Trouble
from driver.turns import Turns
from driver.variants import DOMAIN, NAME, STEPS, UPSTREAM, VARIANTS, checked, told, unmet

HERE = pathlib.Path(__file__).resolve().parent
# Headings of our English pages, so that a wrong page is not taken for the right one.
HEADINGS = {
    "error_heading": "an address that we do not know",
    "no_way_back": "We cannot take you back",
    "signed_out_heading": "You are signed out",
}


class Run:
    """One run of the command: what is judged, by whom, as whom."""

    def __init__(self, options):
        self.options = options
        self.suite = Suite(options.suite, os.environ.get("CONFORMANCE_TOKEN"))
        self.signet = Signet(options.signet) if options.signet else None
        self.upper = Signet(options.upstream) if options.upstream else None
        self.issuer = options.issuer or self.signet.issuer()
        self.seen = (options.suite_as_seen or options.suite).rstrip("/")
        self.document = families()
        self.parts = json.loads((HERE / "pages.json").read_text())
        self.aliases = [options.alias if at == 0 else f"{options.alias}{at + 1}" for at in range(options.workers)]
        self.said = threading.Lock()
        self.turns = Turns()
        self.runner = None
        self.walked = [] if options.no_chromium else chromium_modules(self.document, options.pictures)
        self.mails = checked(options.variants, self.signet.settings()) if options.variants else None
        self.met = {}

    def words(self, alias):
        """What the placeholders of an alias stand for."""
        line = str(4567 + self.aliases.index(alias))
        return {"issuer": self.issuer, "suite": self.seen, "alias": alias, "line": line, **HEADINGS}

    def person(self, alias):
        """Whoever signs in for an alias: with a password, or with one at the other provider alone."""
        words = self.words(alias)
        if not self.upper:
            return self.signet.prepare_person(words)
        self.signet.prepare_person(words, password=False)
        return self.upper.prepare_person(words)

    def prepare(self, chosen):
        """A person for each worker, and a set of clients where a run needs them."""
        if not self.signet:
            given = json.loads(pathlib.Path(self.options.credentials).read_text())
            person = {"username": given["username"], "password": given["password"]}
            return {alias: person for alias in self.aliases}, {alias: given.get("clients", {}) for alias in self.aliases}
        if self.upper:
            self.signet.connect(self.upper, NAME, DOMAIN)
        static = any(run["group"] == "static" for run in chosen)
        clients = {alias: self.signet.prepare_clients(self.words(alias)) if static else {} for alias in self.aliases}
        return {alias: self.person(alias) for alias in self.aliases}, clients

    def chosen(self):
        """The runs that were asked for."""
        all_runs = runs(self.document)
        wanted = [run for run in all_runs if not self.options.group or run["group"] in self.options.group]
        if self.options.plans:
            patterns = [re.compile(pattern) for pattern in self.options.plans]
            wanted = [run for run in wanted if any(pattern.fullmatch(run["name"]) for pattern in patterns)]
            if not wanted:
                raise Trouble("no run has such a name; --list prints them all")
        return wanted

    def rotate(self):
        """Changes the server's keys."""
        if self.signet:
            self.signet.rotate(self.suite.tls)

    def plan(self, run, alias, person, clients):
        """Creates a plan and runs its modules, one after the other."""
        words = {**self.words(alias), "username": person["username"], "password": person["password"]}
        config = configured(self.document, run, words, {**self.parts, **clients}, self.walked, not self.options.variants)
        made = self.suite.call("POST", "plan", config, planName=run["plan"], variant=run["variant"])
        modules = made["modules"]
        if self.options.modules:
            modules = [module for module in modules if re.search(self.options.modules, module["testModule"])]

        def one(module):
            rotates = module["testModule"] == ROTATE_MODULE
            with self.turns.by_itself() if rotates else self.turns.side_by_side():
                if STEPS in self.options.variants:
                    self.signet.run("user", "require", person["username"], "verify")
                return self.runner.run(made["id"], module, person)

        results = [one(module) for module in modules]
        with self.said:
            self.tell(run, made["id"], results)
        return {**{key: run[key] for key in ("name", "group", "profile", "plan", "variant")}, "id": made["id"],
                "modules": results}

    def tell(self, run, plan_id, results):
        """Prints what became of a plan: a line, and all that is not well."""
        counts = {key: sum(one["outcome"] == key for one in results) for key in ("passed", "review", "warning", "failed", "skipped")}
        text = ", ".join(f"{number} {name}" for name, number in counts.items() if number)
        seconds = sum(one["seconds"] for one in results)
        print(f"{run['name']}: {len(results)} modules in {seconds:.0f} s: {text}  {self.suite.base}/plan-detail.html?plan={plan_id}")
        for one in results:
            if one["outcome"] in (FAILED, WARNING) or self.options.verbose:
                print(f"  {one['outcome']:8} {one['seconds']:6.1f} s  {one['module']}")
            for note in one["notes"] if one["outcome"] in (FAILED, WARNING) else []:
                print(f"           {note}")
        sys.stdout.flush()

    def all(self, chosen):
        """Every run, side by side: each worker has clients of its own."""
        people, clients = self.prepare(chosen)
        issuers = [self.issuer, *([self.upper.issuer()] if self.upper else [])]
        chromium = None if self.options.no_chromium else Chromium(self.suite, issuers, self.mails)
        walks = self.document["chromium"]
        self.runner = Runner(
            self.suite, self.rotate, chromium, self.options.limit, walks["stay"], walks["unpictured"])
        free = list(self.aliases)
        lock = threading.Lock()

        def one(run):
            with lock:
                alias = free.pop()
            try:
                return self.plan(run, alias, people[alias], clients[alias])
            except Trouble as trouble:
                print(f"{run['name']}: {trouble}", flush=True)
                failed = broken({"testModule": "(plan)"}, trouble)
                return {**{key: run[key] for key in ("name", "group", "profile", "plan", "variant")}, "id": "", "modules": [failed]}
            finally:
                with lock:
                    free.append(alias)

        try:
            with concurrent.futures.ThreadPoolExecutor(self.options.workers) as pool:
                return list(pool.map(one, chosen))
        finally:
            if chromium:
                self.met = dict(chromium.met)
                chromium.stop()

    def count(self, chosen):
        """Prints how many modules each run has; what is created for it is taken away again."""
        words = {**self.words(self.aliases[0]), "username": "nobody", "password": "none"}
        clients = {name: {} for name in json.loads((HERE / "clients.json").read_text())}
        groups = {}
        for run in chosen:
            config = configured(self.document, run, words, {**self.parts, **clients})
            made = self.suite.call("POST", "plan", config, planName=run["plan"], variant=run["variant"])
            self.suite.call("DELETE", f"plan/{made['id']}")
            groups.setdefault(run["group"], []).append(len(made["modules"]))
            print(f"{len(made['modules']):5}  {run['name']}")
        for group, numbers in groups.items():
            print(f"{sum(numbers):5}  in {len(numbers)} runs of the group {group}")

    def unsigned(self):
        """Whether the server takes unsigned request objects, by its own word."""
        metadata = fetch(f"{self.issuer}/.well-known/openid-configuration", self.suite.tls)
        return "none" in metadata.get("request_object_signing_alg_values_supported", [])


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--suite", help="address of the running suite, such as https://localhost:8443")
    parser.add_argument("--signet", help="command line of the Signet under test, such as 'signet --config FILE'")
    parser.add_argument("--issuer", help="issuer under test, an https address; taken from --signet when left out")
    parser.add_argument("--credentials", help="JSON with username, password and clients, instead of --signet")
    parser.add_argument("--with", action="append", dest="variants", default=[], choices=list(VARIANTS), metavar="WHAT",
                        help="; ".join(f"{name}: {words}" for name, words in VARIANTS.items()))
    parser.add_argument("--upstream", help="command line of the other Signet, for --with upstream")
    parser.add_argument("--suite-as-seen", help="the suite's own base_url when it differs from --suite")
    parser.add_argument("--alias", default="signet", help="the part of the suite's callback addresses that is ours")
    parser.add_argument("--group", nargs="*", help="only these groups: dynamic, static, comprehensive")
    parser.add_argument("--plans", nargs="*", help="only runs whose whole name one of these regular expressions matches")
    parser.add_argument("--modules", help="only modules whose name this regular expression finds")
    parser.add_argument("--limit", type=int, default=180, help="seconds one module may take")
    parser.add_argument("--workers", type=int, default=2, help="plans that run side by side")
    parser.add_argument("--results", help="directory for all results as JSON, one file for each setting of Signet")
    parser.add_argument("--table", help="write the table of all results there are as Markdown to this file")
    parser.add_argument("--pictures", action="store_true", help="walk every module that wants a picture with Chromium")
    parser.add_argument("--no-chromium", action="store_true", help="fail what needs a real browser, rather than start one")
    parser.add_argument("--verbose", action="store_true", help="print a line for each module")
    parser.add_argument("--list", action="store_true", help="print the runs and end")
    parser.add_argument("--count", action="store_true", help="ask the suite how many modules each run has, and end")
    options = parser.parse_args()
    if options.list:
        return options
    if not options.suite:
        parser.error("say where the suite runs: --suite")
    if bool(options.signet) == bool(options.credentials):
        parser.error("give one of --signet and --credentials")
    if options.credentials and not options.issuer:
        parser.error("--credentials needs --issuer")
    if options.variants and (not options.signet or options.no_chromium):
        parser.error("--with needs --signet and Chromium")
    if len(options.variants) > 1:
        parser.error("--with takes one at a time")
    if bool(options.upstream) != (UPSTREAM in options.variants):
        parser.error("--with upstream and --upstream go together")
    return options


def kept(options, report, complete):
    """Writes the results beside those of other settings, and the table of all of them."""
    if not options.results:
        return [report]
    directory = pathlib.Path(options.results)
    directory.mkdir(parents=True, exist_ok=True)
    signed = "unsigned" if report["unsigned"] else "signed"
    name = "-".join([*([report["engine"]] if report["engine"] else []), *report["with"], signed])
    if not complete:
        (directory / f"{name}-partial.json").write_text(json.dumps(report, indent=1) + "\n")
        return [report]
    before = directory / f"{name}.json"
    if before.exists():
        # A group that was not run again keeps its earlier results, if the suite is the same.
        old = json.loads(before.read_text())
        again = {plan["name"] for plan in report["plans"]}
        if old["suite"] == report["suite"]:
            report["plans"] = [plan for plan in old["plans"] if plan["name"] not in again] + report["plans"]
    before.write_text(json.dumps(report, indent=1) + "\n")
    return [json.loads(path.read_text()) for path in sorted(directory.glob("*signed.json"))]


def main():
    """The command."""
    options = arguments()
    if options.list:
        for run in runs(families()):
            print(f"{run['group']:14} {run['name']}")
        return 0
    run = Run(options)
    version = run.suite.version()
    chosen = run.chosen()
    if options.count:
        run.count(chosen)
        return 0
    report = {
        "suite": version, "date": datetime.date.today().isoformat(), "issuer": run.issuer, "unsigned": run.unsigned(),
        "engine": run.signet.engine() if run.signet else None, "with": options.variants, "plans": run.all(chosen),
    }
    report["met"] = told(options.variants, run.met)
    counts = total(report["plans"])
    bad = counts[FAILED] + counts[WARNING]
    print(f"\n{len(report['plans'])} runs: " + ", ".join(f"{number} {name}" for name, number in counts.items()))
    if report["met"]:
        print(f"on the way: {report['met']}")
    for words in unmet(options.variants, run.met):
        print(f"not one on the way: {words}")
        bad += 1
    complete = not options.modules
    reports = kept(options, report, complete)
    if options.table and complete:
        pathlib.Path(options.table).write_text(markdown(reports))
    elif options.table:
        print(f"{options.table} is left as it was: only whole plans are written there")
    return 1 if bad else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Trouble as trouble:
        print(f"conformance: {trouble}", file=sys.stderr)
        sys.exit(2)
