"""Pages: SQL statements and milliseconds with few and with many cases, and what the public pages weigh."""

from __future__ import annotations

import re
from http.client import HTTPConnection
from time import perf_counter
from urllib.parse import urljoin

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from simcap.people.models import Account, Office

from . import ground, history, server
from .acts import statements
from .figures import Figure

FEW, MANY, QUICK_MANY = 1_000, 100_000, 5_000
ROUNDS = 15
#: Goals of design, "Budgets": at a thousand times as many cases at most so much slower; kB over the wire.
GROWTH, PUBLIC_KB = 1.5, 60
LINKED = re.compile(rb"""(?:<script[^>]+src|<link[^>]+href|<img[^>]+src)=["']([^"']+)["']""")


def measure(*, quick: bool, cases: int = 0) -> list[Figure]:
    """Statements and time of signed-in pages as cases grow to so many; weight of public pages."""
    office = ground.office()
    call_command("collectstatic", interactive=False, verbosity=0)
    case = history.whole_case(office)
    many = cases or (QUICK_MANY if quick else MANY)
    pages = {
        "my desk": "/desk/",
        "list of cases": "/cases/",
        "search": "/cases/?q=Festival",
        "search that finds one": "/cases/?q=777/SURAT",
        "search that finds nothing": "/cases/?q=tidak-ada",
        "agenda register": "/registers/agenda/",
        "agenda register of last month": "/registers/agenda/?period=last_month",
        "dossier": f"/cases/{case.uid}/",
        "monitoring of this quarter": "/pemantauan/",
        "monitoring of last year": "/pemantauan/?period=last_year",
        "slowest cases of last year": "/pemantauan/langkah/2/?period=last_year",
    }
    history.fill(case, FEW)
    few = {name: _page(path) for name, path in pages.items()}
    begun = perf_counter()
    history.fill(case, many)
    made = Figure(name=f"{many:,} closed cases written", value=perf_counter() - begun, unit="s")
    found = [one for name, path in pages.items() for one in _grown(name, few[name], _page(path), many)]
    connection.close()
    return [made, *found, *_weights(office)]


def _grown(name: str, few: tuple[int, float], many: tuple[int, float], cases: int) -> list[Figure]:
    return [
        Figure(
            name=f"{name}: SQL statements at {cases:,} cases", value=many[0], at_most=few[0], places=0,
            note=f"{few[0]} at {FEW:,}",
        ),
        Figure(
            name=f"  its time in times of that at {FEW:,}", value=many[1] / few[1], at_most=GROWTH, places=2,
            note=f"{few[1]:.0f} ms → {many[1]:.0f} ms",
        ),
    ]  # fmt: skip


def _page(path: str) -> tuple[int, float]:
    """SQL statements and milliseconds of a page as the head of the office sees it.

    The fastest round counts: what else runs on the machine only adds.
    """
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(Account.objects.get(username="kadis"))
    taken, count = [], 0
    for _round in range(ROUNDS):
        begun = perf_counter()
        with statements() as seen:
            answer = client.get(path)
        taken.append(perf_counter() - begun)
        assert answer.status_code == 200, (path, answer.status_code)
        count = len(seen)
    return count, min(taken) * 1000


def _weights(office: Office) -> list[Figure]:
    """What each public page weighs with all that it loads, on a first visit, by a browser that takes gzip."""
    paths = {"front page": "", "request form": "permintaan/", "tracking": "lacak/", "SOP": "sop/"}
    with server.running(server.program) as port:
        web = HTTPConnection("127.0.0.1", port, timeout=60)
        return [_weight(web, name, f"/o/{office.slug}/{path}") for name, path in paths.items()]


def _weight(web: HTTPConnection, name: str, path: str) -> Figure:
    page, plain = _fetched(web, path, "gzip"), _fetched(web, path, "identity")
    linked = sorted({urljoin(path, match.decode()) for match in LINKED.findall(plain)})
    parts = [len(_fetched(web, one, "gzip")) for one in linked if one.startswith("/")]
    return Figure(
        name=f"public {name}, first visit", value=(len(page) + sum(parts)) / 1000, unit="kB", at_most=PUBLIC_KB,
        note=f"page {len(page) / 1000:.1f} (plain {len(plain) / 1000:.1f}), {len(parts)} files {sum(parts) / 1000:.1f}",
    )  # fmt: skip


def _fetched(web: HTTPConnection, path: str, encoding: str) -> bytes:
    web.request("GET", path, headers={"Accept-Encoding": encoding, "Accept-Language": "id"})
    answer = web.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status} on {settings.SIMCAP_PUBLIC_URL}")
    return content
