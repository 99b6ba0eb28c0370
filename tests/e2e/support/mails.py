"""Reads mails (a JSON list of texts on each line of standard input) as Python's `email` does and prints what is in each.

Whatever that finds wrong with one stands in `defects`, its parts and their decoding included, and what breaks RFC 5322
and RFC 2045 beside it; a mail of ours has none.
"""
import email
import email.policy
import json
import re
import sys
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser

# Elements that have no end (HTML Living Standard §13.1.2).
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Html(HTMLParser):
    """The addresses of an HTML part, its title, what it says of its language, and what is not closed."""

    def __init__(self):
        super().__init__()
        self.links, self.title, self.root, self.open, self.faults = [], "", {}, [], []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.links += [attributes[name] for name in ("href", "src") if name in attributes]
        if tag == "html":
            self.root = {name: attributes.get(name) for name in ("lang", "dir")}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID and (not self.open or self.open.pop() != tag):
            self.faults.append(f"html: </{tag}> ends nothing")

    def handle_data(self, data):
        if self.open and self.open[-1] == "title":
            self.title += data


def decoded(part, defects):
    """The text of a part; what cannot be decoded by its own word is a defect."""
    try:
        return part.get_content(errors="strict")
    except (LookupError, UnicodeError) as why:
        defects.append(f"{part.get_content_type()}: {why}")
        return ""


def wire(raw):
    """What is wrong with the lines as they go over the wire."""
    found = []
    # RFC 5322 §2.1.1: bytes, not characters.
    longest = max(len(line.encode()) for line in raw.split("\r\n"))
    if longest > 998:
        found.append(f"a line of {longest} bytes")
    # RFC 5322 §2.3: CR and LF come together.
    if re.search(r"\r(?!\n)|(?<!\r)\n|\0", raw):
        found.append("a line end of its own or a NUL")
    # RFC 2045 §6.2: nothing here says 8bit.
    if not raw.isascii():
        found.append("a byte beyond 7bit")
    return found


def page(text):
    html = Html()
    html.feed(text)
    html.close()
    faults = html.faults + [f"html: <{tag}> is not ended" for tag in html.open]
    return {"links": html.links, "title": html.title, **html.root}, faults


def read(raw):
    mail = email.message_from_string(raw, policy=email.policy.default)
    parts = [part for part in mail.walk() if not part.is_multipart()]
    defects = wire(raw)
    contents = [
        {
            "type": part.get_content_type(),
            "charset": part.get_content_charset(),
            "encoding": part["content-transfer-encoding"],
            "text": decoded(part, defects),
        }
        for part in parts
    ]
    for content in contents:
        if content["type"] == "text/html":
            content["page"], faults = page(content["text"])
            defects += faults
    # Only now: what is wrong with an encoding is found by decoding.
    for part in mail.walk():
        defects += [repr(defect) for defect in part.defects]
        defects += [f"{name}: {defect!r}" for name, value in part.items() for defect in value.defects]
    names = [name.lower() for name in mail.keys()]
    return {
        "names": names,
        "headers": {name: str(mail[name]) for name in names},
        "from": [[address.display_name, address.addr_spec] for address in mail["from"].addresses],
        "to": [[address.display_name, address.addr_spec] for address in mail["to"].addresses],
        "date": parsedate_to_datetime(mail["date"]).isoformat(),
        "type": mail.get_content_type(),
        "parts": contents,
        "defects": defects,
    }


# A line of JSON for each line of JSON: it begins once for a whole suite.
for line in sys.stdin:
    print(json.dumps([read(raw) for raw in json.loads(line)]), flush=True)
