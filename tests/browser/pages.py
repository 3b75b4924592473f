"""Every page by name: who looks at it, and where it is, on the demonstration."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from simcap import clock
from simcap.desk.printing import FORM, print_form
from simcap.documents.models import Document
from simcap.facilitation.calendar_change import facts_of, moved
from simcap.facilitation.models import Facilitation, PaperSheet
from simcap.facilitation.occasion import officer_actor
from simcap.facilitation.rights import Powers
from simcap.intake.queries import answer_token
from simcap.people.acts import SYSTEM, note
from simcap.people.calendar import read
from simcap.people.models import Absence, Account, Office
from simcap.public import saved
from simcap.registers.shelf import BOOKS
from simcap.stewardship.models import Destruction, Incident, SubjectRequest

from . import exception_pages, report_pages, revision_pages

#: Name → (username or "" for a visitor, address).
Pages = dict[str, tuple[str, str]]
#: Act → (who does it, stage of the case it is done on).
ACTS = {
    "dispose": ("kadis", "with_head"), "forward": ("kabid", "with_division"), "appoint": ("seksi", "with_section"),
    "record_request": ("koordinator", "to_record"), "initial": ("seksi", "spt_with_section"),
    "sign_spt": ("kadis", "spt_with_head"), "prepare": ("teknisi1", "assigned"), "start": ("koordinator", "prepared"),
    "log": ("teknisi2", "running"), "finish": ("teknisi1", "running"),
    "record_facilitation": ("koordinator", "returned"),
    "endorse": ("kabid", "report_with_division"), "accept_report": ("kadis", "report_with_head"),
    "return_incomplete": ("seksi", "with_section"), "send_back": ("kabid", "report_with_division"),
    "resubmit": ("agendaris", "awaiting_requester"), "add_attachment": ("agendaris", "with_head"),
    "file_paper": ("agendaris", "with_head"),
}  # fmt: skip
#: Pages on which somebody stands outdoors with the phone in one hand.
FIELD = ("act prepare", "act start", "act log", "act finish")
#: Pages that are looked at in the dark scheme too.
MAIN = (
    "desk kadis", "desk teknisi1", "cases", "case closed", "act dispose", "act sign_spt", "act log", "journal",
    "case sop", "monitoring", "public home", "public request", "public track", "public sop", "public verify", "sign-in",
)  # fmt: skip
#: Names that are the same for every demonstration; test_pages goes through them one by one.
NAMES = (
    *(f"desk {who}" for who in ("agendaris", "kadis", "kabid", "seksi", "koordinator", "teknisi1", "auditor", "admin")),
    *(f"act {act}" for act in ACTS), "sign-in", "cases", "no case found", "case found", "registers",
    *(f"register {book}" for book in BOOKS), "register narrowed", "register empty", "event log",
    "register", "receipt",
    "case closed", "absences", "absence", "absence new", "office sop", "stuck",
    "monitoring", "monitoring empty", "monitoring refused", "monitoring slowest", "notices", "notices failed",
    "calendar changes", "calendar change",
    "case running", "case waiting", "case asked", "case sop", "papers", "case papers", "paper",
    "case bundle", "journal", "office journal", "preview", "refused",
    "archive", "archive due", "archive due year", "destructions", "destruction", "destruction decided", "case hold",
    "case readers", "subject requests", "subject request", "subject request new", "incidents", "incident",
    "incident new", "admin retention", "public privacy", "public own data",
    "unknown", "admin", "admin officers", "admin officer", "admin appointment", "public home", "public request",
    "public done", "public track", "public tracked", "public asked", "public answer", "public postpone",
    "public cancel", "public declined", "public cancelled",
    "public too late", "public verify", "public sop", "public check", "public checkpoints",
    "public add", "public draft", "public draft kegiatan", "public draft tempat", "public draft surat",
    "public draft periksa", *exception_pages.NAMES, *report_pages.NAMES,
    *revision_pages.NAMES,
)  # fmt: skip


def pages_of(office: Office) -> Pages:
    """The addresses of all pages on the demonstration's cases."""
    first = {case.stage: case for case in Facilitation.objects.filter(office=office, security="B").order_by("-pk")}
    found = {**_desk(first), **_acts(first), **_dossier(first), **_admin(office), **_public(office, first)}
    found |= _archive(office, first) | exception_pages.pages_of(office) | report_pages.pages_of(office)
    return found | revision_pages.pages_of(office)


def _archive(office: Office, first: dict[str, Facilitation]) -> Pages:
    asked, incident = SubjectRequest.objects.get(office=office), Incident.objects.get(office=office)
    clerk, head = (office.officers.get(account__username=name) for name in ("agendaris", "kadis"))
    given = {"office": office, "kind": "dossier", "proposed_at": clock.now(), "proposed_by": clerk, "proposed_as": "A"}
    open_one = Destruction.objects.create(**given)
    day = clock.now().date()
    listed = {"facilitation": first["closed"], "kind": "dossier", "closed_on": day, "due_on": day}
    open_one.items.create(**listed)
    decided = {"decided_at": clock.now(), "decided_by": head, "decided_as": "Kepala Dinas (contoh)"}
    refused = Destruction.objects.create(**given, **decided, state="refused", decision_note="Tunggu.")
    refused.items.create(**listed, state="dropped")
    case, where = f"/cases/{first['closed'].uid}", "/arsip"
    return {
        "archive": ("kadis", f"{where}/"),
        "archive due": ("agendaris", f"{where}/retensi/"),
        "archive due year": ("agendaris", f"{where}/retensi/?year={day.year + 5}"),
        "destructions": ("auditor", f"{where}/pemusnahan/"),
        "destruction": ("kadis", f"{where}/pemusnahan/{open_one.uid}/"),
        "destruction decided": ("agendaris", f"{where}/pemusnahan/{refused.uid}/"),
        "case hold": ("kadis", f"{case}/penahanan/"),
        "case readers": ("auditor", f"{case}/pembaca/"),
        "subject requests": ("sekretaris", f"{where}/data-pribadi/"),
        "subject request": ("admin", f"{where}/data-pribadi/{asked.uid}/"),
        "subject request new": ("agendaris", f"{where}/data-pribadi/baru/"),
        "incidents": ("auditor", f"{where}/insiden/"),
        "incident": ("admin", f"{where}/insiden/{incident.uid}/"),
        "incident new": ("agendaris", f"{where}/insiden/baru/"),
        "admin retention": ("admin", "/admin/simcap/retentionrule/"),
        "public privacy": ("", f"/o/{office.slug}/privasi/"),
        "public own data": ("", f"/o/{office.slug}/data-pribadi/"),
    }


def _desk(first: dict[str, Facilitation]) -> Pages:
    people = ("agendaris", "kadis", "kabid", "seksi", "koordinator", "teknisi1", "auditor", "admin")
    return {
        **{f"desk {who}": (who, "/desk/") for who in people},
        "sign-in": ("", "/masuk/"),
        "cases": ("auditor", "/cases/"),
        "no case found": ("auditor", "/cases/?q=tidak-ada"),
        "case found": ("auditor", "/cases/?q=data+contoh"),
        "registers": ("agendaris", "/registers/"),
        **{f"register {book}": ("agendaris", f"/registers/{book}/") for book in BOOKS},
        "register narrowed": ("auditor", "/registers/agenda/?q=contoh&period=this_year&at=open&place=13.06"),
        "register empty": ("admin", "/registers/reports/?period=today"),
        "event log": ("auditor", "/registers/event-log/"),
        "register": ("agendaris", "/cases/new/"),
        "absences": ("agendaris", "/absences/"),
        "absence": ("admin", f"/absences/{Absence.objects.get(officer__account__username='kabid').pk}/"),
        "absence new": ("sekretaris", "/absences/new/"),
        "office sop": ("kabid", "/sop/"),
        "stuck": ("kadis", "/stuck/"),
        "monitoring": ("kadis", "/pemantauan/?period=this_year"),
        "monitoring empty": ("sekretaris", "/pemantauan/?period=last_year"),
        "monitoring refused": ("auditor", "/pemantauan/?from_on=2026-06-30&until_on=2026-06-01&performer=head"),
        "monitoring slowest": ("seksi", "/pemantauan/langkah/1/?period=this_year"),
        "notices": ("kadis", "/pemberitahuan/"),
        "notices failed": ("admin", "/pemberitahuan/gagal/"),
        "calendar changes": ("auditor", "/perubahan-kalender/"),
        "calendar change": ("kadis", f"/perubahan-kalender/{_calendar_change(first['running'].office)}/"),
        "receipt": ("agendaris", f"/cases/{first['with_head'].uid}/receipt/"),
    }


def _calendar_change(office: Office) -> int:
    """The entry of a change that moves every open case: yesterday's hours no longer count."""
    before, at = read(office), clock.now()
    after = replace(before, holidays=before.holidays | {at.date() - timedelta(days=n) for n in range(1, 5)})
    facts = facts_of(moved(office, before=before, after=after, at=at), before=before, after=after)
    said = {"what": "hari libur (contoh)", "change": "ditambahkan"}
    return note(office, act="calendar_changed", by=SYSTEM, facts=said | facts).seq


def _acts(first: dict[str, Facilitation]) -> Pages:
    found = {f"act {act}": (who, f"/cases/{first[stage].uid}/acts/{act}/") for act, (who, stage) in ACTS.items()}
    signing = found["act sign_spt"][1]
    return {**found, "preview": ("kadis", f"{signing}preview/"), "refused": ("seksi", signing)}


def _dossier(first: dict[str, Facilitation]) -> Pages:
    closed, running = f"/cases/{first['closed'].uid}/", f"/cases/{first['running'].uid}/"
    return {
        "case closed": ("auditor", closed),
        "case running": ("teknisi1", running),
        "case waiting": ("kadis", f"/cases/{first['with_head'].uid}/"),
        "case asked": ("seksi", f"/cases/{first['awaiting_requester'].uid}/"),
        "case sop": ("kabid", f"{running}sop/"),
        "case bundle": ("auditor", f"{closed}bundle/"),
        "journal": ("auditor", f"{closed}journal/"),
        "papers": ("agendaris", "/kertas/"),
        "case papers": ("teknisi1", f"{running}kertas/"),
        "paper": ("teknisi1", f"/k/{_sheet(first['running']).token}/"),
        "office journal": ("auditor", "/journal/?check=1"),
        "unknown": ("kadis", "/cases/00000000-0000-4000-8000-000000000000/"),
    }


def _sheet(case: Facilitation) -> PaperSheet:
    """A printed log sheet of a running case."""
    account = Account.objects.select_related("officer__office").get(username="teknisi1")
    powers = Powers(officer_actor(account), clock.now())
    return case.sheets.first() or print_form(case, "log", powers, template=FORM, inputs=None)


def _admin(office: Office) -> Pages:
    officer = office.officers.order_by("pk")[0]
    return {
        "admin": ("admin", "/admin/"),
        "admin officers": ("admin", "/admin/simcap/officer/"),
        "admin officer": ("admin", f"/admin/simcap/officer/{officer.pk}/change/"),
        "admin appointment": ("admin", "/admin/simcap/appointment/add/"),
    }


def _draft(office: Office) -> str:
    """The address of a request that is still being written."""
    draft = saved.begin(UUID(int=office.pk), office=office)
    saved.keep(draft, {"institution": "Pemerintah Nagari (contoh)", "place": "13.01"})
    return saved.path(draft)


def _public(office: Office, first: dict[str, Facilitation]) -> Pages:
    base, asked = f"/o/{office.slug}/", first["awaiting_requester"]
    spt = Document.objects.filter(office=office, kind="assignment_letter").order_by("pk")[0]
    found = {
        "home": base,
        "request": f"{base}permintaan/",
        "done": f"{base}permintaan/selesai/{answer_token(asked)}/",
        "track": f"{base}lacak/",
        "tracked": f"{base}lacak/{first['running'].tracking_code}/",
        "asked": f"{base}lacak/{asked.tracking_code}/",
        "answer": f"{base}jawab/{answer_token(asked)}/",
        "add": f"{base}jawab/{answer_token(asked)}/lampiran/",
        **{f"draft {page}": f"{_draft(office)}{page}/" for page in ("kegiatan", "tempat", "surat", "periksa")},
        "draft": _draft(office),
        "postpone": f"{base}jawab/{answer_token(asked)}/tunda/",
        "cancel": f"{base}jawab/{answer_token(asked)}/batal/",
        "declined": f"{base}lacak/{first['declined'].tracking_code}/",
        "cancelled": f"{base}jawab/{answer_token(first['cancelled'])}/",
        "too late": f"{base}jawab/{answer_token(first['running'])}/batal/",
        "verify": f"{base}v/{spt.token}/",
        "check": f"{base}verifikasi/",
        "checkpoints": f"{base}jejak/",
        "sop": f"{base}sop/",
    }
    return {f"public {name}": ("", path) for name, path in found.items()}
