"""Registers as JSON: the rows of their pages, page by page."""

from __future__ import annotations

import pytest

from tests.api.program import ROOT, program
from tests.cast import Cast

BOOK = f"{ROOT}/registers/agenda"


def test_the_registers_are_listed(cast: Cast) -> None:
    found = program(cast, "auditor").get(f"{ROOT}/registers").json()
    assert [one["id"] for one in found] == ["agenda", "dispositions", "assignments", "facilitations", "reports"]
    assert found[0]["href"] == BOOK


def test_a_page_has_columns_values_and_a_cursor(cast: Cast) -> None:
    cases = [cast.do("agendaris", "register", {"event": name, "letter_number": name}).facilitation for name in "abc"]
    calls = program(cast, "auditor")
    first = calls.get(BOOK, limit=2).json()
    assert [row["values"]["event"] for row in first["items"]] == ["c", "b"]
    assert first["items"][0]["href"] == f"{ROOT}/facilitations/{cases[2].uid}"
    assert {one["key"]: one["kind"] for one in first["columns"]}["received_on"] == "date"
    assert (first["register"]["id"], first["count"], first["is_more"]) == ("agenda", 3, False)
    second = calls.get(BOOK, limit=2, cursor=first["next_cursor"]).json()
    assert [row["values"]["event"] for row in second["items"]] == ["a"]
    assert second["next_cursor"] is None


def test_it_is_narrowed_as_its_page_is(cast: Cast) -> None:
    cast.do("agendaris", "register", {"event": "Pasar", "letter_number": "1"})
    calls = program(cast, "kadis")
    assert calls.get(BOOK, q="pasar", order="oldest").json()["filter"] == "memuat “pasar”"
    assert calls.get(BOOK, q="entah").json()["items"] == []
    assert calls.get(BOOK, until_on="2020-01-01").json()["items"] == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from_on": "x"}, "from_on"), ({"at": "x"}, "at"), ({"place": "99"}, "place"), ({"officer": "x"}, "officer"),
        ({"period": "x"}, "period"), ({"order": "x"}, "order"), ({"cursor": "x"}, "cursor"), ({"limit": "0"}, "limit"),
        ({"q": "a\x00"}, "q"), ({"officer": "9" * 30}, "officer"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_by_name(cast: Cast, query: dict[str, str], field: str) -> None:
    answer = program(cast, "kadis").get(BOOK, **query)
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]


def test_nobody_reads_what_is_not_his(cast: Cast) -> None:
    cast.do("agendaris", "register", {"security": "R"})
    assert program(cast, "auditor").get(BOOK).json()["items"] == []
    assert program(cast, "teknisi1").get(BOOK).json()["items"] == []
    assert len(program(cast, "kadis").get(BOOK).json()["items"]) == 1
    assert program(cast, "kadis").get(f"{ROOT}/registers/omong").status_code == 404
