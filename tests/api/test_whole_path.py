"""The whole SOP over HTTP, each act by its performer's token."""

import hashlib
from uuid import UUID

import pytest
from django.test import Client

from simcap.documents.models import Document
from simcap.facilitation.models import Facilitation
from tests.api.program import CASES, ROOT, Program, page, program
from tests.cast import PATH, Cast, png

KINDS = {
    "appoint": ["disposition_sheet"], "sign_spt": ["assignment_letter"], "prepare": ["hand_over_list"],
    "finish": ["field_report", "host_confirmation"], "record_facilitation": ["facilitation_record"],
    "accept_report": ["activity_report"],
}  # fmt: skip


def everybody(cast: Cast) -> dict[str, Program]:
    return {username: program(cast, username) for username in cast.accounts}


def registered(cast: Cast, by: Program) -> Facilitation:
    letter = by.post(f"{ROOT}/attachments?name=surat.png", png(), content_type="image/png").json()["id"]
    answer = by.register({**cast.usual("agendaris", "register"), "letter": letter})
    assert answer.status_code == 201
    cast.case = Facilitation.objects.get(uid=answer.json()["id"])
    return cast.case


def test_a_letter_becomes_an_accepted_report_over_http(cast: Cast):
    people = everybody(cast)
    case = registered(cast, people["agendaris"])
    made = {}
    for username, act in PATH[1:]:
        answer = people[username].act(case, act, cast.usual(username, act))
        assert (answer.status_code, answer.json().get("errors")) == (201, None)
        made[act] = [one["kind"]["id"] for one in answer.json()["documents"]]
        case.refresh_from_db()
    assert {act: kinds for act, kinds in made.items() if kinds} == KINDS
    told = people["kadis"].get(page(case)).json()
    assert (told["stage"]["id"], told["next"], told["stage"]["kind"]) == ("closed", None, "end")
    assert [one["done"] for one in told["steps"]] == [True] * 5
    assert [one["role"]["id"] for one in told["crew"]] == ["coordinator", "technician", "technician"]
    journal = people["auditor"].get(page(case, "/journal")).json()
    assert journal["verification"] == {"sound": True, "entries": 15, "breaks": [], "erased": []}
    assert [one["act"] for one in journal["entries"]] == [act for _, act in PATH]


def test_the_answer_to_a_registration_holds_what_the_requester_needs(cast: Cast):
    by = program(cast, "agendaris")
    answer = by.register(cast.usual("agendaris", "register")).json()
    case = Facilitation.objects.get(uid=answer["id"])
    assert answer["stage"] == {"id": "with_head", "label": "Menunggu disposisi Kepala Dinas"}
    assert (answer["agenda_number"], answer["tracking_code"]) == (case.agenda_number, case.tracking_code)
    assert (answer["repeated"], answer["warnings"], answer["documents"]) == (False, [], [])
    assert answer["track_url"].endswith(f"/o/{cast.office.slug}/lacak/{case.tracking_code}/")
    assert f"/o/{cast.office.slug}/jawab/" in answer["answer_url"]
    assert answer["href"] == page(case)


def test_a_duplicate_letter_is_taken_with_a_warning(cast: Cast):
    by = program(cast, "agendaris")
    first = by.register(cast.usual("agendaris", "register")).json()
    second = by.register(cast.usual("agendaris", "register"))
    assert second.status_code == 201
    assert second.json()["duplicate_of"] == [first["agenda_number"]]
    assert first["agenda_number"] in second.json()["warnings"][0]


def test_a_document_is_served_as_the_bytes_that_its_hash_names(cast: Cast):
    case = cast.walk("to_record")
    by = program(cast, "kadis")
    (paper,) = by.get(page(case, "/documents")).json()
    answer = by.get(paper["href"])
    assert (answer.headers["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert hashlib.sha256(answer.content).hexdigest() == paper["sha256"]
    assert (len(answer.content), answer.headers["Cache-Control"]) == (paper["size"], "no-store")


def test_the_documents_of_an_act_are_told_when_it_is_repeated(cast: Cast):
    cast.walk("with_section")
    by, inputs = program(cast, "seksi"), cast.usual("seksi", "appoint")
    key = {"request_id": "5f3f5f0a-53d5-4f0c-bb0f-0c8a06b1a001"}
    first, again = (by.act(cast.case, "appoint", inputs, **key) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {**first.json(), "repeated": True}
    assert [UUID(one["id"]) for one in again.json()["documents"]] == [Document.objects.get().uid]


@pytest.mark.parametrize("multipart", [False, True])
def test_an_upload_is_told_by_uid_hash_size_and_kind(cast: Cast, multipart: bool):
    case = cast.walk("running")
    by, data = program(cast, "teknisi1"), png()
    if multipart:
        from django.core.files.uploadedfile import SimpleUploadedFile

        parts = {"file": SimpleUploadedFile("foto.png", data, content_type="text/plain")}
        answer = Client().post(page(case, "/attachments"), parts, headers=by.headers())
    else:
        answer = by.post(page(case, "/attachments?name=foto.png"), data, content_type="image/png")
    told = answer.json()
    assert (answer.status_code, told["name"], told["media_type"], told["size"]) == (
        201,
        "foto.png",
        "image/png",
        len(data),
    )
    assert told["sha256"] == hashlib.sha256(data).hexdigest()
    assert by.act(case, "log", {"kind": "note", "text": "Foto", "photo": told["id"]}).status_code == 201


def test_i_am_told_who_i_am_and_by_which_appointment(cast: Cast):
    me = program(cast, "kabid").get(f"{ROOT}/me").json()
    assert (me["account"], me["name"]) == ("kabid", "Kepala Bidang Aptika (contoh)")
    assert (me["office"]["id"], me["time_zone"]) == (cast.office.slug, "Asia/Jakarta")
    assert [(one["code"], one["appointment"], one["decree"]) for one in me["positions"]] == [
        ("division_head", "definitive", "SK 4/2026 (contoh)")
    ]


def test_what_happened_earlier_is_recorded_with_its_moment(cast: Cast):
    case = cast.walk("running")
    arrived = case.turns.get(closed_at=None).arrived_at
    answer = program(cast, "koordinator").act(case, "log", cast._log("koordinator"), occurred_at=arrived.isoformat())
    assert answer.json()["entry"]["occurred_at"] == arrived.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    assert answer.json()["entry"]["recorded_at"] > answer.json()["entry"]["occurred_at"]


def test_cases_are_listed_page_by_page_newest_first(cast: Cast):
    uids = [str(cast.walk("with_head").uid) for _ in range(3)]
    by = program(cast, "kadis")
    first = by.get(CASES, limit=2).json()
    second = by.get(CASES, limit=2, cursor=first["next_cursor"]).json()
    assert [one["id"] for one in first["items"] + second["items"]] == uids[::-1]
    assert second["next_cursor"] is None


def test_cases_are_found_by_stage_and_by_words(cast: Cast):
    case = cast.walk("with_division")
    other = cast.walk("with_head")
    by = program(cast, "kadis")

    def ids(**query: str) -> list[str]:
        return [one["id"] for one in by.get(CASES, **query).json()["items"]]

    assert ids(stage="with_division") == [str(case.uid)]
    assert ids(q=other.agenda_number) == [str(other.uid)]
    assert ids(q="festival nagari") == [str(other.uid), str(case.uid)]
    assert ids(q="tidak ada yang begini") == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_for_one_case_and_for_three(cast: Cast, django_assert_num_queries, count: int):
    for _ in range(count):
        cast.walk("with_head")
    by = program(cast, "kadis")
    by.get(CASES)
    with django_assert_num_queries(4):
        assert len(by.get(CASES).json()["items"]) == count
