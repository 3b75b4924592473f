"""The demonstration's office and accounts, by post; passwords and tokens are random."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from simcap import clock
from simcap.management.office import OfficeDetails, appoint_to, new_account, new_token, open_office
from simcap.people.models import Office, Officer
from simcap.resources.models import Vehicle

OFFICE = OfficeDetails(
    slug="diskominfo-sumbar", name="Dinas Komunikasi dan Informatika Provinsi Sumatera Barat (peragaan)",
    short_name="Diskominfo Sumbar (peragaan)", government="PEMERINTAH PROVINSI SUMATERA BARAT",
    letterhead="DINAS KOMUNIKASI DAN INFORMATIKA", address="Padang, Sumatera Barat (alamat contoh)", seat="Padang",
    unit_code="DISKOMINFO", phone="(0751) 000000", is_demo=True,
    data_officer="Pejabat Pelindungan Data Pribadi (contoh)", data_officer_email="pdp@contoh.example",
)  # fmt: skip
#: Username → (name, rank, post on the SPT, position code or None).
POSTS: dict[str, tuple[str, str, str, str | None]] = {
    "agendaris": ("Agendaris (contoh)", "Pengatur / II.c", "Pengelola Persuratan", "front_desk"),
    "sekretaris": ("Sekretaris Dinas (contoh)", "Pembina / IV.a", "", "secretary"),
    "kadis": ("Kepala Dinas (contoh)", "Pembina Utama Muda / IV.c", "", "head"),
    "kabid": ("Kepala Bidang Aptika (contoh)", "Pembina / IV.a", "", "division_head"),
    "seksi": ("Kepala Seksi Infrastruktur TIK (contoh)", "Penata Tk. I / III.d", "", "section_head"),
    "koordinator": ("Koordinator TIM (contoh)", "Penata / III.c", "Pranata Komputer Ahli Muda", None),
    "teknisi1": ("Teknisi 1 (contoh)", "Penata Muda / III.a", "Pranata Komputer Terampil", None),
    "teknisi2": ("Teknisi 2 (contoh)", "", "Tenaga teknis", None),
    "auditor": ("Auditor (contoh)", "Penata Tk. I / III.d", "Auditor Muda", "auditor"),
    "admin": ("Administrator SIMCAP (contoh)", "Penata Muda / III.a", "", "administrator"),
}


def open_demo_office(accounts_file: Path) -> Office:
    """Open the demonstration's office with an account and a token for each post, written to the file (0600)."""
    now = clock.now()
    office = open_office(OFFICE, years=(now.year - 1, now.year, now.year + 1))
    accounts: dict[str, dict[str, str]] = {}
    for number, (username, (name, grade, job, code)) in enumerate(POSTS.items(), start=1):
        nip = "" if username == "teknisi2" else f"198{number % 10}0101200501{1 + number % 2}{number:03d}"
        officer = Officer.objects.create(office=office, name=name, nip=nip, grade=grade, job_title=job)
        account, password = new_account(office, username=username, officer=officer)
        accounts[username] = {"password": password, "token": new_token(account, name="peragaan"), "name": name}
        if code:
            appoint_to(office, code, officer, from_at=now - timedelta(days=400), decree=f"SK contoh nomor {number}")
    Vehicle.objects.create(office=office, name="Mobile MCAP 1", plate="BA 0001 XX")
    Vehicle.objects.create(office=office, name="Mobile MCAP 2", plate="BA 0002 XX")
    _write(accounts_file, {"office": office.slug, "accounts": accounts})
    return office


def _write(path: Path, content: dict[str, Any]) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
        json.dump(content, new, indent=2, ensure_ascii=False)
