"""What an administrator may do in the admin, and what the journal says of it."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import Any

import pytest
from django.urls import reverse

from simcap.documents.models import NumberTemplate
from simcap.journal.models import Entry
from simcap.journal.sentences import sentence
from simcap.journal.verify import verify
from simcap.people.authority import holders
from simcap.people.calendar import of as calendar_of
from simcap.people.models import (
    Account,
    ApiToken,
    Appointment,
    AppointmentEnd,
    Holiday,
    Instruction,
    Office,
    Officer,
    WorkSchedule,
    WorkSpan,
)
from simcap.people.tokens import digest_of, issue_token
from simcap.resources.models import Vehicle
from tests.cast import MONDAY, POSTS, WIB, Cast
from tests.people.admin_pages import address, appointment_inputs, signed_in

pytestmark = pytest.mark.django_db


def last_entry(cast: Cast) -> dict[str, Any]:
    entry = Entry.objects.filter(chain=f"office:{cast.office.slug}").order_by("-seq")[0]
    return json.loads(entry.canonical)


def said(cast: Cast) -> str:
    return sentence(last_entry(cast))


WHO = "Administrator (contoh) (Administrator SIMCAP)"


def test_a_new_holiday_is_in_the_journal_and_in_the_calendar(cast: Cast):
    noon = datetime(2026, 8, 18, 10, 0, tzinfo=WIB)
    assert calendar_of(cast.office).is_open(noon)
    sent = {"on": "2026-08-18", "name": "Cuti bersama", "kind": "joint_leave", "source": "SKB 2026"}
    assert signed_in(cast, "admin").post(address(Holiday, "add"), sent).status_code == 302
    cast.office.refresh_from_db()
    assert not calendar_of(cast.office).is_open(noon)
    assert said(cast) == (
        f"{WHO} mengubah hari libur 18-08-2026 Cuti bersama: ditambahkan; Tanggal: 2026-08-18; Nama: Cuti bersama; "
        "Jenis: cuti bersama; Sumber: SKB 2026."
    )
    assert last_entry(cast)["actor"] == {
        "kind": "officer", "name": "Administrator (contoh)", "account": "admin", "position": "Administrator SIMCAP",
        "appointment": "definitive", "decree": "SK 10/2026 (contoh)",
    }  # fmt: skip
    assert verify(office_slug=cast.office.slug).breaks == ()


def test_a_deleted_holiday_is_in_the_journal_and_counts_again(cast: Cast):
    row = Holiday.objects.create(
        office=cast.office, on=date(2026, 8, 18), name="Cuti", kind="joint_leave", source="SKB"
    )
    version = cast.office.calendar_version
    client = signed_in(cast, "admin")
    client.post(
        address(Holiday, "changelist"), {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
    )
    cast.office.refresh_from_db()
    assert (said(cast), cast.office.calendar_version) == (
        f"{WHO} mengubah hari libur 18-08-2026 Cuti: dihapus.",
        version + 1,
    )


def test_saving_without_a_change_writes_nothing(cast: Cast):
    row, before = Vehicle.objects.get(office=cast.office), Entry.objects.count()
    sent = {"name": row.name, "plate": row.plate, "is_active": "on"}
    assert signed_in(cast, "admin").post(address(Vehicle, "change", row.pk), sent).status_code == 302
    assert Entry.objects.count() == before


def test_what_must_be_once_in_an_office_is_refused_beside_the_form(cast: Cast):
    sent = {"name": "Mobil kedua", "plate": cast.vehicle.plate, "is_active": "on"}
    response = signed_in(cast, "admin").post(address(Vehicle, "add"), sent)
    assert (response.status_code, Vehicle.objects.count()) == (200, 1)


def test_a_new_row_belongs_to_the_own_office_whatever_is_sent(cast: Cast, other: Cast):
    sent = {"text": "Segera bahas", "order": "50", "is_active": "on", "office": other.office.pk}
    signed_in(cast, "admin").post(address(Instruction, "add"), sent)
    assert Instruction.objects.get(text="Segera bahas").office == cast.office


def spans(*rows: tuple[int, str, str]) -> dict[str, Any]:
    data: dict[str, Any] = {"spans-TOTAL_FORMS": len(rows), "spans-INITIAL_FORMS": 0, "spans-MIN_NUM_FORMS": 0}
    for number, (weekday, start, end) in enumerate(rows):
        data |= {f"spans-{number}-weekday": weekday, f"spans-{number}-start": start, f"spans-{number}-end": end}
    return data


def test_ramadan_hours_change_the_calendar_and_the_journal(cast: Cast):
    sent = {
        "name": "Ramadan 2027",
        "order": 5,
        "from_on": "2027-02-08",
        "until_on": "2027-03-09",
        "source": "Perpres 21/2023",
    }
    response = signed_in(cast, "admin").post(
        address(WorkSchedule, "add"), sent | spans((0, "08:00", "12:00"), (0, "12:30", "15:00"))
    )
    assert response.status_code == 302
    cast.office.refresh_from_db()
    assert not calendar_of(cast.office).is_open(datetime(2027, 2, 8, 15, 30, tzinfo=WIB))
    assert last_entry(cast)["change"].endswith("jam Senin 08.00–12.00 ditambahkan; jam Senin 12.30–15.00 ditambahkan")


def test_hours_that_overlap_are_refused(cast: Cast):
    sent = {"name": "Salah", "order": 5, "source": "–"} | spans((0, "08:00", "12:00"), (0, "11:00", "15:00"))
    response = signed_in(cast, "admin").post(address(WorkSchedule, "add"), sent)
    assert (response.status_code, WorkSpan.objects.filter(start=time(11)).count()) == (200, 0)


def test_an_appointment_is_made_by_its_act_in_office_time(cast: Cast):
    assert signed_in(cast, "admin").post(address(Appointment, "add"), appointment_inputs(cast)).status_code == 302
    made = Appointment.objects.get(decree="SPRIN 7/2026")
    assert made.from_at == datetime(2026, 6, 1, 7, 30, tzinfo=WIB)
    assert [one.officer.name for one in holders(cast.office, "head", MONDAY)] == [POSTS["sekretaris"][0]]
    assert last_entry(cast)["act"] == "appoint_officer"


@pytest.mark.parametrize(
    ("changed", "sentence_"),
    [
        ({"kind": "an"}, "a.n. dan u.b. perlu jabatan yang menandatangani."),
        ({"until_at_0": "2026-05-30"}, "Akhir harus sesudah mulai."),
    ],
)
def test_an_appointment_that_does_not_fit_is_refused_beside_the_field(
    cast: Cast, changed: dict[str, Any], sentence_: str
):
    response = signed_in(cast, "admin").post(address(Appointment, "add"), appointment_inputs(cast, **changed))
    assert response.status_code == 200
    assert sentence_ in response.content.decode()
    assert not Appointment.objects.filter(decree="SPRIN 7/2026").exists()


def test_an_appointment_is_never_changed_or_deleted(cast: Cast):
    row = Appointment.objects.get(position__code="head")
    client = signed_in(cast, "admin")
    assert client.post(address(Appointment, "change", row.pk), appointment_inputs(cast)).status_code == 403
    assert client.post(address(Appointment, "delete", row.pk), {"post": "yes"}).status_code == 403
    row.refresh_from_db()
    assert row.kind == "definitive"


def test_an_appointment_is_ended_once_by_its_act(cast: Cast):
    row = Appointment.objects.get(position__code="head")
    sent = {"appointment": row.pk, "ended_at_0": "2026-06-08", "ended_at_1": "08:00", "reason": "Purnatugas"}
    client = signed_in(cast, "admin")
    assert client.post(address(AppointmentEnd, "add"), sent).status_code == 302
    assert holders(cast.office, "head", MONDAY) == []
    assert said(cast) == f"{WHO} mengakhiri penugasan {POSTS['kadis'][0]} sebagai {row.position.title}: Purnatugas."
    assert client.post(address(AppointmentEnd, "add"), sent).status_code == 200
    assert AppointmentEnd.objects.count() == 1


def test_an_account_form_has_no_rights(cast: Cast):
    body = signed_in(cast, "admin").get(address(Account, "change", cast.account("kadis").pk)).content.decode()
    assert [word for word in ("is_staff", "is_superuser", "user_permissions", "groups") if word in body] == []


def test_a_new_account_belongs_to_the_office_and_has_no_rights(cast: Cast):
    sent = {"username": "baru", "password1": "kata-sandi-77", "password2": "kata-sandi-77", "is_superuser": "on"}
    assert signed_in(cast, "admin").post(address(Account, "add"), sent).status_code == 302
    made = Account.objects.get(username="baru")
    assert (made.office, made.is_staff, made.is_superuser, made.check_password("kata-sandi-77")) == (
        cast.office, False, False, True,
    )  # fmt: skip
    assert "kata-sandi-77" not in Entry.objects.order_by("-id")[0].canonical
    assert (
        said(cast)
        == f"{WHO} mengubah akun baru: ditambahkan; Nama pengguna: baru; Sandi diganti; Konfirmasi sandi diganti."
    )


def test_a_set_password_is_noted_and_never_written(cast: Cast):
    account = cast.account("kadis")
    sent = {"usable_password": "true", "password1": "baru-sekali-99", "password2": "baru-sekali-99"}
    page = reverse("admin:auth_user_password_change", args=[account.pk])
    assert signed_in(cast, "admin").post(page, sent).status_code == 302
    assert cast.account("kadis").check_password("baru-sekali-99")
    assert said(cast) == f"{WHO} mengubah akun kadis: kata sandi diganti."


def test_the_own_account_cannot_be_switched_off(cast: Cast):
    sent = {"username": "admin", "email": ""}
    response = signed_in(cast, "admin").post(address(Account, "change", cast.account("admin").pk), sent)
    assert response.status_code == 200
    assert cast.account("admin").is_active


def test_an_nip_is_not_written_into_the_journal(cast: Cast):
    officer = cast.officer("teknisi1")
    sent = {
        "name": officer.name,
        "nip": "199001012015012009",
        "grade": officer.grade,
        "account": officer.account_id,
        "is_active": "on",
    }
    assert signed_in(cast, "admin").post(address(Officer, "change", officer.pk), sent).status_code == 302
    assert last_entry(cast)["change"] == "NIP diganti"


def test_a_token_is_shown_once_and_kept_as_a_hash(cast: Cast):
    client = signed_in(cast, "admin")
    response = client.post(address(ApiToken, "add"), {"account": cast.account("auditor").pk, "name": "Dasbor"})
    row = ApiToken.objects.get()
    text = response.context["text"]
    assert (response.status_code, row.digest) == (200, digest_of(text))
    assert "no-store" in response["Cache-Control"]
    assert text in response.content.decode()
    assert text not in client.get(address(ApiToken, "change", row.pk)).content.decode()
    assert text not in Entry.objects.order_by("-id")[0].canonical


def test_a_token_is_revoked_from_the_list(cast: Cast):
    row, _text = issue_token(cast.account("auditor"), name="Dasbor")
    client = signed_in(cast, "admin")
    client.post(address(ApiToken, "changelist"), {"action": "revoke", "_selected_action": row.pk})
    row.refresh_from_db()
    assert row.revoked_at is not None
    assert said(cast) == f"{WHO} mengubah token API Dasbor (auditor): dicabut."


@pytest.mark.parametrize(
    ("template", "sentence_"),
    [
        ("{serial3}/{bulan}/{year}", "Hanya kata ganti berikut yang dikenal"),
        ("{unit.__class__}/{serial}/{year}", "Hanya kata ganti berikut yang dikenal"),
        ("{serial!r}/{year}", "Hanya kata ganti berikut yang dikenal"),
        ("{serial/{year}", "Tanda kurung kurawal tidak lengkap."),
        ("{unit}/{year}", "Pola perlu nomor urut"),
        ("{serial}/{unit}", "Pola perlu nomor urut"),
        ("}{", "Tanda kurung kurawal tidak lengkap."),
        ("{serial}/{year}/" + "x" * 60, "Nomor menjadi lebih dari 60 huruf."),
    ],
)
def test_a_number_template_that_cannot_number_is_refused(cast: Cast, template: str, sentence_: str):
    row = NumberTemplate.objects.get(office=cast.office, kind="agenda")
    sent = {"classification": "", "template": template}
    response = signed_in(cast, "admin").post(address(NumberTemplate, "change", row.pk), sent)
    assert response.status_code == 200
    assert sentence_ in response.content.decode()
    row.refresh_from_db()
    assert row.template == "{serial4}/{year}"


def test_the_office_page_changes_the_own_office_only(cast: Cast, other: Cast):
    client = signed_in(cast, "admin")
    office = cast.office
    names = (
        "name",
        "short_name",
        "government",
        "letterhead",
        "address",
        "seat",
        "unit_code",
        "paper",
        "sop_id",
        "time_zone",
        "runs_well_percent",
        "remind_share",
        "remind_least_minutes",
        "remind_unopened_minutes",
        "escalate_minutes",
    )
    sent = {name: getattr(office, name) for name in names} | {
        "accepts_online": "on",
        "phone": "0751 7050000",
        "slug": "lain",
    }
    assert client.post(address(Office, "change", office.pk), sent).status_code == 302
    office.refresh_from_db()
    assert (office.slug, office.phone) == ("diskominfo-sumbar", "0751 7050000")
    assert last_entry(cast)["change"] == "Telepon: 0751 7050000"
    assert client.get(address(Office, "add")).status_code == 403
