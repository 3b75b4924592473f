"""Figures for Prometheus: behind a token, right, and without a name in them."""

from __future__ import annotations

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from simcap.documents.models import Document
from simcap.errors import NotNow
from simcap.facilitation.models import Outbox
from simcap.health import figures
from simcap.health.figures import Growing
from simcap.journal.append import append
from simcap.journal.checkpoint import write_checkpoint
from simcap.journal.models import Entry
from tests.cast import MONDAY, POSTS, Cast

TOKEN = "rahasia-untuk-prometheus"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(autouse=True)
def _new_counts(monkeypatch) -> None:
    """What was counted belongs to the tests before."""
    monkeypatch.setattr(figures, "ENTRIES", Growing(Entry, "office_slug"))
    monkeypatch.setattr(figures, "DOCUMENTS", Growing(Document, "kind"))


@pytest.fixture(autouse=True)
def _token(settings) -> None:
    settings.SIMCAP_METRICS_TOKEN = TOKEN


def sample(name: str, **labels: str) -> float | None:
    """One figure as Prometheus reads it."""
    text = Client().get("/metrics", headers=BEARER).content.decode()
    for family in text_string_to_metric_families(text):
        for one in family.samples:
            if one.name == name and one.labels == labels:
                return one.value
    return None


def test_without_a_token_in_the_settings_there_is_no_such_page(settings, db) -> None:
    settings.SIMCAP_METRICS_TOKEN = ""
    for headers in ({}, BEARER, {"Authorization": "Bearer "}):
        assert Client().get("/metrics", headers=headers).status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer x", TOKEN, f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer rahasia ä"])
def test_a_wrong_token_is_refused(given: str, db) -> None:
    answer = Client().get("/metrics", headers={"Authorization": given} if given else {})
    assert (answer.status_code, answer.content) == (401, b"")


def test_acts_and_refusals_are_counted_by_name(cast: Cast) -> None:
    done, refused = sample("simcap_acts_total", act="register") or 0, _refused()
    cast.do("agendaris", "register")
    with pytest.raises(NotNow):
        cast.do("kabid", "forward")
    assert sample("simcap_acts_total", act="register") == done + 1
    assert _refused() == refused + 1


def _refused() -> float:
    return sample("simcap_refusals_total", act="forward", kind="not-now") or 0


def test_a_repetition_is_not_counted_again(cast: Cast) -> None:
    inputs, request_id = cast.usual("agendaris", "register"), "6f5a4a0e-9f0b-4a59-b6a5-0f3d7a6d3a11"
    done = sample("simcap_acts_total", act="register") or 0
    for _ in range(2):
        cast.do("agendaris", "register", inputs, request_id=request_id)
    assert sample("simcap_acts_total", act="register") == done + 1


def test_requests_are_counted_by_door_and_class_of_status_with_their_time(cast: Cast) -> None:
    before = sample("simcap_http_requests_total", door="public", status="4xx") or 0
    seconds = sample("simcap_http_seconds_count", door="public") or 0
    Client().get("/o/diskominfo-sumbar/lacak/7KQ4-M2XP-9T/")
    assert sample("simcap_http_requests_total", door="public", status="4xx") == before + 1
    assert sample("simcap_http_seconds_count", door="public") == seconds + 1


def test_the_database_s_figures_are_those_of_now(cast: Cast) -> None:
    cast.walk("closed")
    cast.walk("running")
    write_checkpoint(cast.office.slug, at=MONDAY)
    office = {"office": "diskominfo-sumbar"}
    assert sample("simcap_open_cases", stage="running", **office) == 1
    assert sample("simcap_open_cases", stage="closed", **office) is None
    assert sample("simcap_documents_total", kind="assignment_letter") == 2
    assert sample("simcap_journal_entries_total", **office) == Entry.objects.count()
    assert sample("simcap_outbox_waiting") == Outbox.objects.filter(done_at=None).count()
    assert sample("simcap_checkpoint_age_seconds", **office) == 0
    assert sample("simcap_heartbeat_age_seconds", process="worker") == 0
    assert (sample("simcap_disk_free_bytes") or 0) > 0
    assert sample("simcap_tasks", state="failed") == 0


def test_a_growing_table_is_counted_once_and_then_only_what_is_new(db, monkeypatch, django_assert_num_queries) -> None:
    monkeypatch.setattr(figures, "SETTLED", 5)
    growing = Growing(Entry, "office_slug")
    for count in range(1, 21):
        append("case:a", office_slug="kantor", act="open", occurred_at=MONDAY, recorded_at=MONDAY, facts={})
        assert growing.counts() == {"kantor": count}
    first = Entry.objects.order_by("pk")[0].pk
    assert growing.settled_id == first + 14
    assert growing.settled == {"kantor": 15}


def test_nothing_of_a_person_or_a_case_is_in_it(cast: Cast) -> None:
    cast.walk("closed")
    text = Client().get("/metrics", headers=BEARER).content.decode()
    names = [name for name, _code in POSTS.values()]
    words = [*names, "Nagari", "0812", cast.case.tracking_code, str(cast.case.uid), cast.case.agenda_number]
    assert [word for word in words if word in text] == []


def test_its_statements_do_not_grow_with_the_cases(cast: Cast, django_assert_num_queries, monkeypatch) -> None:
    monkeypatch.setattr(figures, "SETTLED", 10**9)  # ids of this test's rows may have passed it on PostgreSQL
    Client().get("/metrics", headers=BEARER)
    for _ in range(3):
        cast.do("agendaris", "register")
        with django_assert_num_queries(12):
            Client().get("/metrics", headers=BEARER)
