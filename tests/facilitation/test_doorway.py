"""The doorway: an act wholly or not at all, once however often it is asked for, and only where the SOP has it."""

import json
from uuid import uuid4

import pytest

from simcap import clock
from simcap.errors import NotNow, NotYou, OtherContent
from simcap.facilitation.doorway import perform
from simcap.facilitation.models import Artefact, Outbox, PerformedRequest, Turn
from simcap.facilitation.registry import UnknownAct
from simcap.journal.models import Entry
from simcap.journal.verify import verify
from tests.cast import assemble
from tests.support.database import rows

from .conftest import ALL, ask, bring, wib


def test_an_act_is_repeated_even_when_the_case_has_moved_on(cast) -> None:
    bring(cast, "with_head")
    inputs, request_id = cast.usual("kadis", "dispose"), uuid4()
    first = ask(cast, "kadis", "dispose", inputs, request_id)
    cast.do("kabid", "forward")
    assert ask(cast, "kadis", "dispose", inputs, request_id).entry == first.entry


def test_a_retried_upload_of_the_same_bytes_is_the_same_request(cast) -> None:
    inputs, request_id = cast.usual("agendaris", "register"), uuid4()
    first = ask(cast, "agendaris", "register", inputs, request_id)
    again = ask(cast, "agendaris", "register", inputs | {"letter": cast.upload("agendaris")}, request_id)
    assert (again.repeated, again.entry) == (True, first.entry)


def test_another_person_may_happen_to_use_the_same_request_id(cast) -> None:
    bring(cast, "with_head")
    request_id = uuid4()
    ask(cast, "kadis", "dispose", cast.usual("kadis", "dispose"), request_id)
    assert ask(cast, "kabid", "forward", cast.usual("kabid", "forward"), request_id).repeated is False


def test_a_request_id_used_for_another_act_or_case_is_refused(cast) -> None:
    bring(cast, "with_head")
    request_id = uuid4()
    ask(cast, "kadis", "open", {}, request_id)
    with pytest.raises(OtherContent):
        ask(cast, "kadis", "dispose", cast.usual("kadis", "dispose"), request_id)
    bring(cast, "with_head")
    with pytest.raises(OtherContent):
        ask(cast, "kadis", "open", {}, request_id)


def test_every_act_leaves_one_entry_one_remembered_request_and_one_outbox_row(cast) -> None:
    cast.walk("closed")
    assert (Entry.objects.filter(chain=f"case:{cast.case.uid}").count(), PerformedRequest.objects.count()) == (15, 15)
    assert list(Outbox.objects.order_by("id").values_list("entry__act", flat=True)) == [act for _s, _w, act in ALL[:15]]
    assert verify().sound


def test_an_act_that_the_sop_does_not_have_open_is_not_now(cast) -> None:
    bring(cast, "with_head")
    with pytest.raises(NotNow) as refusal:
        ask(cast, "kabid", "forward", cast.usual("kabid", "forward"), uuid4())
    assert refusal.value.stage == "with_head"
    assert refusal.value.sentence == (
        "Tindakan ini belum terbuka. Berkas ini sekarang pada tahap “Menunggu disposisi Kepala Dinas”."
    )


def test_an_act_that_nobody_has_registered_is_unknown(cast) -> None:
    bring(cast, "with_head")
    with pytest.raises(UnknownAct):
        ask(cast, "kadis", "burn", {}, uuid4())


def test_whoever_comes_second_is_told_who_was_faster_and_when(cast) -> None:
    bring(cast, "spt_with_section")
    cast.do("seksi", "initial")
    with pytest.raises(NotNow) as refusal:
        cast.do("seksi", "initial")
    assert refusal.value.sentence == (
        "Tindakan terakhir: Paraf oleh Kepala Seksi Infrastruktur TIK (contoh) pada "
        "Senin, 8 Juni 2026 pukul 08.00 WIB. "
        "Berkas ini sekarang pada tahap “Konsep SPT menunggu paraf Kabid”."
    )


def test_without_its_required_input_an_act_is_not_now(cast) -> None:
    bring(cast, "with_head")
    Artefact.objects.filter(kind="letter").delete()
    with pytest.raises(NotNow) as refusal:
        cast.do("kadis", "dispose")
    assert refusal.value.sentence == "Belum ada: Surat permintaan fasilitasi."


def test_without_its_output_in_hand_a_step_does_not_close(cast) -> None:
    bring(cast, "report_with_head")
    Artefact.objects.filter(kind="spt").delete()
    before = rows()
    with pytest.raises(NotNow) as refusal:
        cast.do("kadis", "accept_report")
    assert refusal.value.sentence == "Langkah 2 belum mempunyai keluaran: SPT TIM yang bertugas."
    assert rows() == before


def test_an_officer_of_another_office_can_do_nothing_here(cast) -> None:
    other = assemble("kominfo-lain", prefix="lain-")
    bring(cast, "with_head")
    other.case = cast.case
    with pytest.raises(NotYou) as refusal:
        other.do("kadis", "dispose")
    assert refusal.value.sentence == "Berkas ini milik kantor lain."
    with pytest.raises(NotYou):
        perform(
            "register", office=cast.office, actor=other.actor("agendaris"), inputs=other.usual("agendaris", "register"),
            request_id=uuid4(),
        )  # fmt: skip


def test_an_act_out_of_hours_is_marked_in_its_entry(cast) -> None:

    bring(cast, "with_head")
    with clock.scripted(wib(12, 30)):
        entry = cast.do("kadis", "dispose").entry
    with clock.scripted(wib(13, 5)):
        later = cast.do("kabid", "forward").entry
    assert json.loads(entry.canonical)["outside_hours"] is True
    assert "outside_hours" not in json.loads(later.canonical)


def test_an_open_turn_is_there_unless_the_case_has_ended(cast) -> None:
    cast.walk("report_with_head")
    assert Turn.objects.filter(facilitation=cast.case, closed_at=None).count() == 1
    cast.do("kadis", "accept_report")
    assert Turn.objects.filter(facilitation=cast.case, closed_at=None).count() == 0
