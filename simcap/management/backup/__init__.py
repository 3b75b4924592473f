"""Backup (cadangan): everything of an installation in one tar, in a form that either database can take in."""
