"""A request that is still being written: resumed by a secret link, told of before it goes, gone when its time is up."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from simcap import clock
from simcap.documents import store
from simcap.documents.models import Attachment, StoredFile
from simcap.facilitation.models import Facilitation
from simcap.intake.models import RequestDraft
from simcap.people.tokens import digest_of
from simcap.public import limits, saved
from simcap.public.discretion import WithoutSecrets, discreet
from simcap.public.draft_mails import send_link, send_notice, tend_drafts
from tests.cast import Cast, assemble, png

from .conftest import Writer

pytestmark = pytest.mark.django_db


def draft() -> RequestDraft:
    return RequestDraft.objects.get()


def token_in(address: str) -> str:
    return address.split("/draf/")[1].split("/")[0]


@pytest.fixture
def moment() -> Iterator[datetime]:
    """A moment at which the clock stands still."""
    now = clock.now()
    with clock.scripted(now):
        yield now


def test_only_the_digest_of_the_link_is_kept(cast: Cast, writer: Writer) -> None:
    writer.write(until="kegiatan")
    token = token_in(writer.draft)
    kept = [str(getattr(draft(), field.attname)) for field in RequestDraft._meta.concrete_fields]
    assert (len(token), digest_of(token) in kept, any(token in text for text in kept)) == (32, True, False)


def test_the_link_is_shown_from_the_second_page_on(cast: Cast, writer: Writer) -> None:
    writer.write(until="kegiatan")
    text = writer.get("kegiatan").content.decode()
    assert "Simpan tautan ini." in text
    assert f"{settings.SIMCAP_PUBLIC_URL}{writer.draft}" in text


def test_another_browser_goes_on_where_the_first_stopped(cast: Cast, writer: Writer) -> None:
    writer.write(until="tempat")
    other = Client(headers={"accept-language": "id"})
    page = other.get(writer.draft)
    states = [(stop.title, stop.state) for stop in page.context["stops"]]
    assert states == [
        ("Pemohon", "done"), ("Kegiatan", "done"), ("Tempat", "open"), ("Surat dan lampiran", "open"),
        ("Periksa dan kirim", "open"),
    ]  # fmt: skip
    assert "Lanjutkan: Tempat" in page.content.decode()
    elsewhere = Writer(other)
    elsewhere.draft = writer.draft
    assert 'value="Festival Nagari"' in elsewhere.get("kegiatan").content.decode()
    for page_name in ("tempat", "surat", "periksa"):
        assert elsewhere.send(page_name).status_code == 302
    assert Facilitation.objects.get().event == "Festival Nagari"


def test_a_character_that_a_database_cannot_keep_is_left_out(cast: Cast, writer: Writer) -> None:
    assert writer.send("pemohon", institution="Nagari\0 Sungai", contact_email="a\0b").status_code < 500
    assert RequestDraft.objects.get().inputs["institution"] == "Nagari Sungai"


def test_the_link_leads_to_the_receipt_once_the_request_is_sent_and_keeps_nothing(cast: Cast, writer: Writer) -> None:
    done = writer.finish()["Location"]
    assert writer.get()["Location"] == done
    assert writer.get("kegiatan")["Location"] == done
    assert (draft().inputs, draft().mailed_to, draft().facilitation) == ({}, "", Facilitation.objects.get())


@pytest.mark.parametrize("page", ["", "pemohon", "surat", "periksa"])
def test_the_secret_is_kept_by_nobody_and_sent_to_nobody(cast: Cast, writer: Writer, page: str) -> None:
    writer.write()
    headers = writer.get(page).headers
    assert headers["Cache-Control"] == "private, no-store"
    assert (headers["X-Robots-Tag"], headers["Referrer-Policy"]) == ("noindex, nofollow", "no-referrer")


def test_the_secret_does_not_stand_in_the_log(cast: Cast, writer: Writer) -> None:
    lines, logger = StringIO(), logging.getLogger("django.request")
    handler, level = logging.StreamHandler(lines), logger.level
    handler.addFilter(WithoutSecrets())
    logger.addHandler(handler)
    logger.setLevel("WARNING")
    try:
        writer.write(until="kegiatan")
        assert writer.send("kegiatan", event="").status_code == 422
        done = writer.finish()["Location"]
        Client().post(done)
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
    told = lines.getvalue()
    assert "/permintaan/draf/…/kegiatan/" in told
    assert (token_in(writer.draft) in told, done.split("/")[-2] in told) == (False, False)
    assert "discreet" in settings.LOGGING["handlers"]["console"]["filters"]  # type: ignore[index]


@pytest.mark.parametrize("secret", ["jawab/abc:def", "permintaan/draf/abc_-9", "permintaan/selesai/abc"])
def test_what_follows_a_secret_address_is_still_told(secret: str) -> None:
    told = discreet(f"Not Found: /o/dinas/{secret}/lampiran/ (/o/dinas/lacak/7KQ4-M2XP-9T/)")
    word = secret.rsplit("/", 1)[0]
    assert told == f"Not Found: /o/dinas/{word}/…/lampiran/ (/o/dinas/lacak/7KQ4-M2XP-9T/)"


def test_a_link_is_unknown_to_another_office_and_when_it_is_changed(cast: Cast, client: Client, writer: Writer) -> None:
    writer.write(until="kegiatan")
    assemble("dinas-lain", prefix="lain-")
    token = token_in(writer.draft)
    for address in (writer.draft.replace("diskominfo-sumbar", "dinas-lain"), writer.draft.replace(token, token[::-1])):
        for path in (address, f"{address}kegiatan/"):
            assert client.get(path).status_code == 404
            assert client.post(path, {"_discard": "1"}).status_code == 404
    assert RequestDraft.objects.count() == 1


def test_whoever_guesses_links_is_asked_to_wait(cast: Cast, client: Client) -> None:
    for _each in range(limits.GUESSING.tries):
        assert client.get("/o/diskominfo-sumbar/permintaan/draf/tebak/").status_code == 404
    assert client.get("/o/diskominfo-sumbar/permintaan/draf/tebak/").status_code == 429


def test_a_draft_lives_two_weeks_from_its_last_change(cast: Cast, writer: Writer, moment: datetime) -> None:
    writer.write(until="kegiatan")
    assert draft().expires_at == moment + timedelta(days=14)
    with clock.scripted(moment + timedelta(days=13)):
        writer.send("kegiatan")
        assert draft().expires_at == moment + timedelta(days=27)
    with clock.scripted(moment + timedelta(days=26)):
        assert writer.get("kegiatan").status_code == 200
    with clock.scripted(moment + timedelta(days=27, seconds=1)):
        gone = writer.get("kegiatan")
        assert (gone.status_code, "lama tidak diubah" in gone.content.decode()) == (404, True)


def test_the_daily_work_deletes_what_has_expired_with_its_uploads_and_their_bytes(
    cast: Cast, writer: Writer, moment: datetime
) -> None:
    writer.write(until="surat")
    writer.send("surat", letter=SimpleUploadedFile("surat.png", png() + b"sendiri", "image/png"))
    own = Attachment.objects.get().file
    path = store.path_of(own.sha256)
    assert store.default_storage.exists(path)
    with clock.scripted(moment + timedelta(days=14, minutes=1)):
        assert tend_drafts.call() == 1
    assert (RequestDraft.objects.count(), Attachment.objects.count()) == (0, 0)
    assert (store.default_storage.exists(path), StoredFile.objects.get(pk=own.pk).destroyed_at is None) == (
        False,
        False,
    )


def test_bytes_that_somebody_else_has_stay(cast: Cast, writer: Writer, moment: datetime) -> None:
    writer.write(until="periksa")
    kept = Attachment.objects.get(pk=Attachment.objects.get().pk).file
    cast.do("agendaris", "register")  # with the very same picture
    with clock.scripted(moment + timedelta(days=15)):
        tend_drafts.call()
    assert store.get(StoredFile.objects.get(pk=kept.pk)) == png()


def test_the_daily_work_leaves_what_is_alive_and_what_was_sent(cast: Cast, client: Client, moment: datetime) -> None:
    Writer(client).finish()
    with clock.scripted(moment + timedelta(days=10)):
        alive = Writer(client)
        alive.write(until="kegiatan")
    with clock.scripted(moment + timedelta(days=20)):
        assert tend_drafts.call() == 0
        assert alive.get("kegiatan").status_code == 200
    assert Attachment.objects.exclude(case_uid=None).count() == 1


def test_a_draft_that_was_changed_in_the_meantime_is_not_deleted(cast: Cast, writer: Writer, moment: datetime) -> None:
    writer.write(until="kegiatan")
    stale = draft()
    writer.send("kegiatan")
    assert saved.discard(stale, expired_at=moment - timedelta(days=1)) is False
    assert RequestDraft.objects.count() == 1


def test_the_writer_gives_up_his_draft_himself(cast: Cast, client: Client, writer: Writer) -> None:
    writer.write()
    assert "tidak dapat dikembalikan" in writer.get().content.decode()
    assert client.post(writer.draft, {"_discard": "1"}).status_code == 302
    assert (RequestDraft.objects.count(), Attachment.objects.count()) == (0, 0)
    assert writer.get().status_code == 404


def waiting(name: str) -> list[int]:
    """Drafts for which such a mail waits for the worker."""
    rows = DBTaskResult.objects.filter(task_path=f"simcap.public.draft_mails.{name}")
    return [row.args_kwargs["args"][0] for row in rows.order_by("id")]


def test_the_link_is_mailed_once_to_an_address_that_is_given(cast: Cast, writer: Writer) -> None:
    writer.write(until="tempat")
    writer.send("pemohon")
    assert waiting("send_link") == [draft().pk]
    assert send_link.call(draft().pk) is True
    (message,) = mail.outbox
    assert message.to == ["rahasia@contoh.example"]
    assert f"{settings.SIMCAP_PUBLIC_URL}{writer.draft}" in message.body
    assert writer.draft in writer.get("kegiatan").content.decode()
    assert "rahasia@contoh.example" in writer.get("kegiatan").content.decode()


def test_a_changed_address_gets_the_link_too(cast: Cast, writer: Writer) -> None:
    writer.write(until="kegiatan")
    writer.send("pemohon", contact_email="lain@contoh.example")
    assert (len(waiting("send_link")), draft().mailed_to) == (2, "lain@contoh.example")


@pytest.mark.parametrize("changes", [{"contact_email": ""}, {"contact_email": "bukan surel"}])
def test_without_a_right_address_nothing_is_mailed(cast: Cast, writer: Writer, changes: dict[str, str]) -> None:
    writer.send("pemohon", **changes)
    assert waiting("send_link") == []


def test_nobody_floods_a_letter_box_through_us(cast: Cast, client: Client) -> None:
    for number in range(limits.MAILING.tries + 3):
        Writer(client).send("pemohon", contact_email=f"orang{number}@contoh.example")
    assert len(waiting("send_link")) == limits.MAILING.tries


def test_nothing_is_mailed_of_what_was_sent_or_deleted_since(cast: Cast, client: Client, writer: Writer) -> None:
    writer.write(until="kegiatan")
    key = draft().pk
    writer.finish()
    assert (send_link.call(key), send_link.call(key + 1), send_notice.call(key)) == (False, False, False)
    assert mail.outbox == []


def test_three_days_before_its_end_the_writer_is_told_once_in_indonesian(
    cast: Cast, writer: Writer, moment: datetime
) -> None:
    writer.write(until="kegiatan")
    with clock.scripted(moment + timedelta(days=10)):
        tend_drafts.call()
        assert waiting("send_notice") == []
    with clock.scripted(moment + timedelta(days=11, minutes=1)), translation.override("en"):
        tend_drafts.call()
        assert waiting("send_notice") == [draft().pk]
        assert [send_notice.call(draft().pk) for _twice in range(2)] == [True, False]
        tend_drafts.call()
    (message,) = mail.outbox
    assert message.subject == "Konsep permintaan Anda akan dihapus"
    assert "isian dan berkasnya kami hapus" in message.body
    assert writer.draft in message.body
    assert waiting("send_notice") == [draft().pk]


def test_who_goes_on_writing_is_told_anew_later(cast: Cast, writer: Writer, moment: datetime) -> None:
    writer.write(until="kegiatan")
    with clock.scripted(moment + timedelta(days=12)):
        send_notice.call(draft().pk)
        writer.send("kegiatan")
        assert draft().warned_at is None


def test_without_an_address_a_draft_expires_without_a_mail(cast: Cast, writer: Writer, moment: datetime) -> None:
    writer.send("pemohon", contact_email="")
    with clock.scripted(moment + timedelta(days=12)):
        tend_drafts.call()
    assert waiting("send_notice") == []
