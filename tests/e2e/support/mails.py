"""Reads mails (a JSON list of texts on standard input) as Python's `email` does and prints what is in each.

Whatever that finds wrong with one stands in `defects`; a mail of ours has none.
"""
import email
import email.policy
import json
import sys
from email.utils import parsedate_to_datetime


def read(raw):
    mail = email.message_from_string(raw, policy=email.policy.default)
    parts = [part for part in mail.walk() if not part.is_multipart()]
    defects = [str(defect) for part in mail.walk() for defect in part.defects]
    defects += [f"{name}: {defect}" for name, value in mail.items() for defect in value.defects]
    names = [name.lower() for name in mail.keys()]
    return {
        "names": names,
        "headers": {name: str(mail[name]) for name in names},
        "from": [[address.display_name, address.addr_spec] for address in mail["from"].addresses],
        "to": [[address.display_name, address.addr_spec] for address in mail["to"].addresses],
        "date": parsedate_to_datetime(mail["date"]).isoformat(),
        "type": mail.get_content_type(),
        "parts": [
            {"type": part.get_content_type(), "charset": part.get_content_charset(), "text": part.get_content()}
            for part in parts
        ],
        "defects": defects,
        "longest": max(len(line) for line in raw.split("\r\n")),
    }


json.dump([read(raw) for raw in json.load(sys.stdin)], sys.stdout)
