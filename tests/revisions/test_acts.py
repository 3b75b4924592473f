"""A revision is written, proposed, decided by another, and takes effect on its day; running cases keep theirs."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest

from simcap import clock
from simcap.errors import BadInputs, NotNow, NotYou
from simcap.facilitation.definitions import all_definitions, definition, in_force
from simcap.journal.models import Entry
from simcap.journal.sentences import sentence
from simcap.journal.verify import verify
from simcap.people.acts import SYSTEM, appoint
from simcap.people.models import Office
from simcap.revisions import acts
from simcap.revisions.models import Revision
from tests.cast import MONDAY, WIB, Cast

from .conftest import SIGNED_ID, SLOWER, begun, proposed, revised

TODAY = MONDAY.date()


def office(cast: Cast) -> Office:
    return Office.objects.get(pk=cast.office.pk)


def approved(cast: Cast, name: str = "revisi-2", *, on: date = TODAY) -> Revision:
    found = proposed(cast, revised(name, SLOWER))
    return acts.approve(found, effective_on=on, decision="", powers=cast.powers("kadis"))


def register(cast: Cast) -> str:
    cast.office = office(cast)
    return cast.do("agendaris", "register").facilitation.definition_id


def test_a_draft_may_be_what_cannot_be_but_is_not_proposed_so(cast: Cast) -> None:
    draft = begun(cast, "id = 5")
    with pytest.raises(BadInputs) as refused:
        acts.propose(draft, edition=1, powers=cast.powers("seksi"))
    assert list(refused.value.fields) == ["text"]
    assert Revision.objects.get().status == "draft"


def test_a_new_case_takes_the_approved_revision_and_a_running_one_keeps_its_own(cast: Cast) -> None:
    before = register(cast)
    running = cast.case
    approved(cast)
    assert (before, register(cast)) == (SIGNED_ID, "revisi-2")
    assert running
    running.refresh_from_db()
    cast.case = running
    cast.do("kadis", "dispose")
    assert cast.case.definition_id == SIGNED_ID
    assert definition("revisi-2").steps[0].standard_minutes == 10


def test_it_takes_effect_at_the_first_moment_of_its_day_in_the_office(cast: Cast) -> None:
    day = TODAY + timedelta(days=2)
    approved(cast, on=day)
    midnight = datetime(day.year, day.month, day.day, tzinfo=WIB)
    found = office(cast)
    assert in_force(found, midnight - timedelta(microseconds=1)).id == SIGNED_ID
    assert in_force(found, midnight).id == "revisi-2"
    with clock.scripted(midnight - timedelta(seconds=1)):
        assert register(cast) == SIGNED_ID
    with clock.scripted(midnight):
        assert register(cast) == "revisi-2"


@pytest.mark.parametrize("who", ["agendaris", "koordinator", "auditor", "kadis"])
def test_who_has_no_part_in_writing_begins_nothing(cast: Cast, who: str) -> None:
    with pytest.raises(NotYou):
        begun(cast, revised("revisi-2"), who)
    assert Revision.objects.count() == 0


def test_the_administrator_writes_but_does_not_propose(cast: Cast) -> None:
    draft = begun(cast, revised("revisi-2"), "admin")
    with pytest.raises(NotYou):
        acts.propose(draft, edition=1, powers=cast.powers("admin"))


@pytest.mark.parametrize("who", ["seksi", "kabid", "sekretaris", "admin"])
def test_only_the_head_decides(cast: Cast, who: str) -> None:
    found = proposed(cast, revised("revisi-2", SLOWER))
    with pytest.raises(NotYou):
        acts.approve(found, effective_on=TODAY, decision="", powers=cast.powers(who))
    assert in_force(office(cast)).id == SIGNED_ID


def test_who_wrote_it_does_not_approve_it_as_plh_either(cast: Cast) -> None:
    found = proposed(cast, revised("revisi-2", SLOWER))
    with clock.scripted(MONDAY + timedelta(hours=1)):
        appoint(
            cast.office, position=cast.position("head"), officer=cast.officer("seksi"), kind="plh", by=SYSTEM,
            decree="SK Plh (contoh)", from_at=MONDAY, until_at=MONDAY + timedelta(days=2),
        )  # fmt: skip
        with pytest.raises(NotYou):
            acts.approve(found, effective_on=TODAY, decision="", powers=cast.powers("seksi"))


def test_a_proposed_text_is_not_changed_any_more(cast: Cast) -> None:
    found = proposed(cast, revised("revisi-2", SLOWER))
    with pytest.raises(NotNow):
        acts.write(found, text=revised("revisi-3"), edition=found.edition, powers=cast.powers("seksi"))


def test_of_two_windows_the_second_is_told_and_overwrites_nothing(cast: Cast) -> None:
    draft = begun(cast, revised("revisi-2"))
    acts.write(draft, text=revised("revisi-2", SLOWER), edition=1, powers=cast.powers("kabid"))
    with pytest.raises(NotNow):
        acts.write(draft, text="lain", edition=1, powers=cast.powers("seksi"))
    assert Revision.objects.get().text == revised("revisi-2", SLOWER)


def test_an_id_that_is_known_is_refused(cast: Cast) -> None:
    draft = begun(cast, revised(SIGNED_ID, SLOWER))
    with pytest.raises(BadInputs):
        acts.propose(draft, edition=1, powers=cast.powers("seksi"))


def test_a_day_that_has_been_is_refused(cast: Cast) -> None:
    found = proposed(cast, revised("revisi-2", SLOWER))
    with pytest.raises(BadInputs) as refused:
        acts.approve(found, effective_on=TODAY - timedelta(days=1), decision="", powers=cast.powers("kadis"))
    assert list(refused.value.fields) == ["effective_on"]


def test_what_is_to_come_is_withdrawn_and_what_is_in_force_is_not(cast: Cast) -> None:
    coming = approved(cast, on=TODAY + timedelta(days=7))
    acts.withdraw(coming, why="Keliru", powers=cast.powers("kadis"))
    with clock.scripted(MONDAY + timedelta(days=8)):
        assert in_force(office(cast)).id == SIGNED_ID
    now = approved(cast, "revisi-3")
    with pytest.raises(NotNow):
        acts.withdraw(now, why="Keliru", powers=cast.powers("kadis"))


def test_a_later_one_takes_over_from_what_is_in_force_and_from_what_was_to_come(cast: Cast) -> None:
    approved(cast, "revisi-2")
    coming = approved(cast, "revisi-3", on=TODAY + timedelta(days=7))
    approved(cast, "revisi-4", on=TODAY + timedelta(days=3))
    coming.refresh_from_db()
    found = office(cast)
    days = [in_force(found, MONDAY + timedelta(days=days)).id for days in (0, 2, 3, 8)]
    assert (days, coming.status) == (["revisi-2", "revisi-2", "revisi-4", "revisi-4"], "withdrawn")


def test_a_rejection_needs_its_reason(cast: Cast) -> None:
    found = proposed(cast, revised("revisi-2", SLOWER))
    with pytest.raises(BadInputs):
        acts.reject(found, decision=" ", powers=cast.powers("kadis"))
    assert acts.reject(found, decision="Belum perlu", powers=cast.powers("kadis")).status == "rejected"


def test_another_process_learns_of_it_from_the_case(cast: Cast) -> None:
    approved(cast)
    all_definitions.cache_clear()  # a process that has read its files only
    register(cast)
    assert cast.do("kadis", "dispose").facilitation.stage == "with_division"


def test_the_office_s_journal_tells_each_act_and_holds(cast: Cast) -> None:
    approved(cast)
    entries = Entry.objects.filter(act__endswith="_revision").order_by("id")
    assert [one.act for one in entries] == ["begin_revision", "propose_revision", "approve_revision"]
    assert sentence(json.loads(entries[2].canonical)) == (
        "Kepala Dinas (contoh) (Kepala Dinas Komunikasi dan Informatika) mengesahkan revisi SOP revisi-2, "
        "berlaku mulai 8 Juni 2026."
    )
    assert verify().sound
