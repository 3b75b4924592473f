"""What is open to me, by which right, with which inputs; and the journal, whole or not."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from jsonschema import Draft202012Validator

from simcap.facilitation.models import Facilitation
from simcap.journal import triggers
from simcap.journal.append import link
from simcap.journal.models import Entry
from tests.api.program import CASES, page, program
from tests.cast import PATH, Cast


def offered(cast: Cast, username: str, language: str = "id") -> dict[str, dict[str, Any]]:
    assert cast.case
    answer = program(cast, username, language).get(page(cast.case, "/acts"))
    assert answer.status_code == 200
    return {one["act"]: one for one in answer.json()}


def test_an_open_act_is_told_with_its_stages_and_the_right_to_it(cast: Cast):
    case = cast.walk("with_head")
    offers = offered(cast, "kadis")
    assert list(offers)[:1] == ["dispose"]
    assert offers.keys() == {"dispose", "open", "return_incomplete", "decline", "postpone", "cancel", "file_paper"}
    schema = offers["dispose"].pop("input_schema")
    Draft202012Validator.check_schema(schema)
    assert offers["dispose"] == {
        "act": "dispose", "label": "Disposisikan", "extension": False, "refused": "",
        "before": {"id": "with_head", "label": "Menunggu disposisi Kepala Dinas"},
        "after": {"id": "with_division", "label": "Menunggu Kabid Aptika meneruskan"},
        "right": {
            "performer": "head", "title": "Kepala Dinas Komunikasi dan Informatika", "appointment": "definitive",
        },
        "href": page(case, "/acts/dispose"),
    }  # fmt: skip
    assert offers["return_incomplete"]["extension"]


@pytest.mark.parametrize(("language", "label"), [("id", "Disposisikan"), ("en", "Dispose")])
def test_labels_are_in_the_callers_language(cast: Cast, language: str, label: str):
    cast.walk("with_head")
    assert offered(cast, "kadis", language)["dispose"]["label"] == label


def test_everybody_is_offered_his_own_part_only(cast: Cast):
    field, change = {"log", "finish", "open", "file_paper"}, {"amend", "file_paper"}
    expected: dict[str, set[str]] = {
        "koordinator": {"log", *change}, "teknisi1": field, "teknisi2": field,
        "agendaris": {"add_attachment", "file_paper"}, "kadis": change, "kabid": change, "seksi": change,
    }  # fmt: skip
    cast.walk("running")
    for username in cast.accounts.keys() - {"admin", "sekretaris"}:
        assert (username, set(offered(cast, username))) == (username, expected.get(username, set()))
    for username in ("admin", "sekretaris"):
        assert program(cast, username).get(page(cast.case, "/acts")).status_code == 404  # type: ignore[arg-type]


def test_what_is_offered_can_be_sent_as_it_is_offered(cast: Cast):
    cast.do("agendaris", "register")
    for username, act in PATH[1:]:
        offer, usual = offered(cast, username)[act], cast.usual(username, act)
        assert [error.message for error in Draft202012Validator(offer["input_schema"]).iter_errors(usual)] == []
        answer = program(cast, username).post(offer["href"], {"request_id": str(uuid4()), "inputs": usual})
        assert (answer.status_code, answer.json()["stage"]) == (201, offer["after"])
        cast.case = Facilitation.objects.get(pk=cast.case.pk)  # type: ignore[union-attr]


def test_an_act_that_a_guard_refuses_is_offered_with_its_sentence(cast: Cast):
    cast.walk("with_section")
    cast.do("seksi", "appoint", {"coordinator": cast.officer("kadis").pk})
    cast.do("kadis", "record_request")
    for username in ("seksi", "kabid"):
        cast.do(username, "initial")
    offer = offered(cast, "kadis")["sign_spt"]
    answer = program(cast, "kadis").act(cast.case, "sign_spt")  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["detail"]) == (403, offer["refused"])
    assert offer["input_schema"]["additionalProperties"] is False


def test_a_suspended_case_says_so_and_is_the_front_desks(cast: Cast):
    cast.walk("with_division")
    cast.do("kabid", "return_incomplete")
    told = program(cast, "kabid").get(page(cast.case)).json()  # type: ignore[arg-type]
    assert (told["stage"]["id"], told["stage"]["kind"], told["next"]) == ("awaiting_requester", "suspended", None)
    assert offered(cast, "agendaris")["resubmit"]["after"]["id"] == "with_division"
    answer = program(cast, "agendaris").act(cast.case, "resubmit", cast.usual("agendaris", "resubmit"))  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["stage"]["id"]) == (201, "with_division")


def test_the_journal_can_be_verified_from_what_is_served(cast: Cast):
    case = cast.walk("to_record")
    served = program(cast, "auditor").get(page(case, "/journal")).json()
    before = "0" * 64
    for number, one in enumerate(served["entries"], start=1):
        assert (one["seq"], one["prev_hash"]) == (number, before)
        before = link(one["prev_hash"], one["canonical"])
        assert (one["hash"], json.loads(one["canonical"])["act"]) == (before, one["act"])
    assert served["entries"][1]["sentence"].startswith("Kepala Dinas (contoh)")


@pytest.mark.parametrize("text", ["nonsense", "{}", '{"act": "dispose"}', "[]"])
def test_a_forged_entry_is_shown_as_a_break(cast: Cast, text: str):
    case = cast.walk("with_division")
    triggers.drop(connection)
    Entry.objects.filter(chain=f"case:{case.uid}", seq=2).update(canonical=text)
    triggers.create(connection)
    served = program(cast, "auditor").get(page(case, "/journal")).json()
    assert (served["verification"]["sound"], len(served["verification"]["breaks"])) == (False, 1)
    assert [one["seq"] for one in served["entries"]] == [1, 2]


def test_a_journal_names_no_erasure_of_another_case(cast: Cast):
    from simcap import clock
    from simcap.journal.erase import erase_detail

    other, case = cast.walk("with_head"), cast.walk("with_head")
    entry = Entry.objects.get(chain=f"case:{other.uid}", seq=1)
    erase_detail(entry, actor={"kind": "system", "name": "SIMCAP"}, reason="uji", at=clock.now())
    by = program(cast, "auditor")
    assert by.get(page(case, "/journal")).json()["verification"]["erased"] == []
    assert len(by.get(page(other, "/journal")).json()["verification"]["erased"]) == 1


# ── Off the SOP's path, and beside the case ──


def face(cast: Cast, username: str = "auditor") -> dict[str, Any]:
    assert cast.case
    answer: dict[str, Any] = program(cast, username).get(page(cast.case)).json()
    return answer


def standing(one: dict[str, Any]) -> tuple[str, int, bool, str, str]:
    return one["id"], one["step"], one["off_path"], one["kind"], one["performer"]


def test_a_declined_case_tells_the_step_that_it_left_and_the_letter_that_comes_next(cast: Cast):
    cast.walk("to_record")
    cast.do("kadis", "decline")
    found = face(cast)
    assert standing(found["stage"]) == ("decline_draft", 2, True, "held", "Seksi Infrastruktur TIK")
    assert (found["next"]["id"], found["beside"]) == ("draft_decline", None)


def test_a_case_that_was_cancelled_ended_off_the_path(cast: Cast):
    cast.walk("assigned")
    cast.do("kadis", "cancel")
    found = face(cast)
    assert (standing(found["stage"]), found["next"]) == (("cancelled", 3, True, "end", ""), None)
    assert [(one["begun"], one["done"]) for one in found["steps"][:3]] == [(True, True), (True, True), (True, False)]
    assert [one["status"]["id"] for one in found["documents"] if one["kind"]["id"] == "assignment_letter"] == [
        "revoked"
    ]


def test_a_change_of_the_spt_stands_beside_the_case(cast: Cast):
    cast.walk("assigned")
    cast.do("koordinator", "amend")
    cast.do("seksi", "amend_spt")
    found = face(cast)
    assert standing(found["stage"]) == ("assigned", 3, False, "held", "TIM Teknis")
    assert standing(found["beside"]) == ("amend_with_division", 3, True, "held", "Kabid Aptika")
    assert found["next"]["id"] == "prepare"
    listed = program(cast, "auditor").get(CASES, stage="amend_with_division").json()
    assert [one["id"] for one in listed["items"]] == [found["id"]]


def test_what_ends_a_change_leaves_the_case_where_it_is(cast: Cast):
    cast.walk("assigned")
    for username, act in (("koordinator", "amend"), ("seksi", "amend_spt"), ("kabid", "initial_amendment")):
        cast.do(username, act)
    offers = offered(cast, "kadis")
    assert [(offers[act]["before"]["id"], offers[act]["after"]["id"]) for act in ("sign_amendment", "send_back")] == [
        ("amend_with_head", "assigned"), ("amend_with_head", "amend_with_division"),
    ]  # fmt: skip
    assert (
        offers["amend"]["refused"] == "Perubahan SPT sudah berjalan: Perubahan SPT menunggu tanda tangan Kepala Dinas."
    )


def test_an_exception_is_done_as_it_is_offered(cast: Cast):
    case = cast.walk("with_section")
    answer = program(cast, "kadis").act(case, "decline", cast.usual("kadis", "decline"))
    assert (answer.status_code, answer.json()["stage"]["id"]) == (201, "decline_draft")
