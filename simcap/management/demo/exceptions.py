"""Occasions of the demonstration that leave the SOP's path, and what is entered for that."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from simcap.declining.queries import open_decline, suggested_body

from . import inputs
from .occasions import OCCASIONS, Occasion
from .stage import Stage

LATER = timedelta(days=7)

EXCEPTIONS = (
    Occasion(
        stage="with_section",
        institution="Pemerintah Nagari Singkarak (contoh)",
        event="Gebyar UMKM tepi danau",
        purpose="event",
        place="13.04.14.2002",
        site="Taman tepi danau",
        days_ago=4,
        event_after_days=17,
        then=(("kadis", "supersede"),),
        reason="Sifatnya segera; mohon diproses mendahului yang lain.",
        urgency="urgent",
    ),
    Occasion(
        stage="with_section",
        institution="Sanggar seni swasta (contoh)",
        event="Pentas komersial akhir pekan",
        purpose="other",
        place="13.06.03.2003",
        site="Gedung pertunjukan",
        days_ago=5,
        event_after_days=13,
        then=(("kadis", "decline"),),
        ground="outside",
        reason="Kegiatan berbayar tidak termasuk layanan publik Mobile MCAP.",
    ),
    Occasion(
        stage="with_division",
        institution="SMA swasta di Padang Panjang (contoh)",
        event="Turnamen gim antarsekolah",
        purpose="school",
        place="13.06.05.2008",
        site="Aula sekolah",
        days_ago=12,
        event_after_days=11,
        then=(
            ("kadis", "decline"),
            ("seksi", "draft_decline"),
            ("kabid", "initial_decline"),
            ("kadis", "sign_decline"),
        ),
        ground="occupied",
        reason="Pada tanggal itu kedua kendaraan bertugas di posko bencana.",
    ),
    Occasion(
        stage="assigned",
        institution="Panitia festival layang-layang (contoh)",
        event="Festival layang-layang pantai",
        purpose="event",
        place="13.01.07.2010",
        site="Pantai wisata",
        days_ago=8,
        event_after_days=14,
        online=True,
        then=(("pemohon", "cancel"),),
        reason="Acara dipindahkan ke tahun depan karena cuaca.",
    ),
    Occasion(
        stage="assigned",
        institution="Pemerintah Nagari Lubuk Basung (contoh)",
        event="Pasar murah dan layanan nagari",
        purpose="service",
        place="13.06.11.2004",
        site="Lapangan nagari",
        days_ago=9,
        event_after_days=16,
        then=(("agendaris", "postpone"),),
        reason="Panitia mengundurkan kegiatan satu minggu.",
    ),
    Occasion(
        stage="prepared",
        institution="Pemerintah Nagari Pandai Sikek (contoh)",
        event="Pekan tenun dan pemasaran daring",
        purpose="literacy",
        place="13.04.05.2004",
        site="Balai tenun",
        days_ago=8,
        event_after_days=12,
        then=(("koordinator", "amend"), ("seksi", "amend_spt")),
        reason="Teknisi 2 bertugas di tempat lain, dan kendaraan pertama diservis.",
    ),
    Occasion(
        stage="assigned",
        institution="Pemerintah Nagari Sungai Tarab (contoh)",
        event="Bursa kerja nagari",
        purpose="service",
        place="13.04.08.2005",
        site="Gelanggang pemuda",
        days_ago=7,
        event_after_days=15,
        then=(
            ("kabid", "amend"),
            ("koordinator", "amend_spt"),
            ("seksi", "initial_amendment"),
            ("kabid", "initial_amendment"),
            ("kadis", "sign_amendment"),
        ),
        reason="Tim diperkecil, dan kendaraan kedua lebih sesuai dengan jalannya.",
    ),
)
#: All occasions of the demonstration, in the order in which their cases are made.
CASES = (*OCCASIONS, *EXCEPTIONS)


def of(stage: Stage, act: str) -> dict[str, Any]:
    """The inputs of an act off the SOP's path. Raises: KeyError for one that demonstrations do not do."""
    one = stage.occasion
    if act in ("initial_decline", "sign_decline", "initial_amendment", "sign_amendment"):
        return {"note": ""}
    if act in ("cancel", "amend"):
        return {"reason": one.reason}
    return {
        "supersede": _supersede,
        "decline": lambda _stage: {"ground": one.ground, "reason": one.reason},
        "draft_decline": _draft_decline,
        "postpone": _postpone,
        "amend_spt": _amend_spt,
    }[act](stage)


def _supersede(stage: Stage) -> dict[str, Any]:
    one = stage.occasion
    given = inputs.disposition(
        stage.office, "Fasilitasi sesuai ketentuan", note="Dahulukan.", urgency=one.urgency, security=one.security
    )
    return given | {"reason": one.reason}


def _draft_decline(stage: Stage) -> dict[str, Any]:
    decline = open_decline(stage.case)
    return {
        "addressee": f"Pimpinan {stage.case.institution}",
        "subject": "Jawaban atas permintaan fasilitasi Mobile MCAP",
        "body": suggested_body(decline) if decline else "",
        "suggestion": "Minggu berikutnya kendaraan tersedia; silakan mengajukan kembali.",
    }


def _postpone(stage: Stage) -> dict[str, Any]:
    case = stage.case
    window = {"starts_at": (case.starts_at + LATER).isoformat(), "ends_at": (case.ends_at + LATER).isoformat()}
    return {**window, "reason": stage.occasion.reason}


def _amend_spt(stage: Stage) -> dict[str, Any]:
    """The same SPT with one technician fewer, on the other vehicle."""
    vehicle = stage.office.vehicles.exclude(pk=stage.vehicle().pk)[0]
    crew = [(stage.officer("teknisi1"), "Pengemudi, jaringan, dan layanan")]
    given = inputs.record_request(stage.case, vehicle=vehicle, crew=crew)
    return given | {"coordinator_officer": stage.officer("koordinator").pk}
