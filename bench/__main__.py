"""`make bench`: measure every part on SQLite and on PostgreSQL, print the tables, write var/bench/last.json."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from . import scratch
from .figures import Figure, table
from .part import PARTS, WITHOUT_DATABASE


def main() -> None:
    """Measure what was asked for."""
    asked = _arguments()
    found: dict[str, list[Figure]] = {}
    engines = asked.engine or scratch.ENGINES
    for engine in engines:
        with scratch.installation(engine) as environment:
            for name in asked.only or PARTS:
                if name in WITHOUT_DATABASE and engine != engines[0]:
                    continue
                figures = _part(name, environment, quick=asked.quick, cases=asked.cases)
                found[f"{engine} {name}"] = figures
                load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
                print(table(f"{engine}: {name} ({load})", figures), flush=True)
    _keep(found)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds: a first impression, no verdict")
    parser.add_argument("--only", action="append", choices=PARTS, help="this part only (may be repeated)")
    parser.add_argument("--engine", action="append", choices=scratch.ENGINES, help="this database only")
    parser.add_argument(
        "--cases", type=_cases, default=0, help="pages: so many cases instead of 100,000, at most 10 million"
    )
    return parser.parse_args()


def _cases(text: str) -> int:
    """A number of cases, with or without marks between thousands."""
    count = int(text.replace("_", "").replace(",", "").replace(".", ""))
    if not 1_000 < count <= 10_000_000:
        raise argparse.ArgumentTypeError("more than 1,000 and at most 10,000,000 cases")
    return count


def _part(name: str, environment: dict[str, str], *, quick: bool, cases: int) -> list[Figure]:
    file = Path(environment["SIMCAP_VAR"]) / f"{name}.json"
    command = [sys.executable, "-m", "bench.part", name, file, *(["--quick"] if quick else []), f"--cases={cases}"]
    subprocess.run(command, env=environment, cwd=scratch.ROOT, check=True)
    return [Figure(**one) for one in json.loads(file.read_text())]


def _keep(found: dict[str, list[Figure]]) -> None:
    """Leave the figures in var/bench/last.json."""
    content = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "load": os.getloadavg(),
        "figures": {
            part: [vars(one) | {"goal": one.goal, "verdict": one.verdict} for one in figures]
            for part, figures in found.items()
        },
    }
    (scratch.VAR / "last.json").write_text(json.dumps(content, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
