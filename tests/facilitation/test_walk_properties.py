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
from simcap.facilitation.measure_models import ClosedMeasurement
from simcap.facilitation.measures import measure
from simcap.facilitation.models import Artefact, PerformedRequest, Turn
from simcap.facilitation.recounting import recount
from simcap.journal.models import Entry
from simcap.journal.verify import verify
from simcap.people import acts as office_acts
from simcap.procedure import flow
from simcap.step3_fieldwork.models import FieldReport
from tests.cast import MONDAY, POSTS, Cast, assemble

from .conftest import MAIN

#: Who goes on at a stage, and by which act. A letter of refusal and a change of the SPT are gone through too.
NEXT = {stage: (who, act) for stage, who, act in MAIN} | {
    "awaiting_requester": ("pemohon", "resubmit"), "decline_draft": ("seksi", "draft_decline"),
    "decline_with_section": ("seksi", "initial_decline"), "decline_with_division": ("kabid", "initial_decline"),
    "decline_with_head": ("kadis", "sign_decline"), "amend_draft": ("seksi", "amend_spt"),
    "amend_with_section": ("seksi", "initial_amendment"), "amend_with_division": ("kabid", "initial_amendment"),
    "amend_with_head": ("kadis", "sign_amendment"),
    **{f"{chain}_on_paper": ("agendaris", "scan_signed") for chain in ("spt", "decline", "amend", "report")},
    **{f"{chain}_to_check": ("kabid", "confirm_signed") for chain in ("spt", "decline", "amend", "report")},
}  # fmt: skip
#: Exceptions, each with somebody who may ask for it. Cancelling ends a walk, so it is one of many.
ASKED = [
    ("kadis", "decline"), ("kadis", "reconsider"), ("kadis", "withdraw"), ("kabid", "withdraw"), ("seksi", "withdraw"),
    ("kadis", "supersede"), ("kabid", "supersede"), ("seksi", "supersede"), ("pemohon", "postpone"),
    ("seksi", "postpone"), ("koordinator", "amend"), ("kabid", "amend"), ("kadis", "revoke_spt"),
    ("seksi", "drop_amendment"), ("agendaris", "print_to_sign"), ("agendaris", "void_paper"),
    ("pemohon", "add_attachment"), ("pemohon", "cancel"),
]  # fmt: skip
PEOPLE = st.sampled_from([*POSTS, "pemohon"])
ACTS = st.sampled_from(sorted(registry.known() - {"register"}))
BEGUN = ["with_head", "with_section", "spt_with_head", "assigned", "prepared", "report_with_head"]
PAPER = [f"{chain}_{at}" for chain in ("spt", "decline", "amend", "report") for at in ("on_paper", "to_check")]
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

    @initialize(stage=st.sampled_from(BEGUN))
    def a_case_has_come_some_way(self, stage: str) -> None:
        with clock.scripted(self.now):
            self.case = self.cast.walk(stage)

    def attempt(self, who: str, act: str, minutes_ago: int | None = None, **inputs: Any) -> bool:
        """Somebody tries; a refusal changes nothing."""
        count, stood = Entry.objects.count(), (self.case.stage, self.case.beside)
        when = None if minutes_ago is None else self.now - timedelta(minutes=minutes_ago)
        try:
            with clock.scripted(self.now), transaction.atomic():
                self.cast.do(who, act, inputs, occurred_at=when)
        except Refusal:
            self.case.refresh_from_db()
            assert (Entry.objects.count(), (self.case.stage, self.case.beside)) == (count, stood)
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
            self.goes_on(self.case.stage)

    @precondition(lambda self: not self.is_ended)
    @rule(pick=st.integers(0, 60), times=st.integers(0, 3))
    def an_exception_is_asked_for_and_followed_up(self, pick: int, times: int) -> None:
        revision = definition(self.case.definition_id)
        stages = [self.case.stage, self.case.beside]
        open_now = [one for one in ASKED if any(flow.main_rows(revision, one[1], stage) for stage in stages if stage)]
        self.attempt(*open_now[pick % len(open_now)])
        for _ in range(times):
            self.goes_on(self.case.beside or self.case.stage)

    def goes_on(self, stage: str) -> None:
        """Whoever a stage is with does what comes next there; a Plh. for the head."""
        if stage in NEXT:
            who, act = NEXT[stage]
            head = definition(self.case.definition_id).stages[stage].performer == "head"
            self.attempt("kabid" if head and self.plh else who, act)

    @rule(who=PEOPLE, act=ACTS, minutes_ago=BACK)
    def somebody_tries_something(self, who: str, act: str, minutes_ago: int | None) -> None:
        if act != "record_facilitation" or FieldReport.objects.filter(facilitation=self.case).exists():
            self.attempt(who, act, minutes_ago)

    @precondition(lambda self: "_with_" in self.case.stage + self.case.beside)
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
    def one_turn_is_open_per_thread_and_none_at_an_end(self) -> None:
        if hasattr(self, "case"):
            turns = Turn.objects.filter(facilitation=self.case, closed_at=None).order_by("beside")
            own = [] if self.is_ended else [(False, self.case.stage)]
            beside = [(True, self.case.beside)] if self.case.beside else []
            assert list(turns.values_list("beside", "stage")) == own + beside

    @property
    def is_ended(self) -> bool:
        return flow.is_end(definition(self.case.definition_id), self.case.stage)

    @invariant()
    def an_ended_case_has_nothing_open(self) -> None:
        if hasattr(self, "case") and self.is_ended:
            assert (self.case.beside, self.case.closed_at is not None) == ("", True)
            assert not self.case.completions.filter(answered_at=None).exists()
            assert not self.case.spts.filter(status="draft").exists()
            assert not Document.objects.filter(case_uid=self.case.uid, status="reserved").exists()
            if self.case.stage != "closed":
                assert not self.case.spts.filter(status="in_force").exists()
                assert not self.case.assignments.filter(until_at=None).exists()

    @invariant()
    def it_is_known_where_a_case_off_the_path_came_from(self) -> None:
        if hasattr(self, "case"):
            revision = definition(self.case.definition_id)
            assert bool(self.case.came_from) == flow.is_off_path(revision, self.case.stage)
            if self.case.came_from:
                assert not flow.is_off_path(revision, self.case.came_from)
            if self.case.beside:
                assert flow.is_beside(revision, self.case.beside)
                assert flow.allows_beside(revision, self.case.stage)

    @invariant()
    def at_most_one_spt_is_in_force_and_its_document_says_the_same(self) -> None:
        if hasattr(self, "case"):
            spts = list(self.case.spts.exclude(document=None).select_related("document"))
            assert [one.document.status for one in spts] == [one.status for one in spts]
            assert sum(one.status == "in_force" for one in spts) <= 1
            assert sum(one.status == "draft" for one in self.case.spts.all()) <= 1
            issued = Document.objects.filter(case_uid=self.case.uid)
            for kind in set(issued.values_list("kind", flat=True)):
                assert issued.filter(kind=kind, status="in_force").count() <= 1
            assert not issued.filter(status="replaced", replaced_by=None).exists()
            assert issued.filter(status="reserved").count() <= 1
            waiting = {self.case.stage, self.case.beside} & set(PAPER)
            assert issued.filter(status="reserved").exists() == bool(waiting)

    @invariant()
    def a_refusal_stands_only_while_it_is_on_its_way_or_signed(self) -> None:
        if hasattr(self, "case"):
            standing = self.case.declines.filter(reconsidered_at=None).exists()
            if self.case.stage != "cancelled":  # the requester may have been faster than the letter
                assert standing == self.case.stage.startswith("decline")

    @invariant()
    def every_step_that_is_left_has_its_output_in_hand(self) -> None:
        if hasattr(self, "case"):
            revision = definition(self.case.definition_id)
            here = revision.stages[self.case.came_from or self.case.stage]
            have = set(Artefact.objects.filter(facilitation=self.case).values_list("kind", flat=True))
            closed = self.case.stage == "closed"
            assert {one.output for one in revision.steps if one.no < here.step or closed} <= have

    @invariant()
    def measurements_and_counts_are_what_the_turns_say(self) -> None:
        if hasattr(self, "case"):
            assert recount(mends=False).is_right
            measured = {one.step.no for one in measure(self.case, at=self.now) if one.done}
            assert set(ClosedMeasurement.objects.values_list("step", flat=True)) == measured

    @invariant()
    def whoever_drafted_has_not_signed(self) -> None:
        if hasattr(self, "case"):
            turns = list(Turn.objects.filter(facilitation=self.case).exclude(act="").order_by("closed_at", "id"))
            for chain in definition(self.case.definition_id).paraf.values():
                drafted_by = None
                for turn in turns:
                    if turn.act == chain.draft:
                        drafted_by = turn.closed_by_id
                    assert turn.act != chain.sign or turn.closed_by_id != drafted_by

    @invariant()
    def journal_requests_and_numbers_agree(self) -> None:
        if hasattr(self, "case"):
            verdict = verify(chain=f"case:{self.case.uid}")
            assert (verdict.breaks, verdict.entries) == ((), PerformedRequest.objects.count())
            for kind in ("assignment_letter", "activity_report", "decline_letter"):
                last = NumberSeries.objects.filter(kind=kind).values_list("last", flat=True).first() or 0
                assert Document.objects.filter(kind=kind).exclude(number="").count() == last


@pytest.mark.django_db
def test_nothing_that_people_try_breaks_what_must_hold() -> None:
    with clock.scripted(MONDAY):
        Walk.cast = assemble()
    run_state_machine_as_test(Walk, settings=settings(max_examples=25, stateful_step_count=30, deadline=None))
