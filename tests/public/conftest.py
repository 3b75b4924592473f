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


def pages_typed() -> dict[str, dict[str, Any]]:
    """What a requester types, page by page, as the pages send it."""
    village = first_village()
    return {
        "pemohon": {
            "institution": "Pemerintah Nagari Sungai Dareh", "institution_kind": "village",
            "contact_name": "Narahubung Rahasia", "contact_phone": "0812 5555 1234",
            "contact_email": "rahasia@contoh.example",
        },
        "kegiatan": {
            "event": "Festival Nagari", "purpose": "event", "starts_at": "2027-03-01T08:00",
            "ends_at": "2027-03-01T16:00", "visitors_count": "200", "services": ["internet", "learning"],
        },
        "tempat": {
            "place_regency": village[:5], "place_district": village[:8], "place": village, "site": "Halaman kantor",
            "latitude": "", "longitude": "", "power": "grid", "signal": "weak", "road": "paved",
        },
        "surat": {
            "letter_number": "140/21/PN-SD/2026", "letter_on": "2026-01-05", "subject": "Permohonan fasilitasi",
            "notes": "", "letter": SimpleUploadedFile("surat.png", png(), "image/png"),
            "attachments-TOTAL_FORMS": "0",
        },
        "periksa": {"website": ""},
    }  # fmt: skip


class Writer:
    """A requester who writes page by page. `draft` is the address of what he has written so far."""

    def __init__(self, client: Client, office: str = "diskominfo-sumbar") -> None:
        self.client, self.start = client, f"/o/{office}/permintaan/"
        self.draft = ""

    def opened(self) -> str:
        """The signed draft that a first page gives out."""
        signed: str = self.client.get(self.start).context["signed"]
        return signed

    def send(self, page: str, **changes: Any) -> Any:
        """Send one page with some of it changed; None leaves a field out. The first page begins the draft."""
        fields = {**pages_typed()[page], **changes}
        if page == "pemohon" and not self.draft:
            fields = {"draft": self.opened(), "website": "", **fields}
        sent = {name: value for name, value in fields.items() if value is not None}
        where = f"{self.draft}{page}/" if self.draft else self.start
        answer = self.client.post(where, sent)
        if not self.draft and answer.status_code == 302 and "/draf/" in answer["Location"]:
            self.draft = (
                answer["Location"].split("/draf/")[0]
                + "/draf/"
                + answer["Location"].split("/draf/")[1].split("/")[0]
                + "/"
            )
        return answer

    def write(self, until: str = "periksa", **changes: Any) -> str:
        """Write all pages up to this one, and stand on it. Answers the draft's address."""
        for page, fields in pages_typed().items():
            if page == until:
                break
            mine = {name: value for name, value in changes.items() if name in fields}
            answer = self.send(page, **mine)
            assert answer.status_code == 302, (page, answer.context["form"].faults())
        return self.draft

    def finish(self, **changes: Any) -> Any:
        """Write and send a whole request."""
        self.write(**changes)
        return self.send("periksa")

    def get(self, page: str = "") -> Any:
        """A page of the draft; without one, where the writing goes on."""
        return self.client.get(f"{self.draft}{page}/" if page else self.draft)


@pytest.fixture
def writer(client: Client) -> Writer:
    return Writer(client)
