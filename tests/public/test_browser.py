"""The public pages in a real browser: desktop and phone, with and without JavaScript, axe on every page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from simcap.facilitation.models import Facilitation
from tests.cast import Cast, assemble, first_village, png
from tests.support.axe import violations
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


def on(page: Page) -> None:
    """Go on to the next page of the request."""
    page.get_by_role("button", name="Lanjut", exact=True).click()


def write_sender(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}{BASE}permintaan/")
    for name, value in {
        "institution": "Nagari Contoh", "contact_name": "Narahubung", "contact_phone": "0812 5555 1234",
    }.items():  # fmt: skip
        page.locator(f"[name={name}]").fill(value)
    on(page)


def write_event(page: Page) -> None:
    for name, value in {
        "event": "Pekan baca", "starts_at": "2027-03-01T08:00", "ends_at": "2027-03-01T16:00", "visitors_count": "120",
    }.items():  # fmt: skip
        page.locator(f"[name={name}]").fill(value)
    page.select_option("[name=purpose]", "event")
    page.get_by_label("Akses internet (Wi-Fi)").check()
    on(page)


def write_site(page: Page) -> None:
    """The page of the place, its three lists left out."""
    page.locator("[name=site]").fill("Balai")
    for name, value in {"power": "grid", "signal": "weak", "road": "paved"}.items():
        page.select_option(f"[name={name}]", value)


def write_letter(page: Page, letter: Path) -> None:
    for name, value in {"letter_number": "7/2026", "letter_on": "2026-01-05", "subject": "Permohonan"}.items():
        page.locator(f"[name={name}]").fill(value)
    page.set_input_files("[type=file][name=letter]", letter)
    on(page)


@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_accessible_and_fits_its_screen(
    house: Cast, live_server: LiveServer, browser: Browser, size: str
) -> None:
    context = browser.new_context(viewport=SIZES[size], locale="id-ID")
    page, found = context.new_page(), {}
    absent = {"unknown": f"{BASE}lacak/0000-0000-00/", "nothing": f"{BASE}v/x/"}
    for name, address in {**addresses(house), **absent}.items():
        page.goto(live_server.url + address)
        broken = violations(page)
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        if broken or wide:
            found[name] = [violation["id"] for violation in broken] + ["too wide"] * wide
    assert found == {}
    assert context.cookies() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_holds_in_both_schemes(house: Cast, live_server: LiveServer, browser: Browser, scheme: str) -> None:
    page = browser.new_context(color_scheme=scheme, locale="id-ID").new_page()
    for path in ("", "sop/", "lacak/0000-0000-00/"):
        page.goto(f"{live_server.url}{BASE}{path}")
        assert [violation["id"] for violation in violations(page)] == []


def test_without_javascript_a_request_goes_all_the_way(
    house: Cast, live_server: LiveServer, browser: Browser, tmp_path: Path
) -> None:
    letter, village = tmp_path / "surat.png", first_village()
    letter.write_bytes(png())
    page = browser.new_context(java_script_enabled=False, viewport=SIZES["phone"], locale="id-ID").new_page()
    write_sender(page, live_server)
    write_event(page)
    write_site(page)
    assert page.locator(".map-box").is_visible() is False
    for name, code in {"place_regency": village[:5], "place_district": village[:8], "place": village}.items():
        page.select_option(f"[name={name}]", code)
        if name != "place":
            page.get_by_role("button", name="Tampilkan daftar berikutnya").click()
    assert page.locator("[name=site]").input_value() == "Balai"
    page.get_by_label("Lintang").fill("-1.92")
    page.get_by_label("Bujur").fill("101.05")
    on(page)
    write_letter(page, letter)
    page.get_by_role("button", name="Kirim permintaan").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Permintaan Anda terdaftar"
    code = page.locator(".facts.big dd").nth(1).inner_text()
    page.goto(f"{live_server.url}{BASE}lacak/")
    page.get_by_label("Kode lacak").fill(code.lower())
    page.get_by_role("button", name="Lihat").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Pekan baca"


def heard(page: Page) -> list[str]:
    """What the browser complains of from now on."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def choose_place(page: Page, village: str) -> None:
    """The three lists, which follow by themselves."""
    for name, code, follows in (("regency", village[:5], "_district"), ("district", village[:8], "")):
        page.select_option(f"[name=place_{name}]", code)
        page.locator(f"[name=place{follows}] option:nth-child(2)").wait_for(state="attached")
        page.locator(".htmx-settling").wait_for(state="detached")  # from then on the new list answers
    page.select_option("[name=place]", village)


def test_with_javascript_the_lists_follow_by_themselves_and_nothing_breaks_the_policy(
    house: Cast, live_server: LiveServer, browser: Browser, tmp_path: Path
) -> None:
    letter, village = tmp_path / "surat.png", first_village()
    letter.write_bytes(png())
    page = browser.new_context(locale="id-ID").new_page()
    said, asked = heard(page), []
    page.on("request", lambda request: asked.append(request.url))
    write_sender(page, live_server)
    write_event(page)
    write_site(page)
    choose_place(page, village)
    assert page.get_by_role("button", name="Tampilkan daftar berikutnya").count() == 0
    on(page)
    write_letter(page, letter)
    page.get_by_role("button", name="Kirim permintaan").click()
    page.get_by_role("heading", name="Permintaan Anda terdaftar").wait_for()
    assert said == []
    assert Facilitation.objects.get().event == "Pekan baca"
    assert [url for url in asked if not url.startswith(live_server.url)] == []


@pytest.fixture
def at_place(house: Cast, live_server: LiveServer, browser: Browser) -> Iterator[Page]:
    """The page of the place, in front of somebody whose phone knows where it is; its map is drawn."""
    context = browser.new_context(
        viewport=SIZES["phone"], locale="id-ID", permissions=["geolocation"],
        geolocation={"latitude": -0.9470834, "longitude": 100.4171814, "accuracy": 12},
    )  # fmt: skip
    page = context.new_page()
    write_sender(page, live_server)
    write_event(page)
    page.locator(".leaflet-container .name b").first.wait_for(state="attached")
    yield page
    context.close()


def numbers(page: Page) -> tuple[str, str]:
    return page.get_by_label("Lintang").input_value(), page.get_by_label("Bujur").input_value()


def test_the_map_shows_the_province_without_another_server_and_takes_a_tap(
    house: Cast, live_server: LiveServer, at_place: Page
) -> None:
    said = heard(at_place)
    assert at_place.locator(".name b").count() == 19
    assert at_place.locator(".leaflet-tile").count() == 0
    at_place.locator(".map").scroll_into_view_if_needed()
    at_place.locator(".map").click(position={"x": 180, "y": 160})
    latitude, longitude = map(float, numbers(at_place))
    assert (-3.6 < latitude < 1, 98.5 < longitude < 102) == (True, True)
    assert at_place.locator(".map .here").count() == 1
    at_place.get_by_role("button", name="Hapus titik").click()
    assert (numbers(at_place), at_place.locator(".map .here").count()) == (("", ""), 0)
    assert said == []


def test_the_phone_tells_where_it_is(at_place: Page) -> None:
    at_place.get_by_role("button", name="Gunakan lokasi saya").click()
    at_place.get_by_text("Lokasi ditemukan, ketelitian sekitar 12 m.").wait_for()
    assert numbers(at_place) == ("-0.947083", "100.417181")
    assert at_place.locator(".map .here").count() == 1


def test_a_phone_that_does_not_tell_is_no_hindrance(at_place: Page) -> None:
    at_place.context.clear_permissions()
    at_place.get_by_role("button", name="Gunakan lokasi saya").click()
    at_place.get_by_text("Lokasi tidak diizinkan atau tidak tersedia.").wait_for()


def test_a_pasted_point_becomes_two_numbers_and_a_mark(at_place: Page) -> None:
    at_place.get_by_label("Bujur").fill("-0.9, 100.4")
    at_place.get_by_label("Bujur").blur()
    assert numbers(at_place) == ("-0.9", "100.4")
    assert at_place.locator(".map .here").count() == 1
    at_place.get_by_label("Lintang").fill("51.5")
    at_place.get_by_label("Lintang").blur()
    at_place.get_by_text("Lokasi ini di luar Sumatera Barat.").wait_for()


def test_the_map_goes_to_the_chosen_kabupaten_and_a_kept_point_is_there_again(at_place: Page) -> None:
    before = at_place.locator(".leaflet-control-scale-line").inner_text()
    at_place.select_option("[name=place_regency]", "13.10")
    at_place.wait_for_function(
        "text => document.querySelector('.leaflet-control-scale-line').innerText !== text", arg=before
    )
    at_place.get_by_label("Lintang").fill("-1.13, 101.56")
    on(at_place)
    at_place.goto(at_place.url)
    at_place.locator(".map").scroll_into_view_if_needed()
    at_place.locator(".map .here").wait_for()
    assert numbers(at_place) == ("-1.13", "101.56")


def test_the_map_is_accessible(at_place: Page) -> None:
    assert [violation["id"] for violation in violations(at_place)] == []


def test_without_leaflet_the_numbers_remain(house: Cast, live_server: LiveServer, browser: Browser) -> None:
    page = browser.new_context(locale="id-ID").new_page()
    page.route("**/leaflet.js", lambda route: route.abort())
    write_sender(page, live_server)
    write_event(page)
    # The box is shown by the script, which listens to both numbers by then; before, the map is hidden with it.
    page.get_by_role("button", name="Gunakan lokasi saya").scroll_into_view_if_needed()
    page.locator(".map").wait_for(state="hidden")
    page.get_by_label("Lintang").fill("-0.9, 100.4")
    page.get_by_label("Lintang").blur()
    assert numbers(page) == ("-0.9", "100.4")


def test_an_error_takes_the_focus_and_leads_to_its_field(
    house: Cast, live_server: LiveServer, browser: Browser
) -> None:
    page = browser.new_context(locale="id-ID").new_page()
    page.goto(f"{live_server.url}{BASE}permintaan/")
    page.get_by_label("Instansi pemohon").fill("Nagari Contoh")
    on(page)
    summary = page.get_by_role("alert")
    assert page.evaluate("document.activeElement.id") == "galat"
    assert [violation["id"] for violation in violations(page)] == []
    summary.get_by_role("link", name="Telepon narahubung").click()
    assert page.evaluate("document.activeElement.name") == "contact_phone"


def test_the_enter_key_goes_on_and_neither_back_nor_elsewhere(
    house: Cast, live_server: LiveServer, browser: Browser
) -> None:
    page = browser.new_context(locale="id-ID").new_page()
    write_sender(page, live_server)
    page.locator("[name=event]").fill("Pekan baca")
    page.locator("[name=event]").press("Enter")
    page.get_by_role("alert").wait_for()
    assert page.get_by_role("heading", level=1).inner_text() == "Kegiatan"


def test_the_language_changes_under_a_half_written_page_and_nothing_is_lost(
    house: Cast, live_server: LiveServer, browser: Browser
) -> None:
    page = browser.new_context(java_script_enabled=False, locale="id-ID").new_page()
    write_sender(page, live_server)
    page.locator("[name=event]").fill("Setengah jadi")
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("[name=event]").input_value() == "Setengah jadi"
