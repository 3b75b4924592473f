"""The cast in its office, on a Monday morning; and every act of the main path with what comes before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from simcap import clock
from simcap.facilitation import registry
from simcap.facilitation.doorway import Receipt, perform
from tests.cast import MONDAY, PATH, WIB, Cast, assemble

#: Every act, by whom, and the stage at which it is done: the main path, then the log and the extensions.
MAIN = [
    ("", "agendaris", "register"), ("with_head", "kadis", "dispose"), ("with_division", "kabid", "forward"),
    ("with_section", "seksi", "appoint"), ("to_record", "koordinator", "record_request"),
    ("spt_with_section", "seksi", "initial"), ("spt_with_division", "kabid", "initial"),
    ("spt_with_head", "kadis", "sign_spt"), ("assigned", "teknisi1", "prepare"), ("prepared", "koordinator", "start"),
    ("running", "teknisi1", "finish"), ("returned", "koordinator", "record_facilitation"),
    ("report_with_section", "seksi", "endorse"), ("report_with_division", "kabid", "endorse"),
    ("report_with_head", "kadis", "accept_report"),
]  # fmt: skip
BESIDE = [
    ("with_head", "kadis", "open"), ("running", "teknisi2", "log"), ("spt_with_head", "kadis", "send_back"),
    ("report_with_division", "kabid", "send_back"), ("to_record", "koordinator", "return_incomplete"),
    ("awaiting_requester", "agendaris", "resubmit"), ("returned", "pemohon", "add_attachment"),
    ("with_division", "kadis", "withdraw"), ("to_record", "seksi", "supersede"),
    ("with_section", "kadis", "decline"),
    ("decline_draft", "seksi", "draft_decline"), ("decline_with_division", "kabid", "initial_decline"),
    ("decline_with_head", "kadis", "sign_decline"),
    ("decline_with_head", "kadis", "reconsider"), ("spt_with_division", "seksi", "postpone"),
    ("prepared", "pemohon", "postpone"), ("assigned", "kadis", "cancel"),
    ("running", "koordinator", "amend"), ("prepared", "kadis", "revoke_spt"),
    ("amend_draft", "koordinator", "amend_spt"), ("amend_with_section", "seksi", "initial_amendment"),
    ("amend_with_division", "kabid", "send_back"), ("amend_with_head", "kadis", "sign_amendment"),
    ("amend_with_head", "seksi", "drop_amendment"), ("spt_with_head", "agendaris", "print_to_sign"),
    ("decline_on_paper", "seksi", "scan_signed"), ("spt_to_check", "kabid", "confirm_signed"),
    ("amend_to_check", "seksi", "confirm_signed"), ("spt_to_check", "kadis", "void_paper"),
    ("closed", "agendaris", "file_paper"),
]  # fmt: skip
ALL = MAIN + BESIDE
NAMES = [f"{act}@{stage}" for stage, _who, act in ALL]
assert [(who, act) for _stage, who, act in MAIN] == list(PATH)
assert {act for _stage, _who, act in ALL} == registry.known()


def wib(hour: int, minute: int = 0, *, day: int = 8) -> datetime:
    """A moment of June 2026 in the office; the 8th is a Monday."""
    return datetime(2026, 6, day, hour, minute, tzinfo=WIB)


def ask(cast: Cast, who: str, act: str, inputs: Any, request_id: UUID, **kwargs: Any) -> Receipt:
    """Go to the doorway with exactly these inputs."""
    case = None if act == "register" else cast.case
    return perform(
        act,
        office=cast.office,
        actor=cast.actor(who),
        inputs=inputs,
        request_id=request_id,
        facilitation=case,
        **kwargs,
    )


def bring(cast: Cast, stage: str) -> Cast:
    """Bring a new case to a stage, off the path and beside it too; "" is before there is one."""
    if stage:
        cast.reach(stage)
    return cast


@pytest.fixture
def cast(db) -> Iterator[Cast]:
    """Everybody in his post; the clock stands at Monday, 8 June 2026, 08.00 WIB."""
    with clock.scripted(MONDAY):
        yield assemble()
