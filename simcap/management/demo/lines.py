"""What everybody enters in a demonstration case: the inputs of each act, fitted to its occasion."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from simcap.facilitation.phrases import window_text
from simcap.intake.regions import place_label

from . import inputs, paper
from .stage import Stage

#: Stages of a case whose activity is over.
HELD = ("returned", "report_with_section", "report_with_division", "report_with_head", "closed")


def _window(stage: Stage) -> tuple[datetime, datetime]:
    """The activity's window: over by now where the case is further, under way where it is running."""
    one, zone = stage.occasion, ZoneInfo(stage.office.time_zone)
    day = (stage.now + timedelta(days=one.event_after_days)).astimezone(zone)
    if one.stage in HELD:
        day = min(day, stage.until.astimezone(zone) - timedelta(days=1))
    if one.stage == "running":
        day = stage.until.astimezone(zone) - timedelta(hours=10)
    starts = day.replace(hour=8, minute=0, second=0, microsecond=0)
    return starts, starts + timedelta(hours=one.hours)


def register(stage: Stage, username: str) -> dict[str, Any]:
    """The letter and what it asks for."""
    one, (starts, ends) = stage.occasion, _window(stage)
    on = (stage.now - timedelta(days=2)).astimezone(ZoneInfo(stage.office.time_zone)).date()
    number = f"{100 + stage.number}/CONTOH/{on.year}"
    letter = paper.letter(
        institution=one.institution,
        number=number,
        on=on,
        event=one.event,
        place=place_label(one.place),
        window=window_text(starts, ends, stage.office.time_zone),
        at=stage.now,
    )
    given = {
        "institution": one.institution,
        "letter_number": number,
        "letter_on": on.isoformat(),
        "subject": "Permohonan fasilitasi Mobile MCAP",
        "starts_at": starts.isoformat(),
        "ends_at": ends.isoformat(),
        "letter": stage.upload(username, letter, "surat.pdf"),
        **_site(stage),
    }
    return given if one.online else given | {"security": one.security}


def _site(stage: Stage) -> dict[str, Any]:
    one = stage.occasion
    return {
        "event": f"{one.event} (data contoh)",
        "purpose": one.purpose,
        "place": one.place,
        "site": one.site,
        "visitors_count": one.visitors,
        "power": "genset" if one.signal == "none" else "grid",
        "signal": one.signal,
        "road": one.road,
        "services": ["internet", "learning"],
        "contact_name": "Narahubung (contoh)",
        "contact_phone": "0800 0000 0000",
        "contact_email": "",
    }


def of(stage: Stage, act: str) -> dict[str, Any]:
    """The inputs of an act after the registration. Raises: KeyError for an act that demonstrations do not do."""
    if act in ("initial", "sign_spt", "endorse", "accept_report"):
        return {"note": ""}
    return {
        "dispose": _dispose,
        "forward": _forward,
        "appoint": _appoint,
        "record_request": _record_request,
        "prepare": _prepare,
        "finish": _finish,
        "record_facilitation": lambda one: inputs.record_facilitation(one.case),
    }[act](stage)


def _level(stage: Stage) -> dict[str, str]:
    return {"urgency": stage.occasion.urgency, "security": stage.occasion.security}


def _dispose(stage: Stage) -> dict[str, Any]:
    return inputs.disposition(stage.office, "Fasilitasi sesuai ketentuan", "Laporkan hasilnya", **_level(stage))


def _forward(stage: Stage) -> dict[str, Any]:
    note = "Periksa jadwal kendaraan."
    return inputs.disposition(stage.office, "Untuk ditindaklanjuti", "Siapkan SPT", note=note, **_level(stage))


def _appoint(stage: Stage) -> dict[str, Any]:
    given = inputs.disposition(stage.office, "Siapkan bahan", **_level(stage))
    return given | {"coordinator": stage.officer("koordinator").pk}


def _record_request(stage: Stage) -> dict[str, Any]:
    duties = {"teknisi1": "Pengemudi dan jaringan", "teknisi2": "Layanan pengunjung"}
    crew = [(stage.officer(username), duty) for username, duty in duties.items()]
    return inputs.record_request(stage.case, vehicle=stage.vehicle(), crew=crew)


def _odometer(stage: Stage) -> int:
    return 20_000 + 300 * stage.number


def _prepare(stage: Stage) -> dict[str, Any]:
    return inputs.prepare(stage.office, odometer_out_km=_odometer(stage))


def _finish(stage: Stage) -> dict[str, Any]:
    case, total = stage.case, int(stage.occasion.visitors * 0.9)
    children, elderly = total // 3, total // 10
    page = stage.upload("teknisi1", paper.signed_page("Wali Nagari (contoh)", case.event), "tanda-terima.jpg")
    last = min(case.ends_at, stage.now)
    hours = (last - case.log_entries.get(kind="start").at).total_seconds() / 3600
    return inputs.finish(
        case,
        host_page=page,
        finished_at=last,
        on_air_hours=f"{max(hours, 0.1):.1f}",
        visitors=(children, total - children - elderly, elderly),
        odometer_in_km=_odometer(stage) + 212,
    )
