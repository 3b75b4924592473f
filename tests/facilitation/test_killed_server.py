"""The web server itself, killed at any moment while an act is under way; asked again, the act is there once."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from simcap.documents.models import Document, NumberSeries
from simcap.facilitation.models import Facilitation, PerformedRequest, Turn
from simcap.journal.models import Entry
from simcap.journal.verify import verify
from simcap.management.commands.serve import web
from simcap.management.office import new_token
from tests.cast import Cast, assemble
from tests.support.victim import ROOT

from .conftest import MAIN
from .test_killed import environment

pytestmark = pytest.mark.django_db(transaction=True)
#: So long after its request has been sent, an act has begun but need not be done. Units: seconds.
LONGEST_S = 0.15
KILLED_AT = {"dispose", "appoint", "record_request", "sign_spt", "prepare", "finish", "accept_report"}


class Server:
    """`simcap serve`'s web server on the database of the test."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()

    def start(self) -> None:
        """Start it and wait until it listens."""
        command = [sys.executable, *web("127.0.0.1", port=self.port, workers=1, threads=4)]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment(), start_new_session=True)
        self.wait_until(listening=True)

    def kill(self) -> None:
        """End it and everything it has started, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.wait_until(listening=False)  # its worker may die a moment later than the one that had started it

    def wait_until(self, *, listening: bool) -> None:
        """Wait until somebody listens at the address, or nobody does any more."""
        for _ in range(600):
            with socket.socket() as probe:
                if (probe.connect_ex(("127.0.0.1", self.port)) == 0) is listening:
                    return
            time.sleep(0.05)
        raise AssertionError("The web server does not start." if listening else "The web server does not end.")

    def post(self, path: str, token: str, body: dict[str, Any]) -> int:
        """Send a request; answers the status, 0 when the server died over it."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        try:
            client.request("POST", f"/api/v1/facilitations{path}", json.dumps(body), headers)
            return client.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            client.close()


@pytest.fixture
def server():
    """The server, gone after the test."""
    one = Server()
    yield one
    if one.process.poll() is None:
        one.kill()


def settled() -> None:
    """PostgreSQL may still be busy with what the dead server had asked for; wait until nobody is there but us."""
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    for _ in range(200 if connection.vendor == "postgresql" else 0):
        with connection.cursor() as cursor:
            cursor.execute(others)
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.05)


def agree(case: Facilitation) -> None:
    """Stage, turn, journal, remembered requests and numbers tell the same."""
    case.refresh_from_db()
    entries = Entry.objects.filter(chain=f"case:{case.uid}").order_by("seq")
    assert json.loads(entries.last().canonical)["stage_after"] == case.stage
    assert PerformedRequest.objects.filter(facilitation=case).count() == entries.count()
    turns = list(Turn.objects.filter(facilitation=case, closed_at=None).values_list("stage", flat=True))
    assert turns == ([] if case.stage == "closed" else [case.stage])
    for series in NumberSeries.objects.filter(kind__in=("assignment_letter", "activity_report")):
        assert Document.objects.filter(kind=series.kind).count() == series.last
    assert verify().sound


def test_a_server_killed_while_acts_are_under_way_loses_none_and_doubles_none(server) -> None:
    cast, chance = assemble(), random.Random(20260608)
    tokens = {who: new_token(cast.account(who), name="uji") for who in {who for _stage, who, _act in MAIN}}
    cast.do("agendaris", "register")
    for _stage, who, act in MAIN[1:]:
        body = {"request_id": str(uuid4()), "inputs": cast.usual(who, act)}
        ask(server, cast, tokens[who], act, body, after=chance.uniform(0, LONGEST_S) if act in KILLED_AT else None)
        assert PerformedRequest.objects.filter(request_id=UUID(body["request_id"])).count() == 1
    cast.case.refresh_from_db()
    assert cast.case.stage == "closed"
    assert Entry.objects.filter(chain=f"case:{cast.case.uid}").count() == len(MAIN)


def ask(server: Server, cast: Cast, token: str, act: str, body: dict[str, Any], *, after: float | None) -> None:
    """Ask for an act, kill the server over it if so wished, and ask again until it is answered."""
    path = f"/{cast.case.uid}/acts/{act}"
    if after is not None:
        asking = threading.Thread(target=server.post, args=(path, token, body))
        asking.start()
        time.sleep(after)
        server.kill()
        asking.join()
        settled()
        agree(cast.case)
        server.start()
    assert server.post(path, token, body) in (200, 201)
    agree(cast.case)
