"""The occasions of the demonstration: real ones, moved to nagari of West Sumatra and labelled as examples."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """One demonstration case: what is asked, how many days ago the letter came, and how far the case has got.

    `then`: who leaves the SOP's path by which act from there, with this `reason`, and this `ground` when he declines.
    """

    stage: str
    institution: str
    event: str
    purpose: str
    place: str
    site: str
    days_ago: int
    event_after_days: int
    hours: int = 8
    visitors: int = 200
    urgency: str = "ordinary"
    security: str = "B"
    signal: str = "weak"
    road: str = "paved"
    online: bool = False
    slow: bool = False
    then: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    ground: str = ""


OCCASIONS = (
    Occasion(
        stage="closed",
        institution="Pemerintah Kabupaten Pesisir Selatan (contoh)",
        event="Festival DesTIKa di Painan",
        purpose="event",
        place="13.01.05.2001",
        site="Lapangan kantor bupati",
        days_ago=75,
        event_after_days=12,
        visitors=320,
    ),
    Occasion(
        stage="closed",
        institution="SMP negeri di Pulau Punjung (contoh)",
        event="Ujian berbasis komputer untuk sekolah tanpa sinyal",
        purpose="school",
        place="13.10.02.2006",
        site="Halaman sekolah",
        days_ago=48,
        event_after_days=9,
        visitors=96,
        signal="none",
        road="unpaved",
        slow=True,
    ),
    Occasion(
        stage="closed",
        institution="BPBD Kabupaten Agam (contoh)",
        event="Posko banjir bandang Salareh Aia",
        purpose="disaster",
        place="13.06.11.2006",
        site="Posko nagari",
        days_ago=34,
        event_after_days=3,
        hours=10,
        visitors=410,
        urgency="most_urgent",
        signal="none",
        road="hard",
    ),
    Occasion(
        stage="report_with_head",
        institution="Pemerintah Nagari Silokek (contoh)",
        event="Pekan geopark Silokek",
        purpose="event",
        place="13.03.04.2003",
        site="Balai nagari",
        days_ago=20,
        event_after_days=10,
    ),
    Occasion(
        stage="report_with_division",
        institution="Pemerintah Nagari Maninjau (contoh)",
        event="Literasi digital untuk pelaku UMKM",
        purpose="literacy",
        place="13.06.03.2003",
        site="Gedung serbaguna",
        days_ago=19,
        event_after_days=10,
        visitors=80,
    ),
    Occasion(
        stage="report_with_section",
        institution="Pemerintah Nagari Kapau (contoh)",
        event="Hari pelayanan administrasi penduduk",
        purpose="service",
        place="13.06.09.2004",
        site="Kantor wali nagari",
        days_ago=18,
        event_after_days=10,
        visitors=150,
    ),
    Occasion(
        stage="returned",
        institution="Pemerintah Nagari Pagaruyung (contoh)",
        event="Alek nagari Pagaruyung",
        purpose="event",
        place="13.04.05.2004",
        site="Pelataran istano",
        days_ago=14,
        event_after_days=9,
        visitors=260,
    ),
    Occasion(
        stage="running",
        institution="SD negeri di Saniangbaka (contoh)",
        event="Pembelajaran daring bersama",
        purpose="school",
        place="13.02.11.2008",
        site="Halaman sekolah",
        days_ago=9,
        event_after_days=9,
        hours=32,
        visitors=120,
    ),
    Occasion(
        stage="prepared",
        institution="Pemerintah Nagari Sungai Batang (contoh)",
        event="Peringatan hari pahlawan daerah",
        purpose="event",
        place="13.06.03.2002",
        site="Lapangan nagari",
        days_ago=7,
        event_after_days=8,
    ),
    Occasion(
        stage="assigned",
        institution="Kecamatan Koto XI Tarusan (contoh)",
        event="Jambore wisata Mandeh",
        purpose="event",
        place="13.01.07.2010",
        site="Dermaga wisata",
        days_ago=6,
        event_after_days=12,
        visitors=500,
        online=True,
    ),
    Occasion(
        stage="spt_with_head",
        institution="Pemerintah Nagari Malalak Timur (contoh)",
        event="Posko longsor Malalak",
        purpose="disaster",
        place="13.06.16.2002",
        site="Posko kecamatan",
        days_ago=4,
        event_after_days=6,
        urgency="urgent",
        signal="none",
        road="hard",
    ),
    Occasion(
        stage="spt_with_division",
        institution="SMA negeri di Lubuk Gadang (contoh)",
        event="Simulasi asesmen nasional",
        purpose="school",
        place="13.11.01.2001",
        site="Laboratorium sekolah",
        days_ago=5,
        event_after_days=16,
        visitors=140,
    ),
    Occasion(
        stage="spt_with_section",
        institution="Pemerintah Nagari Sumpur (contoh)",
        event="Pasar malam UMKM danau",
        purpose="event",
        place="13.04.14.2002",
        site="Tepi danau",
        days_ago=4,
        event_after_days=15,
        online=True,
    ),
    Occasion(
        stage="to_record",
        institution="Pemerintah Desa Sikakap (contoh)",
        event="Layanan internet kepulauan",
        purpose="no_signal",
        place="13.09.09.2001",
        site="Dermaga",
        days_ago=4,
        event_after_days=21,
        signal="none",
        road="ferry",
    ),
    Occasion(
        stage="with_section",
        institution="Pemerintah Nagari Koto Gadang (contoh)",
        event="Pelatihan perak dan pemasaran daring",
        purpose="literacy",
        place="13.06.05.2008",
        site="Balai kerajinan",
        days_ago=3,
        event_after_days=18,
        visitors=60,
    ),
    Occasion(
        stage="with_division",
        institution="Pemerintah Nagari Sumpur Kudus (contoh)",
        event="Nagari tanpa sinyal: layanan bulanan",
        purpose="no_signal",
        place="13.03.09.2005",
        site="Kantor wali nagari",
        days_ago=3,
        event_after_days=14,
        signal="none",
    ),
    Occasion(
        stage="awaiting_requester",
        institution="Panitia MTQ Kecamatan (contoh)",
        event="MTQ tingkat kecamatan",
        purpose="event",
        place="13.04.08.2005",
        site="Masjid raya",
        days_ago=5,
        event_after_days=20,
        online=True,
    ),
    Occasion(
        stage="with_head",
        institution="BPBD Kabupaten Agam (contoh)",
        event="Posko banjir Palembayan",
        purpose="disaster",
        place="13.06.11.2004",
        site="Posko nagari",
        days_ago=2,
        event_after_days=4,
        visitors=300,
        signal="none",
        road="unpaved",
        online=True,
    ),
    Occasion(
        stage="with_head",
        institution="Pemerintah Nagari Muara Siberut (contoh)",
        event="Pekan literasi anak kepulauan",
        purpose="literacy",
        place="13.09.03.2002",
        site="Sekolah dasar",
        days_ago=2,
        event_after_days=25,
        road="ferry",
    ),
    Occasion(
        stage="with_division",
        institution="Instansi pertahanan daerah (contoh)",
        event="Latihan komunikasi terbatas",
        purpose="other",
        place="13.02.07.2003",
        site="Lapangan latihan",
        days_ago=3,
        event_after_days=20,
        security="R",
    ),
)
