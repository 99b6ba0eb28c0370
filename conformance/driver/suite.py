"""The REST interface of a conformance suite."""

import json
import ssl
import urllib.error
import urllib.parse
import urllib.request


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

    def call(self, method, path, body=None, **query):
        """One request; the decoded answer."""
        query = urllib.parse.urlencode(
            {name: json.dumps(value) if isinstance(value, dict) else value for name, value in query.items()}
        )
        url = f"{self.base}/api/{path}" + (f"?{query}" if query else "")
        request = urllib.request.Request(url, method=method, data=None if body is None else json.dumps(body).encode())
        request.add_header("Content-Type", "application/json")
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        try:
            with urllib.request.urlopen(request, context=self.tls, timeout=90) as answer:
                text = answer.read()
        except urllib.error.HTTPError as refusal:
            detail = refusal.read().decode(errors="replace")[:400]
            raise Trouble(f"the suite answered {method} /api/{path} with {refusal.code}: {detail}") from refusal
        except OSError as unreachable:
            raise Trouble(f"no suite at {self.base}: {getattr(unreachable, 'reason', unreachable)}") from unreachable
        return json.loads(text) if text else None

    def version(self):
        """What the suite calls itself."""
        about = self.call("GET", "server")
        revision = about.get("revision")
        return about["version"] + (f" ({revision})" if revision else "")

    def missing_pictures(self, instance):
        """The placeholders of a module that wait for a picture."""
        images = self.call("GET", f"log/{instance}/images") or []
        return [image["upload"] for image in images if image.get("upload")]
