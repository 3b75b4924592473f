"""Usual inputs of every act, as JSON values: what demonstrations and stories send through the doorway."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from simcap.facilitation.models import Facilitation
from simcap.people.models import Instruction, Office, Officer
from simcap.resources.models import ChecklistItem, Vehicle
from simcap.step4_record.queries import differences

BUDGET = "DPA Diskominfo (contoh), kode rekening 5.1.02.04.01.0001"


def instructions(office: Office, *texts: str) -> list[int]:
    """Keys of entries of the office's instruction list. Raises: LookupError for one that is not in it."""
    keys = dict(Instruction.objects.filter(office=office, is_active=True).values_list("text", "pk"))
    return [keys[text] for text in texts]


def disposition(
    office: Office, *texts: str, note: str = "", urgency: str = "ordinary", security: str = "B"
) -> dict[str, Any]:
    """A tier of the disposition."""
    return {"instructions": instructions(office, *texts), "note": note, "urgency": urgency, "security": security}


def record_request(case: Facilitation, *, vehicle: Vehicle, crew: Sequence[tuple[Officer, str]]) -> dict[str, Any]:
    """The register entry and the SPT's draft."""
    return {
        "place": f"{case.letter.site}, {case.place_label}",
        "starts_at": case.starts_at.isoformat(),
        "ends_at": case.ends_at.isoformat(),
        "vehicle": vehicle.pk,
        "tasks": f"Melaksanakan fasilitasi Mobile MCAP pada kegiatan {case.event}\nMenyampaikan laporan tertulis",
        "budget_source": BUDGET,
        "copies_to": "Sekretaris Dinas",
        "crew": [{"officer": officer.pk, "duty": duty} for officer, duty in crew],
    }


def prepare(office: Office, *, odometer_out_km: int) -> dict[str, Any]:
    """The checklist, all ticked, and the usual equipment."""
    items = list(ChecklistItem.objects.filter(office=office, is_active=True))
    return {
        "odometer_out_km": odometer_out_km,
        "checks": [{"item": one.text, "ok": True} for one in items if one.kind == ChecklistItem.Kind.CHECK],
        "equipment": [
            {"name": one.text, "unit": one.unit, "out_count": one.usual_count, "out_condition": "good"}
            for one in items
            if one.kind == ChecklistItem.Kind.EQUIPMENT
        ],
    }


def finish(
    case: Facilitation, *, host_page: str, finished_at: datetime, on_air_hours: str, visitors: tuple[int, int, int],
    odometer_in_km: int, lost: dict[str, str] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The field report. `visitors` are children, adults and elderly; `lost` maps an item to why one is missing."""
    total, lost = sum(visitors), lost or {}
    return {
        "finished_at": finished_at.isoformat(), "on_air_hours": on_air_hours, "male_count": total // 2,
        "female_count": total - total // 2, "child_count": visitors[0], "adult_count": visitors[1],
        "elderly_count": visitors[2], "disability_count": total // 50, "device_count": total // 3, "down_mbps": "24.6",
        "up_mbps": "5.2", "latency_ms": 52, "outage_count": 1, "outage_minutes": 12, "genset_hours": "5.5",
        "fuel_litres": "31.5", "odometer_in_km": odometer_in_km, "incidents": "",
        "summary": f"Layanan internet diberikan kepada {total} pengunjung pada kegiatan {case.event}.\n"
        "Pengunjung memakai Wi-Fi, laptop belajar, dan layar informasi.",
        "host_name": "Wali Nagari (contoh)", "host_post": "Wali Nagari", "host_way": "page",
        "host_page": host_page,
        "equipment": [
            {
                "name": one.name, "in_count": one.out_count - (1 if one.name in lost else 0),
                "in_condition": one.out_condition, "in_note": lost.get(one.name, ""),
            }
            for one in case.equipment.order_by("order")
        ],
    }  # fmt: skip


def record_facilitation(case: Facilitation) -> dict[str, Any]:
    """The record, with every difference explained."""
    said = {
        "started": "Pemasangan selesai lebih lambat karena jalan menuju lokasi ramai.",
        "finished": "Layanan disesuaikan dengan selesainya acara.",
        "visitors": "Jumlah pengunjung mengikuti cuaca dan jadwal acara.",
        "outages": "Gangguan singkat dicatat dalam laporan lapangan.",
    }
    return {
        "confirmed": True,
        "results": "Layanan diberikan sesuai permintaan; pengunjung dapat mengakses internet selama kegiatan.",
        "obstacles": "Gangguan sambungan singkat karena hujan lebat.",
        "conclusion": "Fasilitasi berjalan baik dan bermanfaat bagi masyarakat.",
        "suggestions": "Perlu tambahan satu titik akses untuk kegiatan dengan lebih dari 300 pengunjung.",
        "differences": [
            {"key": gap.key, "explanation": said.get(gap.key, "Dijelaskan dalam catatan serah terima.")}
            for gap in differences(case)
        ],
    }
