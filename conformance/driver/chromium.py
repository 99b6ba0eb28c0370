"""A real browser beside the suite's own, for what needs one: chromium.mjs behind a pipe, one JSON document a line.

It passes the module of session management only where suite and provider share a site: a browser that keeps
third-party cookies from frames tells an app nothing.
"""

import collections
import itertools
import json
import os
import subprocess
import threading

from .plans import HERE
from .suite import Trouble


class Chromium:
    """Started at the first use. Many threads may ask; answers find back by their number."""

    def __init__(self, suite, issuers, mails=None):
        """`issuers`: whose pages it walks through, the one under test first; `mails`: the folder of its mails."""
        self.told = {"suite": suite.base, "token": suite.token, "issuers": issuers, "mails": mails}
        # How often each button was pressed.
        self.met = collections.Counter()
        self.numbers = itertools.count(1)
        self.lock = threading.Lock()
        self.waiting = {}
        self.process = None

    def visit(self, instance, wanted, person, pictures, stay):
        """Walks from an address to the end of the road, or only as far as the picture that each placeholder gets."""
        url, method = wanted["url"], wanted["method"]
        asked = {"instance": instance, "url": url, "method": method, "person": person, "pictures": pictures, "stay": stay}
        answer = self.ask("visit", **asked)
        with self.lock:
            self.met.update(answer["met"])
        return answer

    def forget(self, instance):
        """Closes a module's window and its cookies."""
        if self.process:
            self.ask("forget", instance=instance)

    def ask(self, what, **more):
        """One request and its answer."""
        arrived = threading.Event()
        with self.lock:
            if not self.process or self.process.poll() is not None:
                self.start()
            number = next(self.numbers)
            self.waiting[number] = [arrived, None]
            self.say({"number": number, "do": what, **more})
        arrived.wait(90)
        answer = self.waiting.pop(number)[1]
        if answer is None:
            raise Trouble("Chromium does not answer")
        if answer.get("error"):
            raise Trouble(f"Chromium: {answer['error']}")
        return answer

    def start(self):
        """The first line tells it whom and what it deals with."""
        # A suite on one's own machine has a self-signed certificate.
        environment = {**os.environ, "NODE_NO_WARNINGS": "1"}
        try:
            self.process = subprocess.Popen(
                ["node", str(HERE / "chromium.mjs")],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
            )
        except OSError as missing:
            raise Trouble("a module needs Chromium, and there is no node: scripts/conformance.sh installs both") from missing
        self.say(self.told)
        threading.Thread(target=self.listen, daemon=True).start()

    def say(self, document):
        """One line to it."""
        try:
            self.process.stdin.write(json.dumps(document) + "\n")
            self.process.stdin.flush()
        except OSError as gone:
            raise Trouble("Chromium ended; is tests/e2e installed (npm ci) and SIGNET_CHROMIUM a browser?") from gone

    def listen(self):
        """Brings answers to whom they are for."""
        for line in self.process.stdout:
            answer = json.loads(line)
            waiting = self.waiting.get(answer["number"])
            if waiting:
                waiting[1] = answer
                waiting[0].set()
        for arrived, _ in list(self.waiting.values()):
            arrived.set()

    def stop(self):
        """Ends it by closing its input."""
        if self.process:
            self.process.stdin.close()
            self.process.wait(20)
