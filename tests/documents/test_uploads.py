"""Uploads: what a file is, its content says; bombs are refused; and only who uploaded it may put it into an act."""

import io
import struct
import zlib
from uuid import UUID

import pytest
from PIL import Image

from simcap import clock
from simcap.documents import store
from simcap.documents.models import Attachment, StoredFile
from simcap.documents.pictures import BadUpload
from simcap.documents.uploads import stage, usable
from simcap.errors import BadInputs
from simcap.people.models import Office
from tests.cast import MONDAY, Cast, assemble

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def office(db) -> Office:
    """An office that takes uploads."""
    return Office.objects.create(slug="kantor", name="Dinas (contoh)", sop_id="x")


@pytest.fixture
def cast(db):
    """Everybody in his post, on a Monday morning."""
    with clock.scripted(MONDAY):
        yield assemble()


def picture(kind: str, size=(60, 40), mode: str = "RGB", **kwargs) -> bytes:
    """A small picture of a kind."""
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **kwargs)
    return out.getvalue()


def staged(office: Office, data: bytes, name: str = "surat.pdf") -> Attachment:
    """Stage an upload of the requester."""
    return stage(data, name=name, office=office, uploader="requester:draft:1")


KINDS = [
    (PDF, "application/pdf", False), (picture("JPEG"), "image/jpeg", True), (picture("PNG"), "image/png", True),
    (picture("WEBP"), "image/webp", True),
]  # fmt: skip


@pytest.mark.parametrize(("data", "media_type", "has_view"), KINDS, ids=["pdf", "jpeg", "png", "webp"])
def test_the_kind_is_told_by_the_content_whatever_the_name(office, data, media_type, has_view) -> None:
    attachment = staged(office, data, name="virus.exe")
    assert (attachment.file.media_type, attachment.is_picture, bool(attachment.view)) == (
        media_type, has_view, has_view,
    )  # fmt: skip
    assert store.get(attachment.file) == data


OTHERS = [
    (b"", "nothing"), (b"<html><script>alert(1)</script></html>", "page"), (b"PK\x03\x04", "zip"), (b"GIF89a", "gif"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg"), (b"\x89PNG\r\n\x1a\n", "head of a png"),
    (b"\xff\xd8\xff", "head of a jpeg"), (PDF[:-8], "cut pdf"), (picture("PNG")[:60], "cut png"),
]  # fmt: skip


@pytest.mark.parametrize("data", [data for data, _name in OTHERS], ids=[name for _data, name in OTHERS])
def test_anything_else_and_anything_broken_is_refused_and_not_kept(office, data) -> None:
    with pytest.raises(BadUpload) as refusal:
        staged(office, data)
    assert refusal.value.status == 422
    assert (Attachment.objects.count(), StoredFile.objects.count()) == (0, 0)


@pytest.mark.parametrize(("size", "taken"), [(20 * 2**20, True), (20 * 2**20 + 1, False)])
def test_twenty_megabytes_are_the_limit(office, size: int, taken: bool) -> None:
    data = PDF[:9] + b"0" * (size - len(PDF)) + PDF[9:]
    if taken:
        assert staged(office, data).file.size == size
    else:
        with pytest.raises(BadUpload) as refusal:
            staged(office, data)
        assert refusal.value.sentence == "Berkas lebih besar dari 20 MB. Perkecil berkas lalu unggah kembali."


@pytest.mark.parametrize("size", [(10_000, 5_001), (60_000, 60_000)])
def test_an_image_bomb_is_refused_with_a_clear_sentence(office, size) -> None:
    bomb = picture("PNG", size=size, mode="1", compress_level=9) if size[0] < 60_000 else _header_only(size)
    assert len(bomb) < 100_000
    with pytest.raises(BadUpload) as refusal:
        staged(office, bomb)
    assert refusal.value.sentence == "Ukuran gambar melebihi 50 megapiksel. Perkecil gambar lalu unggah kembali."


def _header_only(size: tuple[int, int]) -> bytes:
    """A PNG that only claims its size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def test_the_view_is_upright_and_without_the_place_where_it_was_taken(office) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x8825] = {2: (0.0, 57.0, 0.0)}
    attachment = staged(office, picture("JPEG", exif=exif))
    assert attachment.view
    with Image.open(io.BytesIO(store.get(attachment.view))) as view:
        assert (view.size, dict(view.getexif())) == ((40, 60), {})
    with Image.open(io.BytesIO(store.get(attachment.file))) as original:
        assert original.getexif()[0x0112] == 6


NAMES = [
    ("../../etc/passwd", "passwd"),
    ("C:\\surat\\a.pdf", "a.pdf"),
    ("x" * 200 + ".pdf", "x" * 146 + ".pdf"),
    ("", "pdf"),
]


@pytest.mark.parametrize(("given", "kept"), NAMES, ids=["up", "windows", "long", "none"])
def test_a_name_is_only_a_name(office, given: str, kept: str) -> None:
    assert staged(office, PDF, name=given).name == kept


CASE, OTHER_CASE = UUID(int=1), UUID(int=2)
MAY_USE = [
    ("mine, not yet taken", "me", None, CASE, True),
    ("mine, for a new case", "me", None, None, True),
    ("mine, in this case", "me", CASE, CASE, True),
    ("mine, in another case", "me", OTHER_CASE, CASE, False),
    ("mine, in a case, for a new one", "me", OTHER_CASE, None, False),
    ("another's, not yet taken", "you", None, CASE, False),
    ("another's, not yet taken, for a new case", "you", None, None, False),
    ("another's, in this case", "you", CASE, CASE, True),
    ("another's, in another case", "you", OTHER_CASE, CASE, False),
]


@pytest.mark.parametrize(
    ("uploader", "taken_by", "case", "may"), [one[1:] for one in MAY_USE], ids=[one[0] for one in MAY_USE]
)
def test_who_may_put_an_upload_into_an_act(office, uploader, taken_by, case, may) -> None:
    attachment = stage(PDF, name="a.pdf", office=office, uploader=uploader)
    Attachment.objects.filter(pk=attachment.pk).update(case_uid=taken_by)
    found = usable(attachment.uid, office=office, uploader="me", case_uid=case)
    assert (found == attachment) is may


def test_an_upload_of_another_office_is_not_there(office) -> None:
    other = Office.objects.create(slug="lain", name="Dinas lain (contoh)", sop_id="x")
    attachment = stage(PDF, name="a.pdf", office=other, uploader="me")
    assert usable(attachment.uid, office=office, uploader="me", case_uid=None) is None


def refused(cast: Cast, who: str, act: str, **inputs: str) -> dict[str, list[str]]:
    """Sentences per field."""
    with pytest.raises(BadInputs) as refusal:
        cast.do(who, act, inputs)
    return {name: list(said) for name, said in refusal.value.fields.items()}


GONE = ["Berkas ini tidak ditemukan; unggah kembali."]


def test_nobody_registers_a_letter_with_another_persons_upload(cast) -> None:
    assert refused(cast, "agendaris", "register", letter=cast.upload("kadis")) == {"letter": GONE}


@pytest.mark.parametrize("uid", ["x", "", "00000000-0000-0000-0000-000000000000"])
def test_an_upload_that_is_not_there_is_asked_for_again(cast, uid: str) -> None:
    assert list(refused(cast, "agendaris", "register", letter=uid)) == ["letter"]


def test_an_attachment_of_another_case_is_not_usable(cast) -> None:
    cast.do("agendaris", "register")
    letter = Attachment.objects.get(case_uid=cast.case.uid)
    assert refused(cast, "agendaris", "register", letter=str(letter.uid)) == {"letter": GONE}
    cast.walk("running")
    assert refused(cast, "teknisi1", "log", photo=str(letter.uid)) == {"photo": GONE}


def test_a_photo_is_not_a_pdf(cast) -> None:
    cast.walk("running")
    uid = cast.upload("teknisi1", PDF, "a.pdf")
    assert refused(cast, "teknisi1", "log", photo=uid) == {"photo": ["Unggah foto (JPEG, PNG, WebP, atau HEIC)."]}


def test_an_act_takes_its_uploads_into_the_case(cast) -> None:
    cast.walk("running")
    uid = cast.upload("teknisi1")
    cast.do("teknisi1", "log", {"photo": uid})
    assert Attachment.objects.get(uid=uid).case_uid == cast.case.uid
