"""A browser for the Python clients: cookies, redirects and forms; no script."""

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import requests

# What no address starts with.
NOWHERE = "\0"


class Forms(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.forms = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.forms.append({**attrs, "fields": []})
        elif tag in ("input", "button") and self.forms:
            self.forms[-1]["fields"].append({"kind": tag, **attrs})


class Browser:
    """Cookies, redirects and forms; no script."""

    def __init__(self):
        self.session = requests.Session()
        self.page = None

    def follow(self, answer, stop):
        for _ in range(12):
            if not answer.is_redirect:
                self.page = answer
                return None
            target = urljoin(answer.url, answer.headers["location"])
            if target.startswith(stop):
                return target
            answer = self.session.get(target, allow_redirects=False)
        raise AssertionError("redirected without end")

    def open(self, url, stop=NOWHERE):
        return self.follow(self.session.get(url, allow_redirects=False), stop)

    def form_with(self, identifier):
        for form in Forms(self.page.text).forms:
            if any(field.get("id") == identifier for field in form["fields"]):
                return form
        return None

    def press(self, button, values=None, stop=NOWHERE):
        values = values or {}
        form = self.form_with(button)
        body = []
        for field in form["fields"]:
            kind = field.get("type", "submit" if field["kind"] == "button" else "text")
            if not field.get("name") or (kind == "submit" and field.get("id") != button):
                continue
            if kind in ("checkbox", "radio") and "checked" not in field:
                continue
            own = values.get(field["name"], field.get("value") or "")
            body.append((field["name"], values.get(field.get("id"), own)))
        target = urljoin(self.page.url, form.get("action") or self.page.url)
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(self.page.url))
        answer = self.session.post(target, data=body, headers={"origin": origin}, allow_redirects=False)
        return self.follow(answer, stop)
