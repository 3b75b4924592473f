"""One part of the measurement in a process of its own: `python -m bench.part NAME FILE [--quick]`, started by bench."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

import django

#: Part → module; each has `measure(quick=…)` and answers figures.
PARTS = ("http", "acts", "documents", "journal", "pages")
#: Parts that need no database, so they are measured once.
WITHOUT_DATABASE = frozenset({"documents"})


def main(name: str, file: Path, *, quick: bool) -> None:
    """Measure one part and leave its figures in a file."""
    django.setup()
    figures = import_module(f"bench.{name}").measure(quick=quick)
    file.write_text(json.dumps([asdict(one) for one in figures], ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), quick="--quick" in sys.argv)
