"""Whatever people try, in whatever order and at whatever time: what must hold of a case holds after every attempt."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from simcap import clock
from simcap.documents.models import Document, NumberSeries
from simcap.errors import Refusal
from simcap.facilitation import registry
from simcap.facilitation.definitions import definition
from simcap.facilitation.models import Artefact, PerformedRequest, Turn
from simcap.journal.models import Entry
from simcap.journal.verify import verify
from simcap.people import acts as office_acts
from simcap.step3_fieldwork.models import FieldReport
from tests.cast import MONDAY, POSTS, Cast, assemble

from .conftest import MAIN

NEXT = {stage: (who, act) for stage, who, act in MAIN} | {"awaiting_requester": ("pemohon", "resubmit")}
PEOPLE = st.sampled_from([*POSTS, "pemohon"])
ACTS = st.sampled_from(sorted(registry.known() - {"register"}))
BACK = st.sampled_from([None, 0, 1, 30, 600])


class Walk(RuleBasedStateMachine):
    """One case among people who may be mistaken; each example is rolled back."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.now, self.plh = MONDAY, None
        self.block = transaction.atomic()
        self.block.__enter__()

    def teardown(self) -> None:
        """Forget the example."""
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize()
    def a_letter_comes_in(self) -> None:
        with clock.scripted(self.now):
            self.cast.do("agendaris", "register")
        self.case = self.cast.case

    def attempt(self, who: str, act: str, minutes_ago: int | None = None, **inputs: Any) -> bool:
        """Somebody tries; a refusal changes nothing."""
        count, stage = Entry.objects.count(), self.case.stage
        when = None if minutes_ago is None else self.now - timedelta(minutes=minutes_ago)
        try:
            with clock.scripted(self.now), transaction.atomic():
                self.cast.do(who, act, inputs, occurred_at=when)
        except Refusal:
            self.case.refresh_from_db()
            assert (Entry.objects.count(), self.case.stage) == (count, stage)
            return False
        self.case.refresh_from_db()
        assert Entry.objects.count() == count + 1
        return True

    @rule(minutes=st.integers(0, 4000))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(times=st.integers(1, 6))
    def whose_turn_it_is_goes_on(self, times: int) -> None:
        for _ in range(times):
            if self.case.stage in NEXT:
                who, act = NEXT[self.case.stage]
                head = "head" in definition(self.case.definition_id).stages[self.case.stage].performer
                self.attempt("kabid" if head and self.plh else who, act)

    @rule(who=PEOPLE, act=ACTS, minutes_ago=BACK)
    def somebody_tries_something(self, who: str, act: str, minutes_ago: int | None) -> None:
        if act != "record_facilitation" or FieldReport.objects.filter(facilitation=self.case).exists():
            self.attempt(who, act, minutes_ago)

    @precondition(lambda self: self.case.stage.endswith(("_with_division", "_with_head", "_with_section")))
    @rule(to=st.sampled_from(["", "returned"]))
    def the_holder_sends_it_back(self, to: str) -> None:
        for who in ("seksi", "kabid", "kadis"):
            if self.attempt(who, "send_back", to=to):
                return

    @precondition(lambda self: self.plh is None)
    @rule()
    def the_kabid_becomes_plh(self) -> None:
        self.plh = office_acts.appoint(
            self.cast.office, position=self.cast.position("head"), officer=self.cast.officer("kabid"), kind="plh",
            decree="ST 1/2026", from_at=self.now, by=office_acts.SYSTEM,
        )  # fmt: skip

    @precondition(lambda self: self.plh is not None)
    @rule()
    def the_head_is_back(self) -> None:
        office_acts.end_appointment(self.plh, ended_at=self.now, reason="kembali", by=office_acts.SYSTEM)
        self.plh = None

    @invariant()
    def one_turn_is_open_unless_the_case_has_ended(self) -> None:
        if hasattr(self, "case"):
            stages = list(Turn.objects.filter(facilitation=self.case, closed_at=None).values_list("stage", flat=True))
            assert stages == ([] if self.case.stage == "closed" else [self.case.stage])

    @invariant()
    def every_step_that_is_left_has_its_output_in_hand(self) -> None:
        if hasattr(self, "case"):
            revision = definition(self.case.definition_id)
            here = revision.stages[self.case.came_from or self.case.stage]
            have = set(Artefact.objects.filter(facilitation=self.case).values_list("kind", flat=True))
            closed = here.kind == "end"
            assert {one.output for one in revision.steps if one.no < here.step or closed} <= have

    @invariant()
    def whoever_drafted_has_not_signed(self) -> None:
        if hasattr(self, "case"):
            for draft, sign in (("record_request", "sign_spt"), ("record_facilitation", "accept_report")):
                turns = Turn.objects.filter(facilitation=self.case)
                signed = turns.filter(act=sign).first()
                drafted = turns.filter(act=draft).order_by("-id").first()
                assert not signed or not drafted or signed.closed_by_id != drafted.closed_by_id

    @invariant()
    def journal_requests_and_numbers_agree(self) -> None:
        if hasattr(self, "case"):
            verdict = verify(chain=f"case:{self.case.uid}")
            assert (verdict.breaks, verdict.entries) == ((), PerformedRequest.objects.count())
            for kind in ("assignment_letter", "activity_report"):
                last = NumberSeries.objects.filter(kind=kind).values_list("last", flat=True).first() or 0
                assert Document.objects.filter(kind=kind).count() == last


@pytest.mark.django_db
def test_nothing_that_people_try_breaks_what_must_hold() -> None:
    with clock.scripted(MONDAY):
        Walk.cast = assemble()
    run_state_machine_as_test(Walk, settings=settings(max_examples=20, stateful_step_count=20, deadline=None))
