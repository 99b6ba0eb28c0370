"""One module of a plan, from its start to its end or its time limit."""

import json
import time

from .suite import Trouble

PASSED, REVIEW, WARNING, FAILED, SKIPPED = "passed", "review", "warning", "failed", "skipped"
COLUMNS = [PASSED, REVIEW, WARNING, FAILED, SKIPPED]
OUTCOMES = {"PASSED": PASSED, "REVIEW": REVIEW, "WARNING": WARNING, "FAILED": FAILED, "SKIPPED": SKIPPED}
ROTATE_MODULE = "oidcc-server-rotate-keys"
ENDED = ("FINISHED", "INTERRUPTED")
HELD_AGAINST = ("FAILURE", "WARNING", "INTERRUPTED", "SKIPPED")
# Seconds with nothing under way before it is held against a module that a picture is missing,
QUIET = 5
# or that it waits for something that does not come.
STUCK = 60


class Runner:
    """What all modules of a run share. `rotate` changes the server's keys; `chromium` may be None, goes no
    further than the picture in modules of `stay`, and takes none in those of `unpictured`."""

    def __init__(self, suite, rotate, chromium, limit, stay=(), unpictured=()):
        self.suite = suite
        self.rotate = rotate
        self.chromium = chromium
        self.stay = stay
        self.unpictured = unpictured
        self.limit = limit

    def run(self, plan_id, module, person):
        """Runs one module as this person; its outcome, with what the suite's log holds against it."""
        name, variant = module["testModule"], module.get("variant") or {}
        started = time.monotonic()
        instance, notes = "", []
        try:
            instance = self.suite.call("POST", "runner", test=name, plan=plan_id, variant=variant)["id"]
            info = Watch(self, name, instance, person, started + self.limit).to_the_end()
            outcome = FAILED if info["status"] == "INTERRUPTED" else OUTCOMES.get(info.get("result"), FAILED)
        except Trouble as trouble:
            outcome = FAILED
            notes.append(str(trouble))
        notes += self.against(instance)
        seconds = round(time.monotonic() - started, 1)
        return {
            "module": name, "variant": variant, "id": instance, "outcome": outcome, "seconds": seconds, "notes": notes,
        }

    def against(self, instance):
        """What the suite's log holds against a module; one that has not ended is ended."""
        if not instance:
            return []
        try:
            if self.suite.call("GET", f"info/{instance}")["status"] not in ENDED:
                self.suite.call("DELETE", f"runner/{instance}")
            log = self.suite.call("GET", f"log/{instance}")
        except Trouble as trouble:
            return [str(trouble)]
        return [excerpt(entry) for entry in log if entry.get("result") in HELD_AGAINST]


class Watch:
    """One module under way."""

    def __init__(self, runner, name, instance, person, deadline):
        self.runner = runner
        self.suite = runner.suite
        self.name = name
        self.instance = instance
        self.person = person
        self.deadline = deadline
        self.visited = False
        self.quiet_since = None

    def to_the_end(self):
        """Does what the module waits for until it has ended; the last that the suite says of it."""
        begun = False
        try:
            while True:
                info = self.suite.call("GET", f"info/{self.instance}")
                status = info["status"]
                if status in ENDED:
                    return info
                if time.monotonic() > self.deadline:
                    raise Trouble(f"stopped after {self.runner.limit} s in state {status}")
                if status == "CONFIGURED" and self.name == ROTATE_MODULE and not begun:
                    begun = True
                    self.runner.rotate()
                    self.suite.call("POST", f"runner/{self.instance}")
                if status != "WAITING":
                    self.quiet_since = None
                elif self.attend():
                    continue
                self.pause(status)
        finally:
            if self.visited:
                self.runner.chromium.forget(self.instance)

    def pause(self, status):
        """Until something happens, or a second has passed."""
        states = "FINISHED,INTERRUPTED" + ("" if status == "WAITING" else ",WAITING")
        try:
            self.suite.call("GET", f"runner/{self.instance}/wait-state", states=states, timeoutMs=1000)
        except Trouble:
            time.sleep(0.2)  # a module that has ended is soon forgotten there; `info` still knows it

    def attend(self):
        """Visits an address that no page rule takes, or fails a module that waits for what nobody will bring."""
        try:
            browser = self.suite.call("GET", f"runner/{self.instance}")["browser"]
        except Trouble:
            return False  # it has just ended
        for wanted in browser["urlsWithMethod"]:
            self.visit(wanted)
            return True
        if browser["runners"]:
            self.quiet_since = None
        elif self.quiet_since is None:
            self.quiet_since = time.monotonic()
        else:
            self.missed(time.monotonic() - self.quiet_since)
        return False

    def missed(self, quiet):
        """Nothing moves any more."""
        if quiet > QUIET and self.suite.missing_pictures(self.instance):
            raise Trouble("a picture was asked for and no page rule recorded the page")
        if quiet > STUCK:
            raise Trouble(f"nothing happened for {STUCK} s")

    def visit(self, wanted):
        """Sends Chromium there. What waits for a picture is asked beforehand: the visit may make the next step wait."""
        url = wanted["url"]
        if not self.runner.chromium:
            raise Trouble(f"no page rule fits {url.split('?')[0]}, and Chromium is switched off")
        self.quiet_since = None
        self.visited = True
        pictures = [] if self.name in self.runner.unpictured else self.suite.missing_pictures(self.instance)
        self.suite.call("POST", f"runner/browser/{self.instance}/visit", url=url)
        stay = self.name in self.runner.stay
        self.runner.chromium.visit(self.instance, wanted, self.person, pictures, stay)


def broken(module, trouble):
    """The result of a module that could not be run."""
    return {
        "module": module["testModule"], "variant": module.get("variant") or {}, "id": "", "outcome": FAILED,
        "seconds": 0, "notes": [str(trouble)],
    }


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
