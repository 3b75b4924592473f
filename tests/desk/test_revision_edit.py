"""The pages on which a revision is written: the form, the text, the check while typing, two windows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from simcap import clock
from simcap.revisions import acts
from simcap.revisions.models import Revision
from tests.cast import MONDAY, Cast, assemble
from tests.revisions.conftest import SIGNED_ID, begun, proposed, revised

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.scripted(MONDAY):
        yield assemble()


def page(cast: Cast, row: Revision, name: str = "revision-edit", who: str = "seksi", **given: str) -> object:
    client = Client()
    client.force_login(cast.account(who))
    url = reverse(name, kwargs={"uid": row.uid})
    return client.post(url, given) if given else client.get(url)


def test_a_field_is_saved_and_the_rest_stays(cast: Cast) -> None:
    draft = begun(cast, revised("revisi-2"))
    answer = page(cast, draft, edition="1", **{"identity.division": "BIDANG BARU"})
    assert answer.url == reverse("revision", kwargs={"uid": draft.uid})
    saved = Revision.objects.get()
    assert ('division = "BIDANG BARU"' in saved.text, saved.edition, saved.definition_id) == (True, 2, "revisi-2")


def test_what_cannot_be_is_saved_as_typed_and_told_beside_its_field(cast: Cast) -> None:
    draft = begun(cast, revised("revisi-2"))
    page(cast, draft, edition="1", stay="1", **{"steps.1.tolerance_minutes": "dua"})
    shown = page(cast, draft).content.decode()
    assert 'name="steps.1.tolerance_minutes" value="dua"' in shown
    said = "<li>harus bilangan bulat, nol atau lebih</li>"
    assert f'<ul class="errorlist" id="f-steps-1-tolerance_minutes-error">{said}</ul>' in shown


def test_the_check_answers_while_it_is_typed_and_saves_nothing(cast: Cast) -> None:
    draft = begun(cast, revised("revisi-2"))
    wrong = page(cast, draft, "revision-check", **{"steps.1.standard": "7", "shown": "f-id"}).content.decode()
    assert "menyebut &#x27;± 5 menit&#x27;, padahal standarnya 7 menit kerja" in wrong
    assert 'id="f-steps-1-time_text-error" hx-swap-oob="true"' in wrong
    assert '<ul class="errorlist" id="f-id-error" hx-swap-oob="true"></ul>' in wrong
    good = page(cast, draft, "revision-check", text=revised("revisi-3")).content.decode()
    assert "sudah dapat diajukan" in good
    assert Revision.objects.get().text == revised("revisi-2")


def test_the_code_of_another_sop_is_told_at_once(cast: Cast) -> None:
    draft = begun(cast, revised("revisi-2"))
    told = page(cast, draft, "revision-check", id=SIGNED_ID).content.decode()
    assert f"SOP dengan kode {SIGNED_ID} sudah ada" in told


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("revision-edit", {"identity.division": "BIDANG SAYA"}, 'value="BIDANG SAYA"'),
        ("revision-text", {"text": "id = 5 # naskah saya"}, "id = 5 # naskah saya"),
    ],
)
def test_of_two_windows_the_second_keeps_what_it_typed(cast: Cast, name: str, given: dict[str, str], kept: str) -> None:
    draft = begun(cast, revised("revisi-2"))
    other = revised("revisi-2", ("BIDANG APLIKASI INFORMATIKA", "BIDANG MEREKA"))
    acts.write(draft, text=other, edition=1, powers=cast.powers("kabid"))
    answer = page(cast, draft, name, edition="1", **given)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert [kept in shown, "BIDANG MEREKA" in shown, 'name="edition" value="2"' in shown] == [True] * 3
    assert Revision.objects.get().text == other


def test_a_text_that_is_no_toml_is_kept_and_edited_as_text(cast: Cast) -> None:
    draft = begun(cast, revised("revisi-2"))
    page(cast, draft, "revision-text", edition="1", text="ini [[ bukan TOML\r\nbaris dua")
    assert Revision.objects.get().text == "ini [[ bukan TOML\nbaris dua"
    assert page(cast, draft).url == reverse("revision-text", kwargs={"uid": draft.uid})


def test_a_text_that_is_far_too_long_is_refused_with_what_was_typed(cast: Cast) -> None:
    draft = begun(cast, revised("revisi-2"))
    answer = page(cast, draft, "revision-text", edition="1", text="#" * (acts.LONGEST_TEXT + 1))
    assert (answer.status_code, "####" in answer.content.decode()) == (422, True)


def test_what_was_proposed_has_no_form_any_more(cast: Cast) -> None:
    assert page(cast, proposed(cast, revised("revisi-2"))).status_code == 409
