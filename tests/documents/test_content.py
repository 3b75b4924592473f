"""Document content becomes one canonical text, whatever the order of making it."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from simcap.documents.content import as_mapping, as_text
from tests.documents import samples

pytestmark = pytest.mark.once


def test_values_become_plain_json_in_the_office_s_time_zone() -> None:
    content = {
        "letterhead": {"time_zone": "Asia/Jayapura"},
        "on": date(2026, 11, 23),
        "at": datetime(2026, 11, 23, 2, 10, 59, tzinfo=UTC),
        "litres": Decimal("31.50"),
        "many": ("a", 1, None, True),
    }
    assert as_mapping(content) == {
        "letterhead": {"time_zone": "Asia/Jayapura"},
        "on": "2026-11-23",
        "at": "2026-11-23T11:10+09:00",
        "litres": "31.50",
        "many": ["a", 1, None, True],
    }


def test_the_canonical_text_reads_back_to_itself() -> None:
    text = as_text(samples.REPORT)
    assert as_text(json.loads(text)) == text


@pytest.mark.parametrize("value", [1.5, b"bytes", {1, 2}, object()])
def test_a_value_without_a_place_on_paper_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="has no place in a document"):
        as_mapping({"value": value})


def test_content_is_a_dataclass_or_a_mapping() -> None:
    with pytest.raises(TypeError, match="must be a dataclass or a mapping"):
        as_mapping(["a"])
