"""The dossier and the lists off the SOP's path: declined, cancelled, superseded, postponed, with a changed SPT."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from simcap import clock
from simcap.desk.dossier import Dossier
from simcap.desk.queries import this_week, waiting_for, with_others
from simcap.people.acts import SYSTEM, appoint
from tests.cast import MONDAY, Cast

from .conftest import As
from .test_exceptions import STATES, bring

pytestmark = pytest.mark.django_db

#: State → whose card waits with which main act: everybody else's desk is empty.
WAITING = {
    "decline_draft": {"seksi": "draft_decline"},
    "decline_with_division": {"kabid": "initial_decline"},
    "decline_with_head": {"kadis": "sign_decline"},
    "declined": {},
    "cancelled": {},
    "postponed": {"seksi": "amend_spt", "teknisi1": "prepare", "teknisi2": "prepare"},
    "amend_with_division": {"kabid": "initial_amendment", "teknisi1": "prepare", "teknisi2": "prepare"},
    "amend_with_head": {"kadis": "sign_amendment", "teknisi1": "prepare", "teknisi2": "prepare"},
}
PEOPLE = ("agendaris", "sekretaris", "kadis", "kabid", "seksi", "koordinator", "teknisi1", "teknisi2", "auditor")


def page_of(as_: As, cast: Cast, username: str) -> Dossier:
    assert cast.case
    answer = as_(username).get(f"/cases/{cast.case.uid}/")
    assert answer.status_code == 200
    return answer.context["page"]


def text_of(as_: As, cast: Cast, username: str, language: str = "id") -> str:
    assert cast.case
    return as_(username).get(f"/cases/{cast.case.uid}/", headers={"accept-language": language}).content.decode()


# ── My desk ──


@pytest.mark.parametrize("state", WAITING)
def test_a_card_is_on_the_desk_of_whoever_the_matter_waits_for(cast: Cast, state: str) -> None:
    bring(cast, state)
    found = {}
    for username in PEOPLE:
        cards = waiting_for(cast.powers(username)).cards
        found.update((username, card.main.act) for card in cards if card.main)
    assert found == WAITING[state]


def test_a_document_on_paper_waits_for_whoever_scans_it_then_for_another_who_checks_it(cast: Cast) -> None:
    cast.walk("spt_with_head")
    cast.do("agendaris", "print_to_sign", {"signer": cast.officer("kadis").appointments.get().pk, "numbered": "now"})
    assert on_desk(cast, "agendaris") == [("scan_signed", "Unggah hasil pindai")]
    scan = {"scan": cast.upload("agendaris", name="pindai.png"), "signed_on": "2026-06-08", "stamped": True}
    cast.do("agendaris", "scan_signed", scan)
    assert on_desk(cast, "seksi") == [("confirm_signed", "Periksa hasil pindai")]
    assert on_desk(cast, "agendaris") == []


def on_desk(cast: Cast, who: str) -> list[tuple[str, str]]:
    """The main act of each card that waits for somebody, and what the card says comes next."""
    return [(card.main.act, card.face.next_act) for card in waiting_for(cast.powers(who)).cards if card.main]


def test_the_card_of_a_change_keeps_the_case_s_face_and_says_what_runs_beside(cast: Cast, as_: As) -> None:
    bring(cast, "amend_with_division")
    (card,) = waiting_for(cast.powers("kabid")).cards
    assert (card.face.stage_label, card.face.with_whom) == (
        "Tim ditugaskan, menunggu persiapan", "TIM Teknis: Teknisi 1 (contoh), Teknisi 2 (contoh)",
    )  # fmt: skip
    assert (card.face.beside, card.face.beside_since) == ("Perubahan SPT menunggu paraf Kabid", "8 Jun 2026 08.00")
    assert (card.pace.standard, card.may_open) == ("tanpa standar SOP", True)
    page = as_("kabid").get("/desk/").content.decode()
    assert 'name="then" value="initial_amendment"' in page


def test_opening_the_change_opens_that_and_not_the_case(cast: Cast, as_: As) -> None:
    case = bring(cast, "amend_with_division")
    answer = as_("kabid").post(f"/cases/{case.uid}/acts/open/", {"then": "initial_amendment"})
    assert answer["Location"] == f"/cases/{case.uid}/acts/initial_amendment/"
    opened = case.turns.filter(closed_at=None).exclude(opened_at=None)
    assert [turn.stage for turn in opened] == ["amend_with_division"]


def test_two_matters_of_one_case_are_one_card(cast: Cast) -> None:
    bring(cast, "amend_draft")
    appoint(
        cast.office, position=cast.position("section_head"), officer=cast.officer("teknisi1"), kind="plh",
        decree="SPRIN 9", from_at=MONDAY - timedelta(hours=1), until_at=MONDAY + timedelta(days=1), by=SYSTEM,
    )  # fmt: skip
    (card,) = waiting_for(cast.powers("teknisi1")).cards
    assert (card.main.act, [one.act for one in card.side]) == ("prepare", ["amend_spt"])


def test_whoever_signs_for_another_goes_to_the_act_without_opening(cast: Cast, as_: As) -> None:
    appoint(
        cast.office, position=cast.position("head"), officer=cast.officer("sekretaris"), kind="an",
        via=cast.position("secretary"), decree="SK 99/2026 (contoh)", from_at=MONDAY - timedelta(days=1), by=SYSTEM,
    )  # fmt: skip
    case = bring(cast, "amend_with_head")
    (card,) = waiting_for(cast.powers("sekretaris")).cards
    assert (card.main.act, card.may_open) == ("sign_amendment", False)
    assert f'href="/cases/{case.uid}/acts/sign_amendment/"' in as_("sekretaris").get("/desk/").content.decode()


def test_lines_of_others_offer_no_exception(cast: Cast, as_: As) -> None:
    bring(cast, "with_division")
    powers = cast.powers("kadis")
    (card,) = with_others(powers, without=waiting_for(powers)).cards
    assert "withdraw" in [one.act for one in card.actions]
    assert "/acts/" not in as_("kadis").get("/desk/").content.decode()


def test_what_was_called_off_is_on_no_calendar(cast: Cast) -> None:
    with clock.scripted(MONDAY - timedelta(days=7)):
        bring(cast, "cancelled")
    assert cast.case.starts_at.date().isoformat() == "2026-06-11"
    assert this_week(cast.powers("kadis"), cast.office) == []
    with clock.scripted(MONDAY - timedelta(days=7)):
        cast.walk("assigned")
    assert [face.case for face in this_week(cast.powers("kadis"), cast.office)] == [cast.case]


def test_the_desk_costs_the_same_for_one_change_and_for_three(cast: Cast, as_: As) -> None:
    client, counts = as_("seksi"), []
    for _ in range(3):
        bring(cast, "postponed")
        bring(cast, "decline_draft")
        client.get("/desk/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/desk/")
        counts.append(len(captured))
    assert len(set(counts)) == 1


# ── The list ──


@pytest.mark.parametrize(
    ("at", "expected"),
    [("declined", ["declined"]), ("cancelled", ["cancelled"]), ("decline_draft", ["decline_draft"]),
     ("beside", ["postponed"]), ("open", ["postponed", "decline_draft"])],
)  # fmt: skip
def test_the_list_is_narrowed_to_refusals_cancellations_and_changes(
    cast: Cast, as_: As, at: str, expected: list[str]
) -> None:
    events = {}
    for state in ("declined", "cancelled", "decline_draft", "postponed"):
        events[bring(cast, state).pk] = state
    cards = as_("auditor").get(f"/cases/?at={at}").context["page"].cards
    assert [events[card.face.case.pk] for card in cards] == expected


@pytest.mark.parametrize(
    ("state", "icon", "label"), [("declined", "slash-circle", "Ditolak"), ("cancelled", "slash-circle", "Dibatalkan")]
)
def test_what_ended_before_its_time_does_not_look_finished(
    cast: Cast, as_: As, state: str, icon: str, label: str
) -> None:
    bring(cast, state)
    (card,) = as_("auditor").get("/cases/").context["page"].cards
    assert (card.face.icon, card.face.stage_label, card.face.next_act, card.pace) == (icon, label, "", None)


# ── The dossier ──


@pytest.mark.parametrize("state", STATES)
def test_the_dossier_is_there_for_everybody_who_sees_it_in_both_languages(cast: Cast, as_: As, state: str) -> None:
    bring(cast, state)
    for language in ("id", "en"):
        assert f'<html lang="{language}">' in text_of(as_, cast, "kadis", language)


#: State → states of the five steps, and the word on the one where it stands or stopped.
STEPS = {
    "decline_draft": (["suspended", "ahead", "ahead", "ahead", "ahead"], "waktu dihentikan"),
    "declined": (["stopped", "dropped", "dropped", "dropped", "dropped"], "berhenti di sini"),
    "cancelled": (["done", "done", "stopped", "dropped", "dropped"], "berhenti di sini"),
    "amend_with_division": (["done", "done", "current", "ahead", "ahead"], "berjalan"),
}


@pytest.mark.parametrize("state", STEPS)
def test_the_steps_show_where_a_case_left_the_path(cast: Cast, as_: As, state: str) -> None:
    bring(cast, state)
    states, word = STEPS[state]
    page = page_of(as_, cast, "kadis")
    assert [step.state for step in page.steps] == states
    assert [step.verdict.word for step in page.steps if step.state in ("suspended", "stopped", "current")] == [word]
    assert page.face.step_no == next(no for no, one in enumerate(states, 1) if one not in ("done", "ahead", "dropped"))


def test_what_was_done_off_the_path_stands_under_the_step_that_it_left_without_its_standard(
    cast: Cast, as_: As
) -> None:
    cast.walk("with_division")
    with clock.scripted(MONDAY + timedelta(minutes=5)):
        cast.do("kadis", "decline")
    with clock.scripted(MONDAY + timedelta(hours=2)):
        cast.do("seksi", "draft_decline")
        first = page_of(as_, cast, "kadis").steps[0]
    assert [(stay.what, stay.is_extra) for stay in first.stays] == [
        ("Disposisikan", False), ("Tolak permintaan", False), ("Susun surat penolakan", True),
        ("Surat penolakan menunggu paraf Kabid", True),
    ]  # fmt: skip
    assert (first.waiting, first.handling) == (timedelta(minutes=5), timedelta(0))


def test_a_change_beside_stands_under_the_step_that_it_ran_beside(cast: Cast, as_: As) -> None:
    bring(cast, "amend_with_division")
    third = page_of(as_, cast, "kadis").steps[2]
    assert [(stay.what, stay.is_extra) for stay in third.stays] == [
        ("Tim ditugaskan, menunggu persiapan", False), ("Susun perubahan SPT", True),
        ("Perubahan SPT menunggu paraf Kabid", True),
    ]  # fmt: skip


def menu(page: Dossier) -> dict[str, list[str]]:
    return {group.label: [one.act for one in group.actions] for group in page.doing.menu}


@pytest.mark.parametrize(
    ("state", "username", "main", "expected"),
    [
        ("with_division", "kabid", "forward", {"Mengembalikan": ["return_incomplete", "send_back"]}),
        ("with_division", "kadis", None, {"Mengubah": ["postpone", "supersede"],
                                          "Menghentikan": ["withdraw", "decline", "cancel"]}),
        ("spt_with_division", "kadis", None, {"Mengubah": ["postpone", "supersede"],
                                              "Menghentikan": ["decline", "cancel"]}),
        ("decline_draft", "kadis", None, {"Mengembalikan": ["reconsider"], "Menghentikan": ["cancel"]}),
        ("decline_draft", "seksi", "draft_decline", {"Menghentikan": ["cancel"]}),
        ("assigned", "koordinator", None, {"Mengubah": ["amend"]}),
        ("assigned", "kadis", None, {"Mengubah": ["postpone", "amend"], "Menghentikan": ["revoke_spt", "cancel"]}),
        ("amend_draft", "koordinator", "amend_spt", {}),
        ("amend_with_division", "kabid", "initial_amendment", {"Mengembalikan": ["send_back"]}),
        ("declined", "kadis", None, {}),
    ],
)  # fmt: skip
def test_the_menu_groups_acts_by_what_they_do_and_leaves_out_what_is_refused(
    cast: Cast, as_: As, state: str, username: str, main: str | None, expected: dict[str, list[str]]
) -> None:
    bring(cast, state)
    page = page_of(as_, cast, username)
    assert (page.doing.main.act if page.doing.main else None, menu(page)) == (main, expected)


def test_an_opened_disposition_is_not_offered_for_withdrawing(cast: Cast, as_: As) -> None:
    bring(cast, "with_division")
    cast.do("kabid", "open")
    assert "withdraw" not in [one.act for one in page_of(as_, cast, "kadis").doing.others]


def test_the_front_desk_is_not_offered_to_cancel_for_who_came_by_the_web(cast: Cast, as_: As) -> None:
    case = bring(cast, "with_division")
    assert [one.act for one in page_of(as_, cast, "agendaris").doing.others] == ["add_attachment", "postpone", "cancel"]
    type(case).objects.filter(pk=case.pk).update(channel="online")
    assert not {"cancel", "postpone"} & {one.act for one in page_of(as_, cast, "agendaris").doing.others}


def test_whoever_may_go_on_where_his_own_act_is_refused_is_offered_that(cast: Cast, as_: As) -> None:
    cast.walk("prepared")
    cast.do("kadis", "postpone")
    doing = page_of(as_, cast, "koordinator").doing
    assert (doing.main.act, doing.refused) == ("amend_spt", "")


def test_whose_turn_it_is_is_told_of_the_case_and_of_what_runs_beside(cast: Cast, as_: As) -> None:
    bring(cast, "amend_with_division")
    doing = page_of(as_, cast, "auditor").doing
    assert (doing.turn_of, doing.beside_turn_of) == (
        "TIM Teknis – Teknisi 1 (contoh), Teknisi 2 (contoh)", "Kabid Aptika – Kepala Bidang Aptika (contoh)",
    )  # fmt: skip
    assert "Perubahan SPT: giliran Kabid Aptika" in text_of(as_, cast, "auditor")


def test_a_declined_case_waits_for_the_section_s_letter(cast: Cast, as_: As) -> None:
    bring(cast, "decline_draft")
    page = page_of(as_, cast, "auditor")
    assert page.doing.turn_of == "Seksi Infrastruktur TIK – Kepala Seksi Infrastruktur TIK (contoh)"
    assert (page.face.next_act, page.face.next_whom) == ("Susun surat penolakan", "Seksi Infrastruktur TIK")
    assert "Langkah 1 dari 5, di luar SOP" in text_of(as_, cast, "auditor")


# ── The thread ──
