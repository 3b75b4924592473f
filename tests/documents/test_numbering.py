"""Numbers are consecutive per kind, office and local year, and a rollback gives a number back."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simcap.documents.models import NumberSeries, NumberTemplate
from simcap.documents.numbering import allot
from simcap.people.models import Office

pytestmark = pytest.mark.django_db
JUNE = datetime(2026, 6, 8, 1, 0, tzinfo=UTC)


def office(slug: str = "kantor", **changes) -> Office:
    """An office that numbers its letters."""
    return Office.objects.create(slug=slug, name="Dinas (contoh)", unit_code="DISKOMINFO", sop_id="x", **changes)


def serials(one: Office, *, kind: str = "assignment_letter", at: datetime = JUNE, count: int = 1) -> list[int]:
    """The next serials of a kind."""
    return [allot(one, kind=kind, at=at).serial for _ in range(count)]


def test_numbers_begin_at_one_and_follow_each_other() -> None:
    assert serials(office(), count=3) == [1, 2, 3]


def test_each_kind_has_its_own_numbers() -> None:
    one = office()
    kinds = ("agenda", "register", "assignment_letter", "agenda")
    assert [serials(one, kind=kind)[0] for kind in kinds] == [1, 1, 1, 2]


def test_each_office_has_its_own_numbers() -> None:
    assert (serials(office(), count=2), serials(office("lain"))) == ([1, 2], [1])


def test_numbers_begin_again_with_the_offices_local_year() -> None:
    one = office()
    moments = ("2026-12-31T16:59:59+00:00", "2026-12-31T17:00:00+00:00", "2027-01-01T00:00:00+00:00")
    found = [allot(one, kind="agenda", at=datetime.fromisoformat(moment)) for moment in moments]
    assert [(number.year, number.serial) for number in found] == [(2026, 1), (2027, 1), (2027, 2)]


def test_the_year_is_that_of_the_offices_own_zone() -> None:
    at = datetime(2026, 12, 31, 15, 30, tzinfo=UTC)
    zones = {"Asia/Jakarta": 2026, "Asia/Makassar": 2026, "Asia/Jayapura": 2027}
    found = {zone: allot(office(f"z{n}", time_zone=zone), kind="agenda", at=at).year for n, zone in enumerate(zones)}
    assert found == zones


PATTERNS = [
    ("assignment_letter", "800.1.11.1/001/DISKOMINFO/VI/2026"), ("activity_report", "500.12/001/DISKOMINFO/VI/2026"),
    ("agenda", "0001/2026"), ("register", "REG-0001/2026"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), PATTERNS)
def test_a_number_looks_as_field_practice_has_it(kind: str, text: str) -> None:
    assert allot(office(), kind=kind, at=JUNE).text == text


def test_an_office_writes_its_numbers_as_it_likes() -> None:
    one = office()
    pattern = "{roman_month}-{serial}/{unit}/{classification}/{year}"
    NumberTemplate.objects.create(office=one, kind="agenda", classification="005", template=pattern)
    assert allot(one, kind="agenda", at=JUNE).text == "VI-1/DISKOMINFO/005/2026"


def test_the_roman_month_is_the_local_one() -> None:
    at = datetime(2026, 8, 31, 17, 0, tzinfo=UTC)
    assert allot(office(), kind="assignment_letter", at=at).text == "800.1.11.1/001/DISKOMINFO/IX/2026"


def test_a_serial_above_999_is_not_cut() -> None:
    one = office()
    NumberSeries.objects.create(office=one, kind="assignment_letter", year=2026, last=1233)
    assert allot(one, kind="assignment_letter", at=JUNE).text == "800.1.11.1/1234/DISKOMINFO/VI/2026"


def test_a_rollback_gives_the_number_back() -> None:
    one = office()
    serials(one)
    with transaction.atomic():
        assert serials(one) == [2]
        transaction.set_rollback(True)
    assert serials(one) == [2]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["agenda", "register"]), st.sampled_from([2026, 2027]), st.booleans())))
def test_any_interleaving_of_success_and_failure_leaves_no_hole(db, attempts) -> None:
    with transaction.atomic():
        one, kept = office(), {}
        for kind, year, succeeds in attempts:
            with transaction.atomic():
                number = allot(one, kind=kind, at=JUNE.replace(year=year))
                if succeeds:
                    kept.setdefault((kind, year), []).append(number.serial)
                else:
                    transaction.set_rollback(True)
        assert kept == {key: list(range(1, len(found) + 1)) for key, found in kept.items()}
        transaction.set_rollback(True)
