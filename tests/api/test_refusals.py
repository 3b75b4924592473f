"""Every refusal is a problem document with the right code, in the caller's language."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client, override_settings
from django.utils import translation

from simcap import clock
from simcap.api.problems import TITLES
from simcap.errors import Refusal
from simcap.facilitation.models import Facilitation
from tests.api.program import CASES, ROOT, page, problem, program
from tests.cast import Cast, png

NOBODY = "2f0b1f52-1f5c-4e0e-9d3e-6b3d6f2f7a11"


def kinds(refusal: type[Refusal] = Refusal) -> set[str]:
    found = {refusal.kind} if refusal is not Refusal else set()
    return found.union(*(kinds(one) for one in refusal.__subclasses__()))


def test_every_kind_of_refusal_has_a_title():
    assert kinds() - TITLES.keys() == set()


def test_somebody_elses_act_is_refused_with_who_can(cast: Cast):
    case = cast.walk("with_head")
    answer = program(cast, "kabid").act(case, "dispose", cast.usual("kabid", "dispose"))
    assert (answer.status_code, problem(answer)["type"]) == (403, "urn:simcap:problem:not-you")
    assert "Kepala Dinas" in problem(answer)["detail"]


def test_an_act_that_is_not_open_is_refused_with_the_stage(cast: Cast):
    case = cast.walk("with_division")
    answer = program(cast, "kadis").act(case, "sign_spt")
    assert (answer.status_code, problem(answer)["stage"]) == (409, "with_division")
    assert "errors" not in problem(answer)


def test_inputs_that_the_form_refuses_are_named_by_field(cast: Cast):
    case = cast.walk("to_record")
    inputs = {**cast.usual("koordinator", "record_request"), "budget_source": ""}
    inputs["crew"][1] = {**inputs["crew"][0]}
    answer = program(cast, "koordinator").act(case, "record_request", inputs)
    assert answer.status_code == 422
    assert problem(answer)["errors"] == {
        "budget_source": ["Bidang ini tidak boleh kosong."],
        "crew[1].officer": ["Nama ini sudah ada dalam tim."],
    }
    assert Facilitation.objects.get(pk=case.pk).stage == "to_record"


def test_names_that_no_form_has_are_refused_in_lines_too(cast: Cast):
    case = cast.walk("to_record")
    inputs = {**cast.usual("koordinator", "record_request"), "crew-0-officer": 1, "catatan": "x"}
    inputs["crew"][0]["role"] = "coordinator"
    answer = program(cast, "koordinator").act(case, "record_request", inputs)
    assert (answer.status_code, set(problem(answer)["errors"])) == (422, {"crew-0-officer", "catatan", "crew[0].role"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("note", {"a": 1}), ("note", ["x"]), ("note", 5), ("note", True), ("urgency", ["ordinary"]), ("security", 1),
        ("instructions", 1), ("instructions", "1"), ("instructions", ["1"]), ("instructions", [True]),
        ("instructions", None), ("instructions", [10**30]), ("instructions", [1.5]), ("instructions", [1] * 1001),
        ("due_on", "01-02-2027"),
        ("due_on", 20270101), ("note", "a\x00b"), ("note", "a\ud800b"), ("informed", [[1]]), ("informed", {}),
    ],
)  # fmt: skip
def test_values_of_another_type_are_refused_beside_their_name(cast: Cast, name: str, value: Any):
    case = cast.walk("with_head")
    answer = program(cast, "kadis").act(case, "dispose", {**cast.usual("kadis", "dispose"), name: value})
    errors = problem(answer)["errors"]
    assert (answer.status_code, [one.split("[")[0] for one in errors]) == (422, [name])


def test_a_line_that_is_left_empty_says_nothing(cast: Cast):
    cast.walk("running")
    acts = (("teknisi1", "finish", "equipment"), ("koordinator", "record_facilitation", "differences"))
    for username, act, lines in acts:
        usual = cast.usual(username, act)
        answer = program(cast, username).act(cast.case, act, {**usual, lines: [{}, *usual[lines]]})
        assert (answer.status_code, answer.json().get("errors")) == (201, None)
        cast.case = Facilitation.objects.get(pk=cast.case.pk)


@pytest.mark.parametrize(
    "value", ["2026-11-01T08:00", "2026-11-01", "kemarin", "9999-12-31T23:59:59-23:59", "", 17, {}]
)
def test_a_moment_without_its_offset_is_refused(cast: Cast, value: Any):
    by = program(cast, "agendaris")
    inputs = cast.usual("agendaris", "register")
    told = problem(by.register(inputs, occurred_at=value))
    assert (told["status"], list(told["errors"])) == (422, ["occurred_at"])
    assert problem(by.register({**inputs, "starts_at": value or "x"}))["errors"].keys() == {"starts_at"}


def test_what_lies_in_the_future_or_before_its_cause_is_refused(cast: Cast):
    case = cast.walk("with_head")
    by, inputs = program(cast, "kadis"), cast.usual("kadis", "dispose")
    for moment in (clock.now() + timedelta(hours=1), case.registered_at - timedelta(days=1)):
        told = problem(by.act(case, "dispose", inputs, occurred_at=moment.isoformat()))
        assert (told["status"], list(told["errors"])) == (422, ["occurred_at"])


@pytest.mark.parametrize(
    "body",
    [
        "{", "", "nonsense", "[1, 2", '{"request_id": NaN}', '{"request_id": Infinity}', '{"a": 1, "a": 2}',
        b"\xff\xfe{}", "[" * 100_000, '{"inputs": ' + '{"a":' * 50_000, '{"n": ' + "9" * 5000 + "}",
    ],
)  # fmt: skip
def test_a_body_that_is_no_json_is_refused(cast: Cast, body: str | bytes):
    answer = program(cast, "agendaris").post(CASES, body)
    assert (answer.status_code, problem(answer)["type"]) in [
        (400, "urn:simcap:problem:malformed"), (422, "urn:simcap:problem:bad-inputs"),
    ]  # fmt: skip
    assert answer.status_code == (422 if body == "" else 400)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ([], {"__all__"}), ('"x"', {"__all__"}), (5, {"__all__"}), ({}, {"request_id"}),
        ({"request_id": "abc"}, {"request_id"}), ({"request_id": 5}, {"request_id"}),
        ({"request_id": None}, {"request_id"}),
        ({"request_id": NOBODY, "inputs": []}, {"inputs"}), ({"request_id": NOBODY, "inputs": None}, {"inputs"}),
        ({"request_id": NOBODY, "input": {}}, {"input"}), ({"request_id": NOBODY, "\ud800": 1}, None),
        ({"request_id": NOBODY, "inputs": {"\ud800": 1}}, None),
    ],
)  # fmt: skip
def test_an_envelope_that_does_not_fit_is_refused_by_name(cast: Cast, body: Any, names: set[str] | None):
    answer = program(cast, "agendaris").post(CASES, body)
    assert answer.status_code == 422
    assert names is None or problem(answer)["errors"].keys() == names


def test_inputs_nested_beyond_reason_are_refused(cast: Cast):
    case = cast.walk("with_head")
    for depth in (50, 200, 400, 800):
        deep: Any = "x"
        for _ in range(depth):
            deep = {"note": deep} if depth % 400 else [deep]
        assert program(cast, "kadis").act(case, "dispose", {"note": deep}).status_code in (400, 422)


def test_an_unknown_case_act_or_document_is_not_found(cast: Cast):
    case = cast.walk("with_head")
    by = program(cast, "kadis")
    for path in (
        f"{CASES}/{NOBODY}",
        f"{CASES}/17",
        page(case, f"/documents/{NOBODY}.pdf"),
        f"{ROOT}/nothing",
        f"{ROOT}/me/",
    ):
        assert problem(by.get(path))["status"] == 404
    assert problem(by.act(case, "fly"))["status"] == 404
    assert problem(by.act(NOBODY, "dispose"))["status"] == 404


@pytest.mark.parametrize("path", [f"{ROOT}/nothing", f"{CASES}/{NOBODY}/acts/%C2%8A"])
def test_an_unknown_address_is_not_found_for_a_program_that_sends_no_cookie(db: None, path: str):
    answer = Client(enforce_csrf_checks=True).post(path, {}, content_type="application/json")
    assert problem(answer)["status"] == 404


def test_a_wrong_method_is_told_which_one_is_served(cast: Cast):
    answer = Client().delete(CASES, headers=program(cast, "kadis").headers())
    assert (problem(answer)["status"], set(answer.headers["Allow"].split(", "))) == (405, {"GET", "POST"})


def test_registering_into_a_case_is_not_open(cast: Cast):
    case = cast.walk("with_head")
    answer = program(cast, "agendaris").act(case, "register", cast.usual("agendaris", "register"))
    assert problem(answer)["status"] == 409


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000)
def test_a_body_above_the_limit_is_refused_as_too_large(cast: Cast):
    answer = program(cast, "agendaris").register({"notes": "x" * 2000})
    assert problem(answer)["status"] == 413


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_a_body_that_is_not_announced_as_json_is_refused(cast: Cast, content_type: str):
    answer = program(cast, "agendaris").post(CASES, json.dumps({"request_id": str(uuid4())}), content_type)
    assert problem(answer)["status"] == 415


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        (b"x" * (20 * 2**20 + 1), "application/pdf", 413), (b"GIF89a....", "application/octet-stream", 415),
        (b"%PDF-1.7 cut off", "application/pdf", 422), (png()[:60], "image/png", 422),
        (b"{}", "application/json", 415), (b"a=b", "application/x-www-form-urlencoded", 415),
        (b"no parts", "multipart/form-data; boundary=x", 422), (b"no parts", "multipart/form-data", 400),
    ],
)  # fmt: skip
def test_an_upload_that_cannot_be_taken_says_why(cast: Cast, data: bytes, content_type: str, status: int):
    answer = program(cast, "agendaris").post(f"{ROOT}/attachments", data, content_type)
    assert problem(answer)["status"] == status


@pytest.mark.parametrize(
    "query", [{"limit": 0}, {"limit": 101}, {"limit": "x"}, {"cursor": "x"}, {"cursor": NOBODY}, {"stage": "nowhere"},
              {"q": "a\x00"}, {"q": "x" * 101}, {"limit": "9" * 5000}],
)  # fmt: skip
def test_a_question_that_does_not_fit_is_refused_by_name(cast: Cast, query: dict[str, Any]):
    told = problem(program(cast, "kadis").get(CASES, **query))
    assert (told["status"], list(told["errors"])) == (422, list(query))


@pytest.mark.parametrize(
    ("accepted", "label"),
    [
        ("en", "Awaiting the division’s forwarding"), ("en-GB,en;q=0.9", "Awaiting the division’s forwarding"),
        ("id", "Menunggu Kabid Aptika meneruskan"), ("fr", "Menunggu Kabid Aptika meneruskan"),
        ("", "Menunggu Kabid Aptika meneruskan"),
    ],
)  # fmt: skip
def test_a_refusal_speaks_the_callers_language(cast: Cast, accepted: str, label: str):
    case = cast.walk("with_division")
    answer = program(cast, "kadis", accepted).act(case, "sign_spt")
    with translation.override(accepted[:2] if accepted.startswith("en") else "id"):
        assert problem(answer)["title"] == str(TITLES["not-now"])
    assert label in problem(answer)["detail"]
    assert answer.headers["Content-Language"] in ("id", "en")
