"""Repeating a request is safe: a double click, a lost answer, a retry after the case went on."""

from uuid import uuid4

from simcap.facilitation.models import Facilitation
from simcap.journal.models import Entry
from tests.api.program import ROOT, page, problem, program
from tests.cast import Cast, png


def test_a_registration_asked_for_twice_is_one_case(cast: Cast):
    by, inputs, key = program(cast, "agendaris"), cast.usual("agendaris", "register"), str(uuid4())
    first, again = (by.register(inputs, request_id=key) for _ in range(2))
    assert (first.status_code, again.status_code, Facilitation.objects.count()) == (201, 200, 1)
    assert again.json() == {**first.json(), "repeated": True}


def test_a_retried_upload_is_the_same_request(cast: Cast):
    by, inputs, key = program(cast, "agendaris"), cast.usual("agendaris", "register"), str(uuid4())
    answers = []
    for _ in range(2):
        letter = by.post(f"{ROOT}/attachments", png(), "image/png").json()["id"]
        answers.append(by.register({**inputs, "letter": letter}, request_id=key))
    assert [one.status_code for one in answers] == [201, 200]
    assert answers[0].json()["id"] == answers[1].json()["id"]


def test_the_same_request_with_other_content_is_refused(cast: Cast):
    case = cast.walk("with_head")
    by, inputs, key = program(cast, "kadis"), cast.usual("kadis", "dispose"), str(uuid4())
    assert by.act(case, "dispose", inputs, request_id=key).status_code == 201
    told = problem(by.act(case, "dispose", {**inputs, "note": "Lain."}, request_id=key))
    assert (told["status"], told["type"]) == (409, "urn:simcap:problem:request-id-reused")
    assert problem(by.act(case, "open", {}, request_id=key))["type"] == "urn:simcap:problem:request-id-reused"
    other = cast.walk("with_head")
    assert problem(by.act(other, "dispose", inputs, request_id=key))["status"] == 409


def test_a_retry_after_the_case_went_on_gets_its_own_answer(cast: Cast):
    case = cast.walk("with_head")
    by, inputs, key = program(cast, "kadis"), cast.usual("kadis", "dispose"), str(uuid4())
    first = by.act(case, "dispose", inputs, request_id=key).json()
    cast.do("kabid", "forward")
    cast.do("seksi", "appoint")
    again = by.act(case, "dispose", inputs, request_id=key)
    assert (again.status_code, again.json()) == (200, {**first, "repeated": True})
    assert again.json()["stage"]["id"] == "with_division"
    assert Entry.objects.filter(chain=f"case:{case.uid}").count() == 4


def test_the_same_act_under_another_id_is_not_open_any_more(cast: Cast):
    case = cast.walk("with_head")
    by, inputs = program(cast, "kadis"), cast.usual("kadis", "dispose")
    assert by.act(case, "dispose", inputs).status_code == 201
    told = problem(by.act(case, "dispose", inputs))
    assert (told["status"], told["stage"]) == (409, "with_division")
    assert "Kepala Dinas (contoh)" in told["detail"]


def test_a_corrected_form_may_use_its_id_again(cast: Cast):
    case = cast.walk("with_head")
    by, inputs, key = program(cast, "kadis"), cast.usual("kadis", "dispose"), str(uuid4())
    assert by.act(case, "dispose", {**inputs, "urgency": "soon"}, request_id=key).status_code == 422
    assert by.act(case, "dispose", {**inputs, "catatan": ""}, request_id=key).status_code == 422
    assert by.act(case, "dispose", inputs, request_id=key).status_code == 201


def test_somebody_elses_id_is_not_mine(cast: Cast):
    case = cast.walk("with_head")
    key = str(uuid4())
    assert (
        program(cast, "kadis").act(case, "dispose", cast.usual("kadis", "dispose"), request_id=key).status_code == 201
    )
    answer = program(cast, "kabid").act(case, "forward", cast.usual("kabid", "forward"), request_id=key)
    assert (answer.status_code, answer.json()["repeated"]) == (201, False)


def test_a_refused_act_leaves_nothing(cast: Cast):
    case = cast.walk("with_head")
    before = program(cast, "kadis").get(page(case)).json()
    assert program(cast, "kadis").act(case, "dispose", {"note": "x"}).status_code == 422
    after = program(cast, "kadis").get(page(case)).json()
    assert (after["stage"], Entry.objects.filter(chain=f"case:{case.uid}").count()) == (before["stage"], 1)
