"""An act's inputs: one form for page and program; lists of lines; shapes that no form can bind."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.http import QueryDict

from simcap.errors import BadInputs
from simcap.facilitation.forms import inputs_digest, inputs_from_post
from simcap.facilitation.registry import get
from simcap.intake.forms import RegisterForm
from simcap.step2_assignment.forms import RecordRequestForm
from simcap.step3_fieldwork.forms import LogForm
from tests.cast import Cast, assemble

from .conftest import bring


def faults(cast: Cast, who: str, act: str, inputs) -> dict[str, list[str]]:
    """The sentences per field by which inputs are refused."""
    with pytest.raises(BadInputs) as refusal:
        cast.do(who, act, inputs)
    return {name: list(said) for name, said in refusal.value.fields.items()}


def crew(cast: Cast, *usernames: str) -> list[dict]:
    """Lines of the crew."""
    return [{"officer": cast.officer(who).pk, "duty": ""} for who in usernames]


def test_a_name_twice_in_the_crew_is_refused_beside_its_line(cast) -> None:
    bring(cast, "to_record")
    found = faults(cast, "koordinator", "record_request", {"crew": crew(cast, "teknisi1", "teknisi1")})
    assert found == {"crew[1].officer": ["Nama ini sudah ada dalam tim."]}


def test_the_coordinator_is_in_the_team_already(cast) -> None:
    bring(cast, "to_record")
    found = faults(cast, "koordinator", "record_request", {"crew": crew(cast, "teknisi1", "koordinator")})
    assert found == {"crew[1].officer": ["Koordinator sudah termasuk dalam tim."]}


def test_a_team_needs_somebody(cast) -> None:
    bring(cast, "to_record")
    assert list(faults(cast, "koordinator", "record_request", {"crew": []})) == ["crew"]


def test_lines_left_blank_are_no_lines(cast) -> None:
    bring(cast, "to_record")
    cast.do("koordinator", "record_request", {"crew": [*crew(cast, "teknisi1"), {"officer": "", "duty": ""}]})
    assert [one.officer for one in cast.case.spts.get().crew.filter(role="technician")] == [cast.officer("teknisi1")]


def test_a_wrong_line_is_named_by_its_number_and_field(cast) -> None:
    bring(cast, "to_record")
    lines = [*crew(cast, "teknisi1"), {"officer": 0, "duty": "x" * 81}]
    assert list(faults(cast, "koordinator", "record_request", {"crew": lines})) == ["crew[1].officer", "crew[1].duty"]


def test_an_officer_of_another_office_cannot_be_named(cast) -> None:

    other = assemble("kominfo-lain", prefix="lain-")
    bring(cast, "to_record")
    found = faults(cast, "koordinator", "record_request", {"crew": crew(other, "teknisi1")})
    assert list(found) == ["crew[0].officer"]


SHAPES = [
    ({"institution": {"a": 1}}, ["institution"]),
    ({"institution": ["a", "b"]}, ["institution"]),
    ({"services": [["internet"]]}, ["services"]),
    ({"institution": "\ud800"}, ["__all__"]),
    ({"unknown": object()}, ["__all__"]),
]


@pytest.mark.parametrize(("inputs", "fields"), SHAPES, ids=["object", "list", "nested", "half a character", "no JSON"])
def test_inputs_of_an_impossible_shape_are_refused_beside_the_field(cast, inputs, fields) -> None:
    assert list(faults(cast, "agendaris", "register", inputs)) == fields


@pytest.mark.parametrize(("crew", "field"), [("x", "crew"), (["x"], "crew[0]"), ([{"duty": {}}], "crew[0].duty")])
def test_lines_of_an_impossible_shape_are_refused(cast, crew, field) -> None:
    bring(cast, "to_record")
    assert list(faults(cast, "koordinator", "record_request", {"crew": crew})) == [field]


@pytest.mark.parametrize("moment", ["besok", "2026-13-01T00:00", "0001-01-01T00:00+23:59", "9999-12-31T23:59-23:59"])
def test_a_moment_that_cannot_be_is_refused(cast, moment: str) -> None:
    assert list(faults(cast, "agendaris", "register", {"starts_at": moment})) == ["starts_at"]


def test_a_moment_without_a_zone_is_the_offices_wall_clock(cast) -> None:
    cast.do("agendaris", "register", {"starts_at": "2026-07-01T08:00", "ends_at": "2026-07-01T09:00+00:00"})
    assert cast.case.starts_at == datetime(2026, 7, 1, 1, tzinfo=UTC)
    assert cast.case.ends_at == datetime(2026, 7, 1, 9, tzinfo=UTC)


def test_a_page_sends_what_a_program_sends(cast) -> None:
    post = QueryDict(
        "place=Balai&tasks=a&unknown=x&crew-TOTAL_FORMS=2&crew-0-officer=3&crew-0-duty=Teknisi&crew-1-officer="
    )
    assert inputs_from_post(RecordRequestForm, post) == {
        "place": "Balai", "tasks": "a", "crew": [{"officer": "3", "duty": "Teknisi"}, {"officer": ""}],
    }  # fmt: skip


@pytest.mark.parametrize("total", ["", "x", "-1", "²", "1" * 30])
def test_a_meddled_number_of_lines_does_no_harm(total: str) -> None:
    post = QueryDict(mutable=True)
    post["crew-TOTAL_FORMS"] = total
    assert len(inputs_from_post(RecordRequestForm, post)["crew"]) <= 35


def test_many_choices_of_a_page_are_a_list(cast) -> None:
    post = QueryDict("services=internet&services=learning&institution=a&institution=b")
    found = inputs_from_post(RegisterForm, post)
    assert (found["services"], found["institution"]) == (["internet", "learning"], "b")


@pytest.mark.parametrize(("typed", "kept"), [("22,5", "22.5"), ("22.5", "22.5"), (22.5, "22.5"), (22, "22")])
def test_a_decimal_may_be_written_with_comma_or_point(cast, typed, kept: str) -> None:
    bring(cast, "running")
    cast.do("teknisi1", "log", {"down_mbps": typed})
    assert f"{cast.case.log_entries.get(kind='measurement').down_mbps.normalize():f}" == kept


def test_the_digest_takes_an_upload_by_its_bytes_and_everything_else_as_it_stands(cast) -> None:
    one, same, other = (cast.upload("teknisi1", name=name) for name in ("a.png", "b.png", "c.png"))
    base = {"kind": "note", "text": "x"}
    digests = {inputs_digest(LogForm, base | {"photo": uid}) for uid in (one, same, other)}
    assert len(digests) == 1
    assert inputs_digest(LogForm, base | {"photo": str(uuid4())}) not in digests
    assert inputs_digest(LogForm, base | {"text": "y", "photo": one}) not in digests


def test_the_order_of_inputs_does_not_matter() -> None:
    form = get("initial").form
    assert inputs_digest(form, {"a": 1, "b": 2}) == inputs_digest(form, json.loads('{"b": 2, "a": 1}'))
