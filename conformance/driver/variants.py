"""What a run may have besides: further steps at each sign-in, another provider as the only way in."""

from .suite import Trouble

STEPS, UPSTREAM = "steps", "upstream"
VARIANTS = {STEPS: "with further steps at each sign-in", UPSTREAM: "with another Signet as the only way in"}
# The upstream that Signet has in the latter, and the domain of person.json, for which it vouches.
NAME, DOMAIN = "head", "people.example"
# What has to be on the way, by the button that goes on from it.
ON_THE_WAY = {
    STEPS: {
        "#confirm-app": "authenticator apps set up on the way", "#factor-submit": "codes of an app", "#code-submit": "codes by mail",
        "#terms-agree": "agreements to the terms", "#not-now": "passkeys suggested",
    },
    UPSTREAM: {},
}


def checked(variants, settings):
    """Whether the configuration has what these need; the folder of the mails, where they are needed."""
    problems = []
    if STEPS in variants:
        factors, mail = settings["factors"], settings["mail"]
        problems += [] if (factors["further"], factors["grace"]) == ("required", "0s") else ["factors.further, factors.grace"]
        problems += [] if mail["driver"] == "file" and str(mail["directory"]).startswith("/") else ["mail"]
        problems += [] if settings["terms"]["documents"] else ["terms.documents"]
    if UPSTREAM in variants and settings["login"]["single_upstream"] != NAME:
        problems.append("login.single_upstream")
    if problems:
        raise Trouble(f"not set as README.md says for --with {' '.join(variants)}: {'; '.join(problems)}")
    return settings["mail"]["directory"] if STEPS in variants else None


def unmet(variants, met):
    """What had to be on the way, and was not."""
    wanted = {button: words for variant in variants for button, words in ON_THE_WAY[variant].items()}
    return [words for button, words in wanted.items() if not met.get(button)]


def told(variants, met):
    """What was on the way, in words."""
    wanted = {button: words for variant in variants for button, words in ON_THE_WAY[variant].items()}
    return ", ".join(f"{met[button]} {words}" for button, words in wanted.items() if met.get(button))
