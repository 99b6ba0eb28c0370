"""Drives a running OpenID conformance suite; ../README.md tells how."""
