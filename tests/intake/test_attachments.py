"""Further files of a letter: taken by their act, with a name of their own or their file's, each kept as it was sent."""

import pytest

from simcap.documents.models import Attachment
from simcap.errors import BadInputs
from simcap.intake.models import LetterAttachment
from simcap.journal.models import Entry
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble()


def kept() -> list[tuple[str, str, str]]:
    return list(LetterAttachment.objects.order_by("id").values_list("title", "attachment__name", "origin"))


def test_a_letter_is_registered_with_further_files(cast: Cast) -> None:
    line = {"file": cast.upload("agendaris", name="denah.png"), "title": "Denah"}
    case = cast.do("agendaris", "register", {"attachments": [line]}).facilitation
    assert kept() == [("Denah", "denah.png", "request")]
    assert set(Attachment.objects.values_list("case_uid", flat=True)) == {case.uid}


def test_a_file_without_a_title_goes_by_its_own_name(cast: Cast) -> None:
    cast.do("agendaris", "register")
    cast.do("agendaris", "add_attachment", {"attachments": [{"file": cast.upload("agendaris", name="izin.png")}]})
    assert kept() == [("", "izin.png", "later")]
    assert '"attachments":"izin.png"' in Entry.objects.get(act="add_attachment").detail.text


@pytest.mark.parametrize(
    ("count", "sentence"),
    [(0, "Pilih paling sedikit satu berkas."), (11, "Paling banyak sepuluh berkas sekaligus.")],
)
def test_too_few_and_too_many_are_told_in_words(cast: Cast, count: int, sentence: str) -> None:
    cast.do("agendaris", "register")
    lines = [{"file": cast.upload("agendaris"), "title": ""} for _each in range(count)]
    with pytest.raises(BadInputs) as refused:
        cast.do("agendaris", "add_attachment", {"attachments": lines})
    assert refused.value.fields == {"attachments": [sentence]}


def test_a_line_without_its_file_is_refused_beside_the_file(cast: Cast) -> None:
    cast.do("agendaris", "register")
    with pytest.raises(BadInputs) as refused:
        cast.do("agendaris", "add_attachment", {"attachments": [{"title": "Denah"}]})
    assert list(refused.value.fields) == ["attachments[0].file"]


def test_a_file_of_another_case_is_not_taken(cast: Cast) -> None:
    cast.do("agendaris", "register")
    taken = str(Attachment.objects.get().uid)
    cast.do("agendaris", "register", {"letter_number": "2/2026"})
    with pytest.raises(BadInputs):
        cast.do("agendaris", "add_attachment", {"attachments": [{"file": taken, "title": ""}]})
    assert kept() == []


def test_an_act_that_fails_adds_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.do("agendaris", "register")

    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("simcap.facilitation.doorway.append", broken)
    with pytest.raises(RuntimeError):
        cast.do("agendaris", "add_attachment")
    assert (kept(), Attachment.objects.filter(case_uid=None).count()) == ([], 1)
