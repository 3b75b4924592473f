"""The public pages in a real browser: desktop and phone, with and without JavaScript, axe on every page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from simcap.facilitation.models import Facilitation
from tests.cast import Cast, assemble, first_village, png
from tests.support.chrome import chrome_bin

from .test_pages import addresses

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
BASE = "/o/diskominfo-sumbar/"


@pytest.fixture
def house(transactional_db: None) -> Cast:
    cache.clear()
    return assemble()


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chrome_bin(), args=["--no-sandbox"])
        yield browser
        browser.close()


def fill(page: Page, letter: Path) -> None:
    """What a requester types, the place left out."""
    for name, value in {
        "institution": "Nagari Contoh", "letter_number": "7/2026", "letter_on": "2026-01-05", "subject": "Permohonan",
        "event": "Pekan baca", "starts_at": "2027-03-01T08:00", "ends_at": "2027-03-01T16:00", "visitors_count": "120",
        "site": "Balai", "contact_name": "Narahubung", "contact_phone": "0812 5555 1234",
    }.items():  # fmt: skip
        page.locator(f"[name={name}]").fill(value)
    for name, value in {"purpose": "event", "power": "grid", "signal": "weak", "road": "paved"}.items():
        page.select_option(f"[name={name}]", value)
    page.get_by_label("Akses internet (Wi-Fi)").check()
    page.set_input_files("[type=file]", letter)


@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_accessible_and_fits_its_screen(
    house: Cast, live_server: LiveServer, browser: Browser, size: str
) -> None:
    context = browser.new_context(viewport=SIZES[size], locale="id-ID")
    page, found = context.new_page(), {}
    absent = {"unknown": f"{BASE}lacak/0000-0000-00/", "nothing": f"{BASE}v/x/"}
    for name, address in {**addresses(house), **absent}.items():
        page.goto(live_server.url + address)
        violations = Axe().run(page).response["violations"]
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        if violations or wide:
            found[name] = [violation["id"] for violation in violations] + ["too wide"] * wide
    assert found == {}
    assert context.cookies() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_holds_in_both_schemes(house: Cast, live_server: LiveServer, browser: Browser, scheme: str) -> None:
    page = browser.new_context(color_scheme=scheme, locale="id-ID").new_page()
    for path in ("", "sop/", "lacak/0000-0000-00/"):
        page.goto(f"{live_server.url}{BASE}{path}")
        assert [violation["id"] for violation in Axe().run(page).response["violations"]] == []


def test_without_javascript_a_request_goes_all_the_way(
    house: Cast, live_server: LiveServer, browser: Browser, tmp_path: Path
) -> None:
    letter, village = tmp_path / "surat.png", first_village()
    letter.write_bytes(png())
    page = browser.new_context(java_script_enabled=False, viewport=SIZES["phone"], locale="id-ID").new_page()
    page.goto(f"{live_server.url}{BASE}permintaan/")
    fill(page, letter)
    for name, code in {"place_regency": village[:5], "place_district": village[:8], "place": village}.items():
        page.select_option(f"[name={name}]", code)
        if name != "place":
            page.get_by_role("button", name="Tampilkan daftar berikutnya").click()
    assert page.locator("[name=event]").input_value() == "Pekan baca"
    page.get_by_role("button", name="Kirim permintaan").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Permintaan Anda terdaftar"
    code = page.locator(".facts.big dd").nth(1).inner_text()
    page.goto(f"{live_server.url}{BASE}lacak/")
    page.get_by_label("Kode lacak").fill(code.lower())
    page.get_by_role("button", name="Lihat").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Pekan baca"


def test_with_javascript_the_lists_follow_by_themselves_and_nothing_breaks_the_policy(
    house: Cast, live_server: LiveServer, browser: Browser, tmp_path: Path
) -> None:
    letter, village = tmp_path / "surat.png", first_village()
    letter.write_bytes(png())
    page, said = browser.new_context(locale="id-ID").new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{live_server.url}{BASE}permintaan/")
    fill(page, letter)
    for name, code, follows in (("regency", village[:5], "_district"), ("district", village[:8], "")):
        page.select_option(f"[name=place_{name}]", code)
        page.locator(f"[name=place{follows}] option:nth-child(2)").wait_for(state="attached")
        page.locator(".htmx-settling").wait_for(state="detached")  # from then on the new list answers
    page.select_option("[name=place]", village)
    assert page.get_by_role("button", name="Tampilkan daftar berikutnya").count() == 0
    page.get_by_role("button", name="Kirim permintaan").click()
    page.get_by_role("heading", name="Permintaan Anda terdaftar").wait_for()
    assert said == []
    assert Facilitation.objects.get().event == "Pekan baca"


def test_an_error_takes_the_focus_and_leads_to_its_field(
    house: Cast, live_server: LiveServer, browser: Browser
) -> None:
    page = browser.new_context(locale="id-ID").new_page()
    page.goto(f"{live_server.url}{BASE}permintaan/")
    page.get_by_role("button", name="Kirim permintaan").click()
    summary = page.get_by_role("alert")
    assert page.evaluate("document.activeElement.id") == "galat"
    assert [violation["id"] for violation in Axe().run(page).response["violations"]] == []
    summary.get_by_role("link", name="Nomor surat").click()
    assert page.evaluate("document.activeElement.name") == "letter_number"
