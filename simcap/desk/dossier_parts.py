"""What the dossier (berkas) shows of a case besides its face and its steps: letter, papers, team, log, figures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simcap.documents.models import Attachment, Document
from simcap.facilitation.definitions import definition
from simcap.facilitation.models import Facilitation
from simcap.facilitation.phrases import short_moment
from simcap.intake.forms import REASONS
from simcap.intake.models import RequestLetter, Service
from simcap.intake.regions import far_km, point_text
from simcap.step2_assignment.models import AssignmentLetter
from simcap.step3_fieldwork.models import FieldReport, LogEntry
from simcap.step3_fieldwork.queries import is_late, log_of, measurement_text

Fact = tuple[str, str]
STATUS = {
    "in_force": ("check-circle", "positive"),
    "replaced": ("reply", "warning"),
    "revoked": ("slash-circle", "negative"),
    "reserved": ("pen", "warning"),
    "void": ("slash-circle", "negative"),
}
LOG_ICONS = {
    "start": "play-circle", "note": "chat-left-text", "measurement": "bar-chart", "outage": "wifi-off",
    "incident": "exclamation-triangle", "visitors": "people",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paper:
    """An issued document with where to look at it, fetch it, and check it."""

    document: Document
    url: str
    page_url: str
    verify_url: str
    icon: str
    tone: str
    signer: str
    replaced_by: Document | None = None


@dataclass(frozen=True, slots=True)
class Enclosure:
    """An attachment under the name of what it is."""

    label: str
    attachment: Attachment
    url: str
    added: str = ""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One log entry as the time line shows it."""

    entry: LogEntry
    icon: str
    measured: str
    is_late: bool
    photo_url: str
    alt: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One round of asking the requester: what was missing, and the answer."""

    reasons: tuple[str, ...]
    note: str
    by: str
    at: datetime
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Member:
    """One name of the team."""

    name: str
    role: str
    duty: str


@dataclass(frozen=True, slots=True)
class InitialLine:
    """One initial (paraf): for which document, in which tier, by whom; merged or withdrawn."""

    what: str
    position: str
    name: str
    at: datetime
    because: str
    withdrawn_at: datetime | None


def letter_of(case: Facilitation) -> RequestLetter:
    """The request letter with its scan."""
    return RequestLetter.objects.select_related("scan__file", "scan__view").get(facilitation=case)


def letter_facts(case: Facilitation, letter: RequestLetter) -> list[Fact]:
    """The letter in the order of the disposition sheet, then what it asks for."""
    services = ", ".join(str(Service(one).label) for one in letter.services)
    contact = "\n".join(part for part in (letter.contact_name, letter.contact_phone, letter.contact_email) if part)
    facts = [
        (_("Surat dari"), letter.institution),
        (_("Jenis instansi"), str(letter.get_institution_kind_display())),
        (_("Nomor surat"), letter.letter_number),
        (_("Tanggal surat"), date_format(letter.letter_on, "j F Y")),
        (_("Diterima"), f"{date_format(letter.received_on, 'j F Y')}, {case.get_channel_display()}"),
        (_("No. agenda"), case.agenda_number),
        (_("Perihal"), letter.subject),
        (_("Sifat"), str(case.get_urgency_display())),
        (_("Keamanan"), str(case.get_security_display())),
        (_("Tujuan"), str(letter.get_purpose_display())),
        (_("Lokasi"), letter.site),
        (_("Titik di peta"), _point(case, letter)),
        (_("Layanan"), services),
        (_("Pengunjung"), _("sekitar %(n)d orang") % {"n": letter.visitors_count}),
        (_("Listrik"), str(letter.get_power_display())),
        (_("Sinyal"), str(letter.get_signal_display())),
        (_("Akses jalan"), str(letter.get_road_display())),
        (_("Narahubung"), contact),
        (_("Keterangan"), letter.notes),
        (_("Kode lacak"), case.tracking_code),
    ]
    return [(label, value) for label, value in facts if value]


def _point(case: Facilitation, letter: RequestLetter) -> str:
    """The point as a link that a phone opens in its map, with a word where it lies far from its kabupaten."""
    if letter.latitude is None or letter.longitude is None:
        return ""
    shown = point_text(letter.latitude, letter.longitude)
    far = far_km(case.place_code, letter.latitude, letter.longitude)
    link = format_html('<a href="geo:{}">{}</a>', shown.replace(" ", ""), shown)
    if far is None:
        return link
    said = _("sekitar %(n)d km dari pusat kabupaten/kota; periksa kembali") % {"n": far}
    return format_html("{} ({})", link, said)


def asked_of(case: Facilitation) -> list[Asked]:
    """Every round of asking the requester, the newest first."""
    words = {code: str(label) for code, label in REASONS}
    return [
        Asked(
            reasons=tuple(words.get(code, code) for code in one.reasons),
            note=one.note,
            by=one.asked_by,
            at=one.asked_at,
            answer=one.answer,
            answered_at=one.answered_at,
        )
        for one in case.completions.order_by("-id")
    ]


def papers_of(case: Facilitation) -> list[Paper]:
    """Issued documents (naskah), the newest first."""
    rows = Document.objects.filter(case_uid=case.uid).select_related("file", "replaced_by").order_by("-id")
    return [_paper(case, one) for one in rows]


def _paper(case: Facilitation, document: Document) -> Paper:
    signed: dict[str, str] = json.loads(document.signed_by) if document.signed_by else {}
    icon, tone = STATUS[document.status]
    prefix = {"plt": "Plt. ", "plh": "Plh. ", "an": "a.n. ", "ub": "u.b. "}.get(signed.get("form", ""), "")
    return Paper(
        document=document,
        url=reverse("case-document", args=[case.uid, document.uid]),
        page_url=reverse("case-document-page", args=[case.uid, document.uid, 1]),
        verify_url=reverse("verify-document", args=[case.office.slug, document.token]),
        icon=icon,
        tone=tone,
        signer=f"{prefix}{signed['title']}: {signed['name']}" if signed else "",
        replaced_by=document.replaced_by,
    )


def enclosures_of(case: Facilitation, letter: RequestLetter, report: FieldReport | None) -> list[Enclosure]:
    """Attachments: the letter, what came with completions, the page that the host signed. Log photos are in the log."""
    found = [(_("Surat permintaan"), letter.scan, "")]
    later = letter.attachments.select_related("attachment__file", "attachment__view").order_by("id")
    for one in later:
        origin, added = str(one.get_origin_display()), short_moment(one.added_at, case.office.time_zone)
        found.append((one.title or origin, one.attachment, f"{origin}, {added}" if one.title else added))
    if report:
        found += [(_("Halaman yang ditandatangani tuan rumah"), one, "") for one in (report.host_page,) if one]
        found += [(_("Tanda tangan tuan rumah di layar"), one, "") for one in (report.host_drawn,) if one]
    kept = [one for one in found if one[1].destroyed_at is None]
    return [
        Enclosure(label, one, reverse("case-attachment", args=[case.uid, one.uid]), added) for label, one, added in kept
    ]


def log_lines(case: Facilitation) -> list[LogLine]:
    """The log in the order in which things happened."""
    return [
        LogLine(
            entry=one,
            icon=LOG_ICONS.get(one.kind, "chat-left-text"),
            measured=measurement_text(one),
            is_late=is_late(one),
            photo_url=reverse("case-attachment", args=[case.uid, one.photo.uid])
            if one.photo and not one.photo.destroyed_at
            else "",
            alt=one.caption or one.text[:120] or str(one.get_kind_display()),
        )
        for one in log_of(case)
    ]


def team_of(case: Facilitation, spt: AssignmentLetter | None) -> list[Member]:
    """The team as the SPT names it; before there is one, whoever was named coordinator."""
    language, revision = get_language() or "id", definition(case.definition_id)
    labels = {one.target: one.label.text(language) for one in revision.performers.values() if one.kind == "assignment"}
    if spt:
        crew = spt.crew.select_related("officer").order_by("order")
        return [Member(one.officer.name, labels.get(one.role, one.role), one.duty) for one in crew]
    named = case.assignments.filter(until_at=None).select_related("officer").order_by("id")
    return [Member(one.officer.name, labels.get(one.role, one.role), "") for one in named]


def report_of(case: Facilitation) -> FieldReport | None:
    """The field report with its host's page."""
    related = ("host_page__file", "host_page__view", "host_drawn__file", "host_drawn__view")
    return FieldReport.objects.filter(facilitation=case).select_related(*related).first()


def report_facts(report: FieldReport) -> list[Fact]:
    """The figures of the field report in words."""
    return [(label, value) for label, value in _figures(report) if value]


def _figures(one: FieldReport) -> Iterator[Fact]:
    counts = {"all": one.male_count + one.female_count, "male": one.male_count, "female": one.female_count}
    ages = {"child": one.child_count, "adult": one.adult_count, "elderly": one.elderly_count}
    line = {"down": _number(one.down_mbps), "up": _number(one.up_mbps), "latency": one.latency_ms}
    road = {"out": one.odometer_out_km, "back": one.odometer_in_km, "km": one.odometer_in_km - one.odometer_out_km}
    out = {"n": one.outage_count, "minutes": one.outage_minutes}
    yield _("Mengudara"), _("%(n)s jam") % {"n": _number(one.on_air_hours)}
    yield _("Pengunjung"), _("%(all)d orang: %(male)d laki-laki, %(female)d perempuan") % counts
    yield _("Umur"), _("%(child)d anak, %(adult)d dewasa, %(elderly)d lansia") % ages
    yield _("Penyandang disabilitas"), _("%(n)d orang") % {"n": one.disability_count}
    yield _("Perangkat"), _("%(n)d perangkat tersambung") % {"n": one.device_count}
    yield _("Sambungan"), _("unduh %(down)s Mbps, unggah %(up)s Mbps, latensi %(latency)d ms") % line
    yield _("Gangguan"), _("%(n)d kali, %(minutes)d menit") % out
    yield _("Genset"), _("%(n)s jam") % {"n": _number(one.genset_hours)}
    yield _("BBM"), _("%(n)s liter") % {"n": _number(one.fuel_litres)}
    yield _("Odometer"), _("%(out)d → %(back)d km (%(km)d km)") % road
    yield _("Kejadian"), one.incidents
    yield _("Ringkasan"), one.summary
    yield _("Tuan rumah"), f"{one.host_name}, {one.host_post} ({str(one.get_host_way_display()).lower()})"
    yield _("Mengapa tuan rumah tidak menandatangani"), one.host_reason
    yield _("Disusun oleh"), one.written_by


def _number(value: Any) -> str:
    return number_format(f"{value.normalize():f}")


def initials_of(case: Facilitation) -> list[InitialLine]:
    """Every initial, withdrawn ones too: history is kept."""
    language, revision = get_language() or "id", definition(case.definition_id)
    drafts = {chain.id: revision.acts[chain.draft].rows[0].gives for chain in revision.paraf.values()}
    names = {
        key: ", ".join(revision.artefacts[one].label.text(language) for one in made) for key, made in drafts.items()
    }
    return [
        InitialLine(
            what=names.get(one.chain, one.chain), position=one.position_title, name=one.officer_name, at=one.at,
            because=_(one.because) if one.because else "", withdrawn_at=one.withdrawn_at,
        )
        for one in case.initials.order_by("id")
    ]  # fmt: skip
