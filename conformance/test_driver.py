"""The driver without a suite: what it would send, and what it does when a module stands still."""

import json
import pathlib
import threading
import unittest
from unittest import mock

from driver import module as module_file
from driver.module import FAILED, REVIEW, Runner
from driver.plans import HERE, chromium_modules, configured, families, runs
from driver.report import markdown
from driver.signet import Signet
from driver.suite import Trouble
from driver.turns import Turns
from driver.variants import ON_THE_WAY, checked, told, unmet

WORDS = {word: word for word in (
    "issuer", "suite", "alias", "line", "username", "password", "error_heading", "no_way_back", "signed_out_heading")}

PERSON = {"username": "suite.signet", "password": "secret", "email": "suite.signet@people.example"}


class Anything(dict):
    """Has a part of every name."""

    def __missing__(self, name):
        return {"is": name}


class Report(unittest.TestCase):
    def test_each_database_and_setting_has_a_section(self):
        made = [
            {"suite": "5", "date": "2026-11-28", "engine": engine, "unsigned": unsigned, "plans": []}
            for engine in ("postgresql", "sqlite") for unsigned in (True, False)
        ]
        headings = [line for line in markdown(made).splitlines() if line.startswith("## ")]
        self.assertEqual(headings, [
            f"## On {engine} with `jose.allow_unsigned` {setting}"
            for engine in ("SQLite", "PostgreSQL") for setting in ("off", "on")
        ])

    def test_what_a_run_had_besides_has_a_section_of_its_own(self):
        made = [
            {"suite": "5", "date": "2026-11-28", "engine": "sqlite", "unsigned": False, "plans": [], "with": [one], "met": met}
            for one, met in (("steps", "3 codes of an app"), ("upstream", ""))
        ] + [{"suite": "5", "date": "2026-11-28", "engine": "sqlite", "unsigned": False, "plans": []}]
        page = markdown(made)
        headings = [line.split("`")[-1] for line in page.splitlines() if line.startswith("## ")]
        self.assertEqual(headings, [
            " off", " off, with further steps at each sign-in", " off, with another Signet as the only way in"])
        self.assertIn("2026-11-28. On the way: 3 codes of an app.", page)

    def test_the_database_is_read_from_the_configuration(self):
        for url, engine in (
            ("sqlite:data/signet.db", "sqlite"), ("postgres://a:[redacted]@h/x", "postgresql"),
            ("postgresql://h/x", "postgresql"),
        ):
            with mock.patch.object(Signet, "run", return_value={"database": {"url": {"value": url}}}):
                self.assertEqual(Signet("signet").engine(), engine, url)


class Plans(unittest.TestCase):
    def setUp(self):
        self.document = families()
        self.runs = runs(self.document)

    def test_every_run_has_a_name_of_its_own(self):
        names = [run["name"] for run in self.runs]
        self.assertEqual(len(names), len(set(names)))

    def test_all_plans_of_openid_connect_are_there(self):
        numbers = {group: sum(run["group"] == group for run in self.runs) for group in ("dynamic", "static", "comprehensive")}
        self.assertEqual(numbers, {"dynamic": 33, "static": 30, "comprehensive": 48})

    def test_static_runs_have_an_alias_and_dynamic_ones_have_none(self):
        for run in self.runs:
            config = configured(self.document, run, WORDS, Anything())
            self.assertEqual("alias" in config, run["group"] == "static", run["name"])

    def test_only_the_plan_about_it_has_a_client_that_hears_of_logouts(self):
        for run in self.runs:
            if run["group"] == "static":
                client = configured(self.document, run, WORDS, Anything())["client"]["is"]
                about = {"frontchannel-logout": "frontchannel", "backchannel-logout": "backchannel"}
                wanted = next((name for start, name in about.items() if run["name"].startswith(start)), "client")
                self.assertEqual(client, wanted, run["name"])

    def test_the_page_before_the_way_on_to_a_client_is_passed(self):
        template = (HERE.parent / "templates/pages/leaving.html").read_text()
        self.assertEqual(template.count('id="answer-continue"'), 2)
        self.assertIn('"#answer-continue"', (HERE / "steps.mjs").read_text())
        pages = json.loads((HERE / "pages.json").read_text())
        for name in ("sign-in", "sign-in-unpictured", "sign-out"):
            tasks = pages[name]["tasks"]
            # Optional in both ways: a browser that is at the client already, and a page without the button.
            pressing = tasks[-2]
            self.assertTrue(pressing["optional"], name)
            self.assertTrue(pressing["match"].startswith("{{issuer}}/"), name)
            self.assertEqual(pressing["commands"], [["click", "id", "answer-continue", "optional"]], name)
            self.assertEqual(tasks[-1]["task"], "Back at the client", name)

    def test_what_chromium_walks_has_no_rules(self):
        run = next(run for run in self.runs if run["name"].startswith("session-management"))
        walked = chromium_modules(self.document, False)
        config = configured(self.document, run, WORDS, Anything(), walked)
        self.assertEqual(config["override"][walked[0]], {"browser": []})
        self.assertIn("oidcc-max-age-1", chromium_modules(self.document, True))


    def test_with_steps_on_the_way_no_module_has_rules(self):
        for run in self.runs:
            config = configured(self.document, run, WORDS, Anything(), [], False)
            self.assertEqual((config["browser"], config["override"]), ([], {}), run["name"])


class People(unittest.TestCase):
    def made(self, alias, line, **more):
        """The person of an alias, and the claims that they were created with."""
        claims = {}

        def run(_, *arguments, stdin=None, fails=False):
            if arguments[:2] == ("user", "create"):
                claims.update(json.loads(pathlib.Path(arguments[arguments.index("--claims") + 1]).read_text()))
                claims["created"] = arguments
            return None if fails else {}

        with mock.patch.object(Signet, "run", run):
            return Signet("signet").prepare_person({**WORDS, "alias": alias, "line": line}, **more), claims

    def test_each_worker_has_a_person_of_its_own(self):
        (one, first), (two, second) = self.made("signet", "4567"), self.made("signet2", "4568")
        self.assertEqual((one["username"], two["username"]), ("suite.signet", "suite.signet2"))
        self.assertEqual(one["email"], first["email"])
        for claim in ("preferred_username", "email", "phone_number"):
            self.assertNotEqual(first[claim], second[claim], claim)
        self.assertEqual(first["phone_number"], "+442071234567")

    def test_whoever_signs_in_elsewhere_has_no_password_here(self):
        _, claims = self.made("signet", "4567", password=False)
        self.assertIn("--no-password", claims["created"])
        self.assertNotIn("--password-file", claims["created"])


class Variants(unittest.TestCase):
    def settings(self, **more):
        """What README.md says for both."""
        return {
            "factors": {"further": "required", "grace": "0s"}, "mail": {"driver": "file", "directory": "/tmp/mail"},
            "terms": {"documents": [{"id": "terms"}]}, "login": {"single_upstream": "head"}, **more,
        }

    def test_a_configuration_that_has_not_what_they_need_is_told(self):
        self.assertEqual(checked(["steps"], self.settings()), "/tmp/mail")
        self.assertIsNone(checked(["upstream"], self.settings(mail={"driver": None, "directory": None})))
        for section, value in (
            ("factors", {"further": "optional", "grace": "7d"}), ("mail", {"driver": "file", "directory": "mail"}),
            ("terms", {"documents": []}),
        ):
            with self.assertRaisesRegex(Trouble, section):
                checked(["steps"], self.settings(**{section: value}))
        with self.assertRaisesRegex(Trouble, "login.single_upstream"):
            checked(["upstream"], self.settings(login={"single_upstream": None}))

    def test_what_was_not_on_the_way_is_told(self):
        met = {"#confirm-app": 2, "#factor-submit": 9, "#terms-agree": 2, "#not-now": 8, "#login-submit": 9}
        self.assertEqual(unmet(["steps"], met), ["codes by mail"])
        self.assertTrue(told(["steps"], met).startswith("2 authenticator apps set up on the way, 9 codes of an app, 2 agree"))
        self.assertEqual((unmet(["upstream"], {}), unmet([], {}), told([], met)), ([], [], ""))

    def test_every_button_is_on_a_page(self):
        pages = "".join(path.read_text() for path in (HERE.parent / "templates").rglob("*.html"))
        steps = (HERE / "steps.mjs").read_text()
        for button in ON_THE_WAY["steps"]:
            self.assertIn(f'"{button}"', steps)
            self.assertIn(f'id="{button[1:]}"', pages)


class Turn(unittest.TestCase):
    def test_who_is_alone_is_alone(self):
        turns, seen = Turns(), []
        beside, gone = threading.Event(), threading.Event()

        def together():
            with turns.side_by_side():
                beside.set()
                gone.wait(5)
                seen.append("together")

        def alone():
            with turns.by_itself():
                seen.append("alone")

        threads = [threading.Thread(target=together), threading.Thread(target=alone)]
        threads[0].start()
        beside.wait(5)
        threads[1].start()
        gone.set()
        for thread in threads:
            thread.join(5)
        self.assertEqual(seen, ["together", "alone"])


class Stub:
    """A suite whose module waits for an address to be visited, and then for nothing more."""

    base = "https://suite.example"

    def __init__(self, ends, urls=(), pictures=()):
        self.ends, self.urls, self.pictures, self.calls = ends, list(urls), list(pictures), []
        self.cancelled = False

    def call(self, method, path, _body=None, **query):
        self.calls.append((method, path, query))
        if (method, path) == ("POST", "runner"):
            return {"id": "m1"}
        if method == "DELETE":
            self.cancelled = True
        if path == "info/m1":
            ended = self.cancelled or (self.ends and not self.urls)
            return {"status": "FINISHED" if ended else "WAITING", "result": "REVIEW"}
        if (method, path) == ("GET", "runner/m1"):
            return {"browser": {"urlsWithMethod": [{"url": url, "method": "GET"} for url in self.urls], "runners": []}}
        if path == "runner/browser/m1/visit":
            self.urls.remove(query["url"])
        if path == "log/m1":
            return [{"result": "FAILURE", "src": "Check", "msg": "is not well", "requirements": ["OIDCC-1"]}]
        return None

    def missing_pictures(self, _instance):
        return self.pictures


class Modules(unittest.TestCase):
    def run_one(self, suite, chromium=None):
        with mock.patch.object(module_file, "QUIET", 0):
            return Runner(suite, lambda: None, chromium, 5).run("p1", {"testModule": "oidcc-some"}, PERSON)

    def test_an_address_without_a_rule_is_visited_with_its_pictures(self):
        suite, chromium = Stub(True, ["https://op.example/authorize?x"], ["shot"]), mock.Mock()
        self.assertEqual(self.run_one(suite, chromium)["outcome"], REVIEW)
        chromium.visit.assert_called_once_with(
            "m1", {"url": "https://op.example/authorize?x", "method": "GET"}, PERSON, ["shot"], False)
        chromium.forget.assert_called_once_with("m1")

    def test_a_picture_that_nobody_brings_fails_the_module_and_ends_it(self):
        suite = Stub(False, pictures=["shot"])
        result = self.run_one(suite)
        self.assertEqual(result["outcome"], FAILED)
        self.assertIn("no page rule recorded", result["notes"][0])
        self.assertTrue(suite.cancelled)
        self.assertIn("FAILURE: Check: is not well [OIDCC-1]", result["notes"])

    def test_without_chromium_an_address_without_a_rule_fails_at_once(self):
        result = self.run_one(Stub(True, ["https://op.example/authorize?x"]))
        self.assertEqual(result["outcome"], FAILED)
        self.assertIn("https://op.example/authorize, and Chromium", result["notes"][0])

    def test_a_page_that_is_none_of_those_to_look_at_is_not_pictured(self):
        suite, chromium = Stub(True, ["https://op.example/authorize?x"], ["shot"]), mock.Mock()
        Runner(suite, lambda: None, chromium, 5, unpictured=["oidcc-some"]).run("p1", {"testModule": "oidcc-some"}, PERSON)
        self.assertEqual(chromium.visit.call_args.args[3], [])

    def test_trouble_in_chromium_is_told(self):
        chromium = mock.Mock()
        chromium.visit.side_effect = Trouble("Chromium: stuck")
        result = self.run_one(Stub(False, ["https://op.example/"]), chromium)
        self.assertEqual((result["outcome"], result["notes"][0]), (FAILED, "Chromium: stuck"))


if __name__ == "__main__":
    unittest.main()
