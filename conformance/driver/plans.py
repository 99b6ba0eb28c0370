"""plans.json: families of plan runs, and the configuration of each run."""

import itertools
import json
import pathlib
import re

HERE = pathlib.Path(__file__).resolve().parent.parent
GROUPS = {"dynamic_client": "dynamic", "static_client": "static"}


def families():
    """The file."""
    return json.loads((HERE / "plans.json").read_text())


def runs(document):
    """Every run that the families describe: name, group, plan, profile, variant, browser, override."""
    found = []
    for family in document["families"]:
        matrix = {
            axis: document["response_types"] if values == "*" else values
            for axis, values in family.get("matrix", {}).items()
        }
        for chosen in itertools.product(*matrix.values()):
            axes = dict(zip(matrix, chosen))
            variant = {**family.get("variant", {}), **axes}
            group = family.get("group") or GROUPS[variant["client_registration"]]
            parts = [value for axis, value in axes.items() if axis != "client_registration" and value != "default"]
            name = "-".join([family["name"], *(part.replace(" ", "+") for part in parts)])
            if group == "static":
                name += "-static"
            found.append({
                "name": name,
                "group": group,
                "profile": family["profile"],
                "plan": family["plan"],
                "variant": variant,
                "browser": family.get("browser", document["browser"]),
                "override": {**document["override"], **family.get("override", {})},
                "static_clients": family.get("static_clients", {}),
            })
    return found


def chromium_modules(document, pictures):
    """The modules that Chromium walks through, and not the browser inside the suite."""
    named = document["chromium"]
    return named["always"] + (named["pictures"] if pictures else [])


def configured(document, run, words, parts, chromium=(), rules=True):
    """The configuration that the suite is sent for a run. Modules in `chromium` get no page rules, so that
    the addresses they want visited wait for us; without `rules` those of every module do."""
    # A plan without clients (Config OP) takes those of dynamic registration, and ignores them.
    kind = "static_client" if run["group"] == "static" else "dynamic_client"
    config = {**document["config"]["*"], **document["config"][kind], "browser": run["browser"] if rules else []}
    if kind == "static_client":
        config.update(run["static_clients"])
    named = {**run["override"], **{module: [] for module in chromium}} if rules else {}
    config["override"] = {module: {"browser": one} for module, one in named.items()}
    return filled(referenced(config, parts), words)


def filled(value, words):
    """The same document with every {{placeholder}} replaced."""
    if isinstance(value, dict):
        return {key: filled(one, words) for key, one in value.items()}
    if isinstance(value, list):
        return [filled(one, words) for one in value]
    if isinstance(value, str):
        return re.sub(r"\{\{(\w+)\}\}", lambda found: words[found[1]], value)
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
