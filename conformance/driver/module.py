"""One module of a plan, from its start to its end or its time limit."""

import json
import time

PASSED, REVIEW, WARNING, FAILED, SKIPPED = "passed", "review", "warning", "failed", "skipped"
COLUMNS = [PASSED, REVIEW, WARNING, FAILED, SKIPPED]
OUTCOMES = {"PASSED": PASSED, "REVIEW": REVIEW, "WARNING": WARNING, "FAILED": FAILED, "SKIPPED": SKIPPED}
ROTATE_MODULE = "oidcc-server-rotate-keys"
# The smallest PNG there is: one grey dot. It only lets a module end whose page no rule recorded;
# such a module counts as failed.
DOT = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNo"
    "AAAAggCBd81ytgAAAABJRU5ErkJggg=="
)


def run_module(suite, plan_id, module, limit, rotate):
    """Runs one module; returns its outcome with what the log holds against it. `rotate` changes the
    server's keys when the module asks for it."""
    started = time.monotonic()
    name = module["testModule"]
    variant = module.get("variant") or {}
    instance = suite.call("POST", "runner", test=name, plan=plan_id, variant=variant)["id"]
    outcome, notes, begun = None, [], False
    while outcome is None:
        left = limit - (time.monotonic() - started)
        info = suite.call("GET", f"info/{instance}")
        status = info["status"]
        if status in ("FINISHED", "INTERRUPTED"):
            outcome = OUTCOMES.get(info.get("result"), FAILED)
            if status == "INTERRUPTED":
                outcome = FAILED
            break
        if status == "CONFIGURED" and not begun and name == ROTATE_MODULE:
            begun = True
            rotate()
            suite.call("POST", f"runner/{instance}")
        if left <= 0:
            suite.call("DELETE", f"runner/{instance}")
            outcome = FAILED
            notes.append(f"stopped after {limit} s in state {status}")
            break
        if status == "WAITING" and idle(suite, instance):
            for picture in missing_pictures(suite, instance):
                suite.call("POST", f"log/{instance}/images/{picture}", DOT, "text/plain;charset=UTF-8")
                notes.append("a picture was asked for and no browser rule recorded the page")
        wait = max(1, min(2, int(left)))
        suite.call("GET", f"runner/{instance}/wait-state", states="FINISHED,INTERRUPTED", timeoutMs=1000 * wait)
    log = suite.call("GET", f"log/{instance}")
    if notes:
        outcome = FAILED
    notes += [excerpt(entry) for entry in log if entry.get("result") in ("FAILURE", "WARNING", "INTERRUPTED")]
    seconds = round(time.monotonic() - started, 1)
    return {
        "module": name, "variant": variant, "id": instance, "outcome": outcome, "seconds": seconds, "notes": notes,
    }


def broken(module, trouble):
    """The result of a module that could not be run."""
    return {
        "module": module["testModule"], "variant": module.get("variant") or {}, "id": "", "outcome": FAILED,
        "seconds": 0, "notes": [str(trouble)],
    }


def idle(suite, instance):
    """Nothing is being done in the suite's browser and nothing is left to visit."""
    browser = suite.call("GET", f"runner/browser/{instance}") or {}
    return not browser.get("runners") and bool(browser.get("visited"))


def missing_pictures(suite, instance):
    """The placeholders that wait for a picture."""
    images = suite.call("GET", f"log/{instance}/images") or []
    return [image["upload"] for image in images if image.get("upload")]


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
