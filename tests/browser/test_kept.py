"""What somebody has typed survives: a mistake, an expired login, an expired page; and two clicks are one act."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings

from simcap.facilitation.models import Facilitation
from simcap.journal.models import Entry
from tests.cast import PASSWORD, Cast, png

from .person import Person

pytestmark = pytest.mark.browser
NOTE = "Mohon dibantu; jalan menuju lokasi sedang diperbaiki."


@pytest.fixture
def case(house: Cast) -> Iterator[Facilitation]:
    """A letter that waits for the Kepala Dinas; the only one there is on his desk when it is answered."""
    house.walk("with_head")
    assert house.case
    yield house.case
    house.case.refresh_from_db()


@pytest.fixture
def head(people: Callable[..., Person], case: Facilitation) -> Person:
    """The Kepala Dinas, who has opened the case and written his note."""
    person = people("kadis")
    person.go(f"/cases/{case.uid}/acts/dispose/")
    person.fill("Catatan", NOTE)
    person.tick("Siapkan bahan")
    return person


def entries(case: Facilitation, act: str) -> int:
    return Entry.objects.filter(chain=f"case:{case.uid}", act=act).count()


def assert_kept(person: Person) -> None:
    """The note and the ticked instruction are there."""
    person.arrives("Disposisikan")
    assert person.box("Catatan").input_value() == NOTE
    assert person.page.get_by_label("Siapkan bahan").is_checked()


def lose(person: Person, cookie: str) -> None:
    """The browser loses a cookie, as by its expiry."""
    person.context.clear_cookies(name=cookie)


def test_a_mistake_is_named_first_and_nothing_typed_is_lost(head: Person, case: Facilitation) -> None:
    head.fill("Batas waktu", "2026-06-01")
    head.press("Disposisikan")
    assert "Batas waktu tidak boleh di masa lalu." in head.page.locator(".error-summary").inner_text()
    assert head.page.evaluate("document.activeElement.className").find("error-summary") >= 0
    assert_kept(head)
    assert entries(case, "dispose") == 0


def test_an_expired_login_brings_the_form_back_after_signing_in(head: Person, case: Facilitation) -> None:
    lose(head, settings.SESSION_COOKIE_NAME)
    head.press("Disposisikan")
    head.arrives("Masuk")
    assert entries(case, "dispose") == 0
    head.fill("Nama pengguna", "kadis")
    head.fill("Kata sandi", PASSWORD)
    head.press("Masuk")
    assert_kept(head)
    head.press("Disposisikan")
    head.arrives("Meja saya")
    assert entries(case, "dispose") == 1


def test_an_expired_page_brings_the_form_back(head: Person, case: Facilitation) -> None:
    lose(head, settings.CSRF_COOKIE_NAME)
    head.press("Disposisikan")
    head.sees("Halaman sudah kedaluwarsa")
    assert_kept(head)
    assert entries(case, "dispose") == 0
    head.press("Disposisikan")
    head.arrives("Meja saya")
    assert entries(case, "dispose") == 1


def test_a_file_outlives_a_mistake_beside_it(people: Callable[..., Person], house: Cast) -> None:
    house.walk("running")
    assert house.case
    person = people("teknisi1", "phone")
    person.go(f"/cases/{house.case.uid}/acts/log/")
    person.upload("Foto", "foto.png", png(), "image/png")
    person.tick("Pengukuran")
    person.press("Catat")
    assert "Isi sedikitnya satu hasil pengukuran." in person.page.locator(".error-summary").inner_text()
    person.sees("Sudah diunggah: foto.png")


@pytest.mark.parametrize("with_javascript", [True, False])
def test_two_clicks_on_the_primary_action_are_one_act(
    people: Callable[..., Person], case: Facilitation, with_javascript: bool
) -> None:
    person = people("kadis", java_script_enabled=with_javascript)
    person.go(f"/cases/{case.uid}/acts/dispose/")
    person.tick("Siapkan bahan")
    person.button("Disposisikan").dblclick(no_wait_after=True)
    person.arrives("Meja saya")
    assert entries(case, "dispose") == 1
    assert person.page.get_by_role("alert").count() == 0


def test_the_same_form_sent_again_by_going_back_says_what_was_done(
    people: Callable[..., Person], case: Facilitation
) -> None:
    person = people("kadis")
    person.go(f"/cases/{case.uid}/acts/dispose/")
    person.tick("Siapkan bahan")
    for _time in range(2):
        form = person.page.locator("#act-form")
        answer = person.context.request.post(
            person.page.url, multipart=form.evaluate("form => Object.fromEntries(new FormData(form))")
        )
        assert answer.ok
    assert entries(case, "dispose") == 1
