"""docs/conformance.md, from the results of one or several runs."""

import json
import pathlib

from .module import COLUMNS, FAILED, SKIPPED, WARNING
from .variants import VARIANTS

HERE = pathlib.Path(__file__).resolve().parent.parent
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL", None: "an unknown database"}
TITLES = {
    "dynamic": "Clients that register themselves",
    "static": "Clients registered by hand",
    "comprehensive": "Every module, for each client authentication and response type",
}


def count(plan):
    """How many modules ended how."""
    return {column: sum(one["outcome"] == column for one in plan["modules"]) for column in COLUMNS}


def total(plans):
    """The sum over plans."""
    counts = [count(plan) for plan in plans]
    return {column: sum(one[column] for one in counts) for column in COLUMNS}


def variant_text(variant):
    """A variant on one line."""
    shown = {name: value for name, value in variant.items() if name not in ("server_metadata", "client_registration")}
    return ", ".join(f"{name}={value}" for name, value in shown.items()) or "-"


def numbers(counts, strong=False):
    """The cells of a row."""
    mark = "**" if strong else ""
    return " | ".join(f"{mark}{counts[column]}{mark}" for column in COLUMNS)


def shortened(note):
    """A log line without its details, short enough for a list."""
    text = note.split(" {")[0]
    return text if len(text) <= 200 else text[:199] + "…"


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
        where = ", ".join(dict.fromkeys(names)) if len(set(names)) <= 6 else f"{len(set(names))} runs"
        lines.append(f"- `{module}` {outcome} in {where}")
        lines += [f"  - {text}" for text in texts]
    return lines


def section(report):
    """The tables of one run."""
    setting = "on" if report["unsigned"] else "off"
    besides = "".join(f", {VARIANTS[one]}" for one in report.get("with", []))
    lines = ["", f"## On {ENGINES[report.get('engine')]} with `jose.allow_unsigned` {setting}{besides}", ""]
    met = f" On the way: {report['met']}." if report.get("met") else ""
    lines += [f"Suite version {report['suite']}, {report['date']}.{met}", ""]
    sums = {group: [plan for plan in report["plans"] if plan["group"] == group] for group in TITLES}
    lines += ["| | Runs | Modules | Passed | Review | Warnings | Failed | Skipped |", "|---|--:|--:|--:|--:|--:|--:|--:|"]
    for group, plans in [*sums.items(), ("", report["plans"])]:
        if plans:
            counts = total(plans)
            title = TITLES.get(group, "**All**")
            lines.append(f"| {title} | {len(plans)} | {sum(counts.values())} | {numbers(counts, not group)} |")
    for group, plans in sums.items():
        if not plans:
            continue
        lines += ["", f"### {TITLES[group]}", "", "| Profile | Plan | Variant | Passed | Review | Warnings | Failed | Skipped |",
                  "|---|---|---|--:|--:|--:|--:|--:|"]
        lines += [
            f"| {plan['profile']} | {plan['plan']} | {variant_text(plan['variant'])} | {numbers(count(plan))} |"
            for plan in plans
        ]
    for heading, outcomes in (("Failed and warnings", (FAILED, WARNING)), ("Skipped", (SKIPPED,))):
        found = [(plan, one) for plan in report["plans"] for one in plan["modules"] if one["outcome"] in outcomes]
        if found:
            lines += ["", f"### {heading}", "", *remarks(found)]
    return lines


def markdown(reports):
    """The whole page."""
    lines = [
        "# Conformance",
        "",
        "What the OpenID Foundation's conformance suite found when it was run against Signet. Written by",
        "`make conformance`; `conformance/README.md` tells how to run it.",
        "",
        "*Review* is a pass whose recorded page a person looks at before a certification is filed; *skipped* is",
        "a feature that is optional and not offered. Unsigned request objects and ID tokens exist only where",
        "`jose.allow_unsigned` is on, so the suite was run with each setting; and on both databases. Each worker signs in",
        "a person of its own, who has as many sessions as `session.max` allows.",
    ]
    order = lambda one: (one.get("with", []), list(ENGINES).index(one.get("engine")), one["unsigned"])
    for report in sorted(reports, key=order):
        lines += section(report)
    return "\n".join(lines) + "\n"
