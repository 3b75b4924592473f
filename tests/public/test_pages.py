"""What every public page has: an office, both languages, headers, no cookie, a small size."""

import gzip
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client

from simcap.documents.models import Document
from simcap.intake.queries import answer_token
from simcap.public import saved
from tests.cast import Cast

STATIC = Path(__file__).parents[2] / "simcap" / "static"
#: Bytes over the wire on a first visit (design, "Budgets").
BUDGET = 60_000
#: What the page of the place loads when its map comes into sight, after it can be used.
LATER = {"vendor/leaflet-1.9.4/leaflet.js", "vendor/leaflet-1.9.4/leaflet.css"}
ONLY_TELL = ["", "lacak/", "lacak/A/", "v/x/", "sop/", "permintaan/selesai/x/"]


def addresses(cast: Cast) -> dict[str, str]:
    """Every public page that answers 200, by its name."""
    case = cast.walk("assigned")
    cast.walk("with_head")
    cast.do("kadis", "return_incomplete")
    assert cast.case
    token, base = answer_token(cast.case), "/o/diskominfo-sumbar/"
    spt = Document.objects.get(kind="assignment_letter")
    return {
        "home": base, "request": f"{base}permintaan/", "done": f"{base}permintaan/selesai/{token}/",
        "track": f"{base}lacak/", "tracked": f"{base}lacak/{case.tracking_code}/",
        "asked": f"{base}lacak/{cast.case.tracking_code}/", "answer": f"{base}jawab/{token}/",
        "verify": f"{base}v/{spt.token}/", "sop": f"{base}sop/", "add": f"{base}jawab/{token}/lampiran/",
        **{f"draft {page}": f"{drafted(cast)}{page}" for page in ("", "kegiatan/", "tempat/", "surat/", "periksa/")},
    }  # fmt: skip


def drafted(cast: Cast) -> str:
    """The address of a request that is still being written."""
    draft = saved.begin(UUID(int=1), office=cast.office)
    saved.keep(draft, {"institution": "Nagari Contoh", "place": "13.01", "attachments": []})
    return saved.path(draft)


def test_every_page_is_there_in_both_languages_without_a_cookie(cast: Cast, client: Client) -> None:
    for name, address in addresses(cast).items():
        for language in ("id", "en"):
            page = client.get(address, headers={"accept-language": language})
            assert (name, page.status_code, page["Content-Language"]) == (name, 200, language)
            assert f'<html lang="{language}">' in page.content.decode()
    assert dict(client.cookies) == {}


def test_a_language_is_chosen_by_a_link_and_remembered(cast: Cast, client: Client) -> None:
    page = client.get("/o/diskominfo-sumbar/?bahasa=en")
    assert '<html lang="en">' in page.content.decode()
    assert client.cookies["django_language"].value == "en"
    assert '<html lang="en">' in client.get("/o/diskominfo-sumbar/").content.decode()


def test_a_language_that_is_not_there_changes_nothing(cast: Cast, client: Client) -> None:
    page = client.get("/o/diskominfo-sumbar/?bahasa=xx")
    assert '<html lang="id">' in page.content.decode()
    assert dict(client.cookies) == {}


@pytest.mark.parametrize("path", [*ONLY_TELL, "permintaan/", "jawab/x/"])
def test_an_office_that_does_not_exist_is_not_found(db: None, client: Client, path: str) -> None:
    page = client.get(f"/o/tidak-ada/{path}")
    assert page.status_code == 404
    assert "Tidak ditemukan" in page.content.decode()


@pytest.mark.parametrize("path", [path for path in ONLY_TELL if path != "v/x/"])  # that one compares a file
def test_pages_that_only_tell_refuse_post(cast: Cast, client: Client, path: str) -> None:
    assert client.post(f"/o/diskominfo-sumbar/{path}").status_code == 405


def test_what_is_the_same_for_all_may_be_kept_a_minute_and_the_form_is_asked_anew(cast: Cast, client: Client) -> None:
    base = "/o/diskominfo-sumbar/"
    kept = {path: client.get(base + path)["Cache-Control"] for path in ("", "sop/", "permintaan/", "lacak/")}
    assert kept == {
        "": "public, max-age=60", "sop/": "public, max-age=60",
        "permintaan/": "private, max-age=0", "lacak/": "private, max-age=0",
    }  # fmt: skip
    assert "Accept-Language" in client.get(base)["Vary"]


def test_a_first_visit_stays_within_the_budget(cast: Cast, client: Client) -> None:
    weights = {}
    for name, address in addresses(cast).items():
        page = client.get(address, headers={"accept-encoding": "gzip"})
        assert page["Content-Encoding"] == "gzip"
        text = gzip.decompress(page.content).decode()
        loaded = {part.split('"')[0] for part in text.split('"/static/')[1:]} - LATER
        weights[name] = len(page.content) + weight_of(loaded)
    assert {name: weight for name, weight in weights.items() if weight > BUDGET} == {}


def test_the_map_comes_later_and_weighs_no_more_than_a_photo() -> None:
    assert weight_of(LATER) < 48_000


def weight_of(files: set[str]) -> int:
    """What files weigh over the wire."""
    return sum(len(gzip.compress((STATIC / file).read_bytes())) for file in files)


def test_a_signed_in_official_sees_what_anybody_sees(cast: Cast, client: Client) -> None:
    signed_in = Client(headers={"accept-language": "id"})
    signed_in.force_login(cast.account("kadis"))
    address = addresses(cast)["tracked"]
    assert signed_in.get(address).content == client.get(address).content
