"""The list of cases: search, narrowing, order, paging, and who sees what."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from simcap.desk import queries
from simcap.facilitation.models import Facilitation
from tests.cast import Cast, assemble

from .conftest import As

pytestmark = pytest.mark.django_db


def register(cast: Cast, event: str, **changes: object) -> Facilitation:
    """One more letter."""
    cast.do("agendaris", "register", {"event": event, "letter_number": event, **changes})
    assert cast.case
    return cast.case


def listed(client: Client, query: str = "") -> list[str]:
    """Events on the page, in order."""
    answer = client.get(f"/cases/{query}")
    assert answer.status_code == 200
    return [card.face.case.event for card in answer.context["page"].cards]


def test_every_word_is_looked_for_in_event_sender_place_and_agenda_number(cast: Cast, as_: As) -> None:
    first = register(cast, "Pasar malam", institution="Camat Barat")
    register(cast, "Pasar pagi", institution="Camat Timur")
    client = as_("kadis")
    assert listed(client, "?q=pasar+barat") == ["Pasar malam"]
    assert listed(client, f"?q={first.agenda_number}") == ["Pasar malam"]
    assert listed(client, "?q=tidak-ada") == []


@pytest.mark.parametrize(
    ("at", "expected"),
    [("", 2), ("open", 2), ("step:1", 1), ("step:2", 1), ("to_record", 1), ("closed", 0), ("omong-kosong", 2)],
)
def test_the_list_is_narrowed_by_step_and_stage(cast: Cast, as_: As, at: str, expected: int) -> None:
    cast.walk("to_record")
    cast.walk("with_head")
    assert len(listed(as_("kadis"), f"?at={at}")) == expected


def test_the_list_is_narrowed_by_urgency_and_by_the_days_of_the_activity(cast: Cast, as_: As) -> None:
    register(cast, "satu")
    two = register(cast, "dua", starts_at="2026-07-01T08:00+07:00", ends_at="2026-07-02T16:00+07:00")
    Facilitation.objects.filter(pk=two.pk).update(urgency="urgent")
    client = as_("kadis")
    assert listed(client, "?urgency=urgent") == ["dua"]
    assert listed(client, "?from_on=2026-07-02") == ["dua"]
    assert listed(client, "?until_on=2026-06-30") == ["satu"]
    assert listed(client, "?from_on=bukan-tanggal") == ["dua", "satu"]


@pytest.mark.parametrize(("order", "expected"), [("newest", ["c", "b", "a"]), ("soonest", ["b", "c", "a"])])
def test_pages_follow_one_another_without_gap_or_repeat(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch, order: str, expected: list[str]
) -> None:
    monkeypatch.setattr(queries, "PAGE", 1)
    for event, day in (("a", 30), ("b", 20), ("c", 20)):
        register(cast, event, starts_at=f"2026-06-{day}T08:00+07:00", ends_at=f"2026-06-{day}T09:00+07:00")
    client, query, seen = as_("kadis"), f"?order={order}", []
    while True:
        answer = client.get(f"/cases/{query}")
        seen += [card.face.case.event for card in answer.context["page"].cards]
        if not answer.context["page"].after:
            break
        query = f"?{answer.context['next_query']}"
    assert seen == expected


@pytest.mark.parametrize(
    "after", ["x", "-1", "9" * 30, "2026~x", "~1", "abc~1", "0001-01-01T00:00+23:00~1", "2026-06-08~1", "²"]
)
def test_a_broken_page_link_shows_the_first_page(cast: Cast, as_: As, after: str) -> None:
    register(cast, "satu")
    assert listed(as_("kadis"), f"?order=soonest&after={after}") == ["satu"]
    assert listed(as_("kadis"), "?after=x") == ["satu"]


def test_nobody_sees_another_office_or_what_is_not_his(cast: Cast, as_: As) -> None:
    register(cast, "milik kita")
    other = assemble("dinas-lain", prefix="lain-")
    client = Client()
    client.force_login(other.account("kadis"))
    assert listed(client) == []
    assert listed(as_("teknisi1")) == []
    assert listed(as_("auditor")) == ["milik kita"]


def test_the_list_costs_the_same_for_one_case_and_for_three(
    cast: Cast, as_: As, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    client = as_("kadis")
    for _ in range(3):
        cast.walk("assigned")
        client.get("/cases/")  # the office's calendar is read once a process
        with django_assert_num_queries(10):
            client.get("/cases/")


@pytest.mark.parametrize(("language", "word"), [("id", "Kedudukan"), ("en", "Festival Nagari")])
def test_the_list_speaks_both_languages(cast: Cast, as_: As, language: str, word: str) -> None:
    cast.walk("with_head")
    assert word in as_("kadis").get("/cases/", headers={"accept-language": language}).content.decode()


def test_a_find_says_where_it_is_and_marks_it(cast: Cast, as_: As) -> None:
    register(cast, "Pasar <b>malam</b>")
    cast.do("kadis", "dispose", {"note": "Mohon <i>segera</i> dibantu."})
    page = as_("kadis").get("/cases/?q=segera").content.decode()
    assert "Disposisi: " in page
    assert "Mohon &lt;i&gt;<mark>segera</mark>&lt;/i&gt; dibantu." in page
    assert "<b>malam" not in page


def test_searching_costs_one_statement_more_for_one_case_and_for_three(
    cast: Cast, as_: As, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    client = as_("kadis")
    for _ in range(3):
        cast.walk("assigned")
        client.get("/cases/?q=dibantu")
        with django_assert_num_queries(11):
            client.get("/cases/?q=dibantu")
