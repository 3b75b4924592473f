"""Several people at once: one wins and the others are told; numbers stay consecutive; a repeated request is one act."""

from threading import Barrier
from uuid import UUID, uuid4

import pytest

from simcap import clock
from simcap.documents.models import Document, NumberSeries
from simcap.errors import NotNow
from simcap.facilitation import doorway
from simcap.facilitation.doorway import Receipt, perform
from simcap.facilitation.models import Facilitation, PerformedRequest
from simcap.journal.models import Entry
from simcap.journal.verify import verify
from simcap.people import acts as office_acts
from tests.cast import MONDAY, Cast, assemble
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast():
    """Everybody in his post, committed; the clock stands at Monday morning for all threads."""
    with clock.scripted(MONDAY):
        yield assemble()


def requests(cast: Cast, calls: list[tuple[str, str, dict, UUID]]) -> list[Receipt | Exception]:
    """Let these people go to the doorway with the same case at the same moment."""
    start = Barrier(len(calls))
    actors = {who: cast.actor(who) for who, *_rest in calls}

    def one(call: tuple[str, str, dict, UUID]) -> Receipt:
        who, act, inputs, request_id = call
        start.wait()
        return perform(
            act, office=cast.office, actor=actors[who], inputs=inputs, request_id=request_id,
            facilitation=None if act == "register" else cast.case,
        )  # fmt: skip

    return at_once(one, calls)


def test_forty_signings_at_once_give_forty_consecutive_numbers(cast) -> None:
    cases = [cast.walk("spt_with_head") for _ in range(40)]
    found = sign_at_once(cast, cases)
    assert [one for one in found if isinstance(one, Exception)] == []
    check_numbers(40)
    assert verify().sound


def sign_at_once(cast: Cast, cases: list[Facilitation]) -> list[Receipt | Exception]:
    """Let the head of the office sign all of them at the same moment."""
    start, actor = Barrier(len(cases)), cast.actor("kadis")

    def one(case: Facilitation) -> Receipt:
        start.wait()
        return perform("sign_spt", office=cast.office, actor=actor, inputs={}, request_id=uuid4(), facilitation=case)

    return at_once(one, cases)


def check_numbers(count: int) -> None:
    """Serials are 1 to count, and nothing is reserved beyond them."""
    letters = Document.objects.filter(kind="assignment_letter").order_by("serial")
    assert [one.serial for one in letters] == list(range(1, count + 1))
    assert [one.number for one in letters] == [f"800.1.11.1/{n:03d}/DISKOMINFO/VI/2026" for n in range(1, count + 1)]
    assert NumberSeries.objects.get(kind="assignment_letter").last == count


def test_a_signing_that_fails_among_others_leaves_no_hole(cast, monkeypatch) -> None:
    cases = [cast.walk("spt_with_head") for _ in range(12)]
    unlucky, append = {f"case:{case.uid}" for case in cases[::3]}, doorway.append

    def sometimes(chain: str, **kwargs) -> Entry:
        if chain in unlucky:
            raise RuntimeError("the journal cannot be written")
        return append(chain, **kwargs)

    monkeypatch.setattr(doorway, "append", sometimes)
    found = sign_at_once(cast, cases)
    assert sum(isinstance(one, RuntimeError) for one in found) == 4
    check_numbers(8)
    assert {case.stage for case in Facilitation.objects.filter(pk__in=[c.pk for c in cases[::3]])} == {"spt_with_head"}
    monkeypatch.undo()
    sign_at_once(cast, cases[::3])
    check_numbers(12)


def test_two_people_at_once_one_wins_and_the_other_is_told_who_and_when(cast) -> None:
    cast.walk("assigned")
    inputs = cast.usual("teknisi1", "prepare")
    found = requests(cast, [(who, "prepare", inputs, uuid4()) for who in ("teknisi1", "teknisi2")])
    (won,) = [one for one in found if isinstance(one, Receipt)]
    (lost,) = [one for one in found if not isinstance(one, Receipt)]
    name = {"teknisi1": "Teknisi 1 (contoh)", "teknisi2": "Teknisi 2 (contoh)"}[
        "teknisi1" if '"account":"teknisi1"' in won.entry.canonical else "teknisi2"
    ]
    assert isinstance(lost, NotNow)
    assert (lost.stage, lost.sentence) == (
        "prepared",
        f"Tindakan terakhir: Nyatakan siap oleh {name} pada Senin, 8 Juni 2026 pukul 08.00 WIB. "
        "Berkas ini sekarang pada tahap “Peralatan siap, menunggu dimulai”.",
    )
    assert Entry.objects.filter(act="prepare").count() == 1


def test_two_holders_of_one_position_at_once_do_not_both_initial(cast) -> None:
    office_acts.appoint(
        cast.office, position=cast.position("section_head"), officer=cast.officer("sekretaris"), kind="definitive",
        decree="SK 8/2026", from_at=MONDAY, by=office_acts.SYSTEM,
    )  # fmt: skip
    cast.walk("spt_with_section")
    found = requests(cast, [(who, "initial", {}, uuid4()) for who in ("seksi", "sekretaris")])
    assert sorted(type(one).__name__ for one in found) == ["NotNow", "Receipt"]
    assert cast.case.initials.count() == 1


def test_opening_and_acting_at_once_come_one_after_the_other(cast) -> None:
    cast.walk("assigned")
    prepare = cast.usual("teknisi2", "prepare")
    found = requests(cast, [("teknisi1", "open", {}, uuid4()), ("teknisi2", "prepare", prepare, uuid4())])
    assert isinstance(found[1], Receipt)
    turn = cast.case.turns.get(stage="assigned")
    opened_first = isinstance(found[0], Receipt)
    assert turn.opened_by == cast.officer("teknisi1" if opened_first else "teknisi2")
    assert verify().sound


REPEATED: list[tuple[str, str, str]] = [
    ("with_head", "kadis", "dispose"), ("spt_with_head", "kadis", "sign_spt"), ("running", "teknisi1", "log"),
    ("", "agendaris", "register"), ("", "pemohon", "register"),
]  # fmt: skip


@pytest.mark.parametrize(("stage", "who", "act"), REPEATED, ids=[f"{one[1]} {one[2]}" for one in REPEATED])
def test_the_same_request_from_several_threads_is_one_act_with_one_answer(cast, stage, who, act) -> None:
    if stage:
        cast.walk(stage)
    request_id, inputs = uuid4(), cast.usual(who, act)
    before = Entry.objects.count()
    found = requests(cast, [(who, act, inputs, request_id)] * 4)
    assert [one for one in found if isinstance(one, Exception)] == []
    assert len({(one.entry.pk, one.facilitation.pk) for one in found}) == 1
    assert sorted(one.repeated for one in found) == [False, True, True, True]
    assert (Entry.objects.count(), PerformedRequest.objects.filter(request_id=request_id).count()) == (before + 1, 1)
    if act == "register":
        assert (Facilitation.objects.count(), NumberSeries.objects.get(kind="agenda").last) == (1, 1)


def test_letters_registered_at_once_get_consecutive_agenda_numbers(cast) -> None:
    calls = [("agendaris", "register", cast.usual("agendaris", "register"), uuid4()) for _ in range(8)]
    found = requests(cast, calls)
    assert sorted(one.facilitation.agenda_number for one in found) == [f"{n:04d}/2026" for n in range(1, 9)]
