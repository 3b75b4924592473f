"""A process killed by SIGKILL in the middle of any act leaves all of it or none: real process, real database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from simcap.documents import store
from simcap.documents.models import Document
from simcap.facilitation.definitions import definition
from simcap.facilitation.doorway import perform
from simcap.facilitation.models import Artefact, Facilitation, Outbox, PerformedRequest, Turn
from simcap.journal.models import Entry
from simcap.journal.verify import verify
from simcap.procedure import flow
from simcap.procedure.definition import OVER
from tests.cast import Cast, assemble
from tests.support.database import rows
from tests.support.victim import Victim

from .conftest import MAIN

pytestmark = pytest.mark.django_db(transaction=True)
KILLED = 9
#: Exceptions that change most: documents, SPTs, roles, a thread of their own.
EXCEPTIONS = [
    ("decline_with_head", "kadis", "sign_decline"), ("amend_with_head", "kadis", "sign_amendment"),
    ("amend_with_division", "kadis", "cancel"), ("spt_to_check", "kabid", "confirm_signed"),
]  # fmt: skip


def environment() -> dict[str, str]:
    """Another process finds the database and the files of this test there."""
    about = connection.settings_dict
    url = f"sqlite:///{about['NAME']}"
    if connection.vendor == "postgresql":
        url = f"postgresql://{about['USER']}@{about['HOST']}:{about['PORT']}/{about['NAME']}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SIMCAP_")}
    return kept | {
        "DATABASE_URL": url, "SIMCAP_VAR": str(settings.SIMCAP_VAR), "DJANGO_SETTINGS_MODULE": "config.settings",
        "TMPDIR": str(settings.SIMCAP_VAR),  # what the dead leave behind goes with the test
    }  # fmt: skip


@pytest.fixture
def victim() -> Iterator[Victim]:
    """The process whose children die."""
    process = Victim(environment())
    yield process
    process.close()


def order(
    cast: Cast, victim: Victim, who: str, act: str, inputs: Any, point: int | str, request_id: str
) -> dict[str, int]:
    """Let somebody act in the other process until it dies."""
    case = cast.case.pk if cast.case else None
    return victim.order(who=who, act=act, case=case, inputs=inputs, point=point, request_id=request_id)


def test_a_process_killed_in_the_middle_of_an_act_leaves_all_of_it_or_none(victim) -> None:
    cast = assemble()
    for stage, who, act in MAIN:
        inputs, request_id = cast.usual(who, act), str(uuid4())
        nothing_is_left(cast, victim, who, act, inputs, request_id)
        assert order(cast, victim, who, act, inputs, "after commit", request_id)["signal"] == KILLED
        everything_is_there(cast, stage, who, act, inputs, request_id)
    assert (cast.case.stage, verify().breaks) == ("closed", ())


@pytest.mark.parametrize(("stage", "who", "act"), EXCEPTIONS, ids=[one[2] for one in EXCEPTIONS])
def test_a_process_killed_in_the_middle_of_an_exception_leaves_all_of_it_or_none(victim, stage, who, act) -> None:
    cast = assemble()
    cast.reach(stage)
    inputs, request_id = cast.usual(who, act), str(uuid4())
    nothing_is_left(cast, victim, who, act, inputs, request_id)
    assert order(cast, victim, who, act, inputs, "after commit", request_id)["signal"] == KILLED
    everything_is_there(cast, stage, who, act, inputs, request_id)
    assert verify().sound


def nothing_is_left(cast: Cast, victim: Victim, who: str, act: str, inputs: Any, request_id: str) -> None:
    """Killed before the commit, whether early or late, an act has not happened."""
    before = rows()
    count = order(cast, victim, who, act, inputs, "before commit", request_id)["statements"]
    assert rows() == before
    for point in (count // 3, 2 * count // 3, count):
        assert order(cast, victim, who, act, inputs, point, request_id) == {"signal": KILLED, "statements": point}
        assert rows() == before, f"{act}, killed at statement {point} of {count}"
    assert verify().sound


def everything_is_there(cast: Cast, stage: str, who: str, act: str, inputs: Any, request_id: str) -> None:
    """Killed after the commit, stage, turn, entry, artefacts, documents and numbers agree; asking again is answered."""
    request = PerformedRequest.objects.select_related("facilitation", "entry").get(request_id=request_id)
    cast.case = Facilitation.objects.get(pk=request.facilitation_id)
    revision = definition(cast.case.definition_id)
    row = flow.row(revision, act, stage) or flow.row(
        revision, act, "assigned"
    )  # of what runs beside the case, or its own
    assert row
    assert row.to in (cast.case.stage, OVER)
    assert cast.case.beside == ""
    assert request.entry == Entry.objects.filter(chain=f"case:{cast.case.uid}").order_by("-seq")[0]
    assert Outbox.objects.filter(entry=request.entry).count() == 1
    open_at = list(Turn.objects.filter(facilitation=cast.case, closed_at=None).values_list("stage", flat=True))
    assert open_at == ([] if cast.case.closed_at else [cast.case.stage])
    assert {*row.gives} <= {*Artefact.objects.filter(facilitation=cast.case).values_list("kind", flat=True)}
    for document in Document.objects.filter(chain_seq=request.entry.seq - 1).select_related("file"):
        assert document.file_id in request.entry.canonical
        assert store.get(document.file)[:5] == b"%PDF-"
    again = perform(
        act, office=cast.office, actor=cast.actor(who), inputs=inputs, request_id=request.request_id,
        facilitation=cast.case if stage else None,
    )  # fmt: skip
    assert (again.repeated, again.entry) == (True, request.entry)
