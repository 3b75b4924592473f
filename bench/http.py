"""Acts over HTTP: whole cases by four clients against `simcap serve`, beside the reference on the same web server.

All clients do the same act of their cases at the same time, then the next; so each act has its own time, and what
documents and uploads take is counted apart.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from . import ground, reference, server
from .cases import PATH, UPLOADS, WITH_DOCUMENT
from .clients import Clients
from .figures import Figure

CLIENTS = 4
#: Cases in each client's hands; the first lot warms the server up and is not counted.
CASES, QUICK_CASES, WARM_CASES = 12, 4, 2
REFERENCE_ROUNDS, REFERENCE_ACTS = 6, 100
#: At least half of the reference (design, "Budgets").
SHARE = 0.5


def measure(*, quick: bool) -> list[Figure]:
    """Acts per second, documents counted apart, and the share of the reference."""
    cases = QUICK_CASES if quick else CASES
    office = ground.office()
    folder = _papers(office, 2 * CLIENTS * (cases + WARM_CASES))
    reference.make_tables()
    rows = [reference.new_row() for _ in range(CLIENTS)]
    plan = {"ground": asdict(ground.ground(office)), "tokens": ground.tokens(), "papers": str(folder), "row": 0}
    connection.close()
    before = _reference(rows)
    with server.running(server.program) as port:
        _walk(plan | {"port": port}, first=0, cases=WARM_CASES)
        taken = _walk(plan | {"port": port}, first=CLIENTS * WARM_CASES, cases=cases)
    return _figures(taken, acts=CLIENTS * cases, base=(before + _reference(rows)) / 2)


def _walk(plan: dict[str, Any], *, first: int, cases: int) -> dict[str, list[float]]:
    """Seconds that all clients together took for one act of all their cases; uploads under `upload`."""
    plans = [plan | {"numbers": list(range(first + n, first + CLIENTS * cases, CLIENTS))} for n in range(CLIENTS)]
    taken: dict[str, list[float]] = defaultdict(list)
    logged = False
    with Clients(plans) as clients:
        for username, act in PATH:
            if act in UPLOADS and not (act == "log" and logged):
                taken["upload"].append(clients.do(username, f"upload:{act}"))
                logged = act == "log"
            taken[act].append(clients.do(username, act))
    return taken


def _reference(rows: list[int]) -> float:
    """Acts of the reference per second."""
    with server.running(server.reference) as port:
        plans = [{"port": port, "row": row, "acts": REFERENCE_ACTS} for row in rows]
        with Clients(plans) as clients:
            taken = [clients.do("reference", "act") for _ in range(REFERENCE_ROUNDS)]
    return len(rows) * REFERENCE_ACTS * (REFERENCE_ROUNDS - 1) / sum(taken[1:])


def _papers(office: Any, count: int) -> Path:
    folder = Path(settings.SIMCAP_VAR) / "papers"
    folder.mkdir(exist_ok=True)
    (folder / "surat.pdf").write_bytes(ground.letter(office))
    for number, photo in enumerate(ground.photos(count)):
        (folder / f"{number:04d}.jpg").write_bytes(photo)
    return folder


def _figures(taken: dict[str, list[float]], *, acts: int, base: float) -> list[Figure]:
    """`acts` is how many one entry of `taken` counts for."""
    times = {name: sum(each) for name, each in taken.items()}
    counts = {name: len(each) * acts for name, each in taken.items()}
    plain = [name for name in times if name not in WITH_DOCUMENT | {"upload"}]
    printed = [name for name in times if name in WITH_DOCUMENT]
    whole, all_acts = sum(times.values()), sum(counts[name] for name in plain + printed)
    plain_s, printed_s = sum(times[name] for name in plain), sum(times[name] for name in printed)
    rate = sum(counts[name] for name in plain) / plain_s
    return [
        Figure(name="reference, 4 clients", value=base, unit="/s", places=0),
        Figure(name="acts without a document, 4 clients", value=rate, unit="/s", places=0),
        Figure(name="  share of the reference", value=rate / base, at_least=SHARE, places=2),
        Figure(
            name="acts with a document, 4 clients", value=sum(counts[name] for name in printed) / printed_s, unit="/s",
            places=0, note=f"{100 * printed_s / whole:.0f} % of the whole time",
        ),
        Figure(
            name="uploads, 4 clients", value=counts["upload"] / times["upload"], unit="/s", places=0,
            note=f"{100 * times['upload'] / whole:.0f} % of the whole time",
        ),
        Figure(
            name="whole cases: all acts, documents, uploads", value=all_acts / whole, unit="acts/s", places=0,
            note=f"{all_acts / whole / base:.2f} of the reference; {all_acts} acts",
        ),
        *(Figure(name=f"  {name}", value=counts[name] / times[name], unit="/s", places=0) for name in times),
    ]  # fmt: skip
