"""One office with its cast, and what a requester types."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast, assemble, first_village, png


@pytest.fixture(autouse=True)
def _no_tries_yet() -> Iterator[None]:
    """Limits are kept in the cache; each test begins without any."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def client() -> Client:
    """A browser that says it speaks Indonesian; CSRF is checked as in use."""
    return Client(enforce_csrf_checks=True, headers={"accept-language": "id"})


def typed(**changes: Any) -> dict[str, Any]:
    """What a requester types into the request form, as the page sends it."""
    village = first_village()
    fields: dict[str, Any] = {
        "institution": "Pemerintah Nagari Sungai Dareh", "letter_number": "140/21/PN-SD/2026",
        "letter_on": "2026-01-05", "subject": "Permohonan fasilitasi", "event": "Festival Nagari", "purpose": "event",
        "place_regency": village[:5], "place_district": village[:8], "place": village, "site": "Halaman kantor",
        "starts_at": "2027-03-01T08:00", "ends_at": "2027-03-01T16:00", "visitors_count": "200", "power": "grid",
        "signal": "weak", "road": "paved", "services": ["internet", "learning"], "contact_name": "Narahubung Rahasia",
        "contact_phone": "0812 5555 1234", "contact_email": "rahasia@contoh.example", "notes": "", "website": "",
        "send": "1", "letter": SimpleUploadedFile("surat.png", png(), "image/png"),
    }  # fmt: skip
    return {name: value for name, value in {**fields, **changes}.items() if value is not None}


def draft_in(response: Any) -> str:
    """The signed draft that a page gave out."""
    return response.context["draft"]
