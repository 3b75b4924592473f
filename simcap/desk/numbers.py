"""Whole numbers that come with a page's own links and hidden fields; what is none was not written by us."""

from __future__ import annotations


def number_of(text: str, *, digits: int = 8) -> int:
    """A number of at most so many digits; 0 for anything else."""
    return int(text) if text.isdecimal() and len(text) <= digits else 0
