#!/usr/bin/env bash
# Renews the list of disposable mail domains (crates/signet-app/src/disposable/domains.txt) from the package `disposable-email-domains`
# of PyPI, a mirror of the project of that name (MIT). Takes a version; the newest without one.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pip download --quiet --no-deps --dest "$work" "disposable-email-domains${1:+==$1}"
python3 - "$work" crates/signet-app/src/disposable <<'PYTHON'
import glob, sys, zipfile

work, out = sys.argv[1:]
wheel = zipfile.ZipFile(glob.glob(f"{work}/*.whl")[0])
names = {}
exec(wheel.read("disposable_email_domains/__init__.py"), names)
domains = sorted({one.strip().lower() for one in names["blocklist"] if one.isascii() and "." in one})
with open(f"{out}/domains.txt", "w") as file:
    file.write("\n".join(domains) + "\n")
licence = next(name for name in wheel.namelist() if name.endswith("LICENSE.txt"))
with open(f"{out}/LICENSE", "wb") as file:
    file.write(wheel.read(licence))
print(f"{len(domains)} domains")
PYTHON
