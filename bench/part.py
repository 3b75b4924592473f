"""One part of the measurement in a process of its own: `python -m bench.part NAME FILE`, started by bench."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

import django

#: Part → module; each has `measure(quick=…)` and answers figures.
PARTS = ("http", "acts", "documents", "journal", "pages")
#: Parts that need no database, so they are measured once.
WITHOUT_DATABASE = frozenset({"documents"})
#: Parts whose cost is asked about as cases grow.
BY_CASES = frozenset({"pages"})


def main(name: str, file: Path, *, quick: bool, cases: int) -> None:
    """Measure one part and leave its figures in a file."""
    django.setup()
    given = {"cases": cases} if name in BY_CASES else {}
    figures = import_module(f"bench.{name}").measure(quick=quick, **given)
    file.write_text(json.dumps([asdict(one) for one in figures], ensure_ascii=False))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.part")
    parser.add_argument("name", choices=PARTS)
    parser.add_argument("file", type=Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--cases", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    asked = _arguments()
    main(asked.name, asked.file, quick=asked.quick, cases=asked.cases)
