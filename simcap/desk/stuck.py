"""Cases that cannot move (berkas yang tidak dapat bergerak): which, why, and where that is mended."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from simcap.facilitation.definitions import definition
from simcap.facilitation.models import Facilitation, Turn
from simcap.facilitation.phrases import short_moment
from simcap.facilitation.queries import visible_to
from simcap.facilitation.rights import Powers, who_can
from simcap.facilitation.stuck import Stuck, Watch
from simcap.people.absences import days_text
from simcap.people.days import day_of
from simcap.people.models import Office
from simcap.procedure import flow

from .session import signed_in
from .viewer import office_of, powers_of

#: Positions whose holders see what cannot move, though not always the case itself.
WATCHES = frozenset({"administrator", "front_desk", "secretary", "head"})
#: Cases on one page.
PAGE = 25


@dataclass(frozen=True, slots=True)
class Remedy:
    """What has to be done, by whom, and the page where that is done; no address where the viewer cannot."""

    words: str
    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """One case that cannot move. `event` is empty where the viewer may not see the case: its number stands alone."""

    stuck: Stuck
    case: Facilitation
    event: str
    stage: str
    since: str
    from_on: str
    why: str
    remedy: Remedy


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the page: what cannot move now, or soon. `after` leads to the next page; empty on the last."""

    name: str
    lines: list[Line]
    after: str


def may_watch(powers: Powers) -> bool:
    """Whether this person is told of cases that cannot move."""
    return bool(powers.codes() & WATCHES)


@signed_in
@require_safe
def stuck(request: HttpRequest) -> HttpResponse:
    """What cannot move, and what will not be able to within seven days. `?part=ahead&after=…` pages one of them."""
    office, powers = office_of(request), powers_of(request)
    if not may_watch(powers):
        raise PermissionDenied(_("Hanya untuk Administrator, Agendaris, Sekretaris, dan Kepala Dinas."))
    watch = Watch(office, powers.at)
    wanted, after = request.GET.get("part", ""), request.GET.get("after", "")
    turns = {"now": watch.now(), "ahead": watch.ahead()}
    parts = [
        _part(name, watch, found, powers, after=after if name == wanted else "")
        for name, found in turns.items()
        if wanted not in turns or name == wanted
    ]
    return render(request, "desk/stuck.html", {"parts": parts, "wanted": wanted, "is_later": bool(after)})


def _part(name: str, watch: Watch, turns: QuerySet[Turn], powers: Powers, *, after: str) -> Part:
    if after.isdecimal() and len(after) <= 18:
        turns = turns.filter(pk__gt=int(after))
    keys = list(turns.order_by("id").values_list("pk", flat=True)[: PAGE + 1])
    found = watch.read(turns.filter(pk__in=keys[:PAGE]).order_by("id"))
    cases = [one.turn.facilitation_id for one in found]
    seen = set(visible_to(powers).filter(pk__in=cases).values_list("pk", flat=True))
    lines = [_line(one, watch.office, powers, is_seen=one.turn.facilitation_id in seen) for one in found]
    return Part(name, lines, str(keys[PAGE - 1]) if len(keys) > PAGE else "")


def _line(one: Stuck, office: Office, powers: Powers, *, is_seen: bool) -> Line:
    case, language = one.turn.facilitation, get_language() or "id"
    revision = definition(case.definition_id)
    return Line(
        stuck=one, case=case, event=case.event if is_seen else "",
        stage=revision.stages[one.turn.stage].label.text(language),
        since=short_moment(one.turn.arrived_at, office.time_zone), from_on=_from_on(one, office),
        why=why_text(one, office), remedy=_remedy(one, powers, is_seen=is_seen),
    )  # fmt: skip


def _from_on(one: Stuck, office: Office) -> str:
    if one.fault.from_at is None:
        return ""
    day = day_of(one.fault.from_at, office)
    return days_text(day, day)


def why_text(one: Stuck, office: Office) -> str:
    """Why nobody can act, in one sentence."""
    fault = one.fault
    said = {
        "post": one.position.title if one.position else "",
        "who": ", ".join(each.name for each in fault.officers) or "–",
        "days": fault.away.days if fault.away else "",
        "from": _from_on(one, office),
    }  # fmt: skip
    if fault.cause == "vacant" and fault.level == "ahead":
        return _("Jabatan %(post)s tidak ada pemegangnya lagi mulai %(from)s.") % said
    if fault.cause == "vacant":
        return _("Jabatan %(post)s belum ada pemegangnya.") % said
    if fault.cause == "no_account":
        return _("Pemegang jabatan %(post)s (%(who)s) belum mempunyai akun yang aktif.") % said
    if fault.cause == "four_eyes":
        return _("Konsepnya disusun oleh %(who)s, satu-satunya yang sekarang dapat menandatangani.") % said
    if fault.cause == "unnamed":
        return _("Yang ditunjuk (%(who)s) tidak aktif lagi atau tidak mempunyai akun yang aktif.") % said
    if one.position:
        return _("%(who)s (%(post)s) tidak di tempat %(days)s dan belum ada Plh.") % said
    return _("%(who)s tidak di tempat %(days)s.") % said


def _remedy(one: Stuck, powers: Powers, *, is_seen: bool) -> Remedy:
    if one.position is None:
        return _remedy_for_role(one, is_seen=is_seen)
    fault, may_appoint = one.fault, "administrator" in powers.codes()
    said = {"post": one.position.title}
    if fault.cause == "away" and fault.away:
        url = reverse("absence", args=[fault.away.absence.pk])
        return Remedy(_("Administrator menunjuk Plh. %(post)s.") % said, url, _("Buka ketidakhadiran"))
    if fault.cause == "no_account":
        url = reverse("admin:simcap_officer_change", args=[fault.officers[0].pk]) if may_appoint else ""
        return Remedy(_("Administrator memberi atau mengaktifkan akunnya."), url, _("Buka data pegawai"))
    position = urlencode({"position": one.position.pk})
    url = f"{reverse('admin:simcap_appointment_add')}?{position}" if may_appoint else ""
    if fault.cause == "four_eyes":
        words = _("Administrator menugaskan Plh. atau penerima wewenang a.n. untuk jabatan %(post)s.") % said
        return Remedy(words, url, _("Tugaskan"))
    return Remedy(_("Administrator menugaskan pejabat definitif, Plt., atau Plh. %(post)s.") % said, url, _("Tugaskan"))


def _remedy_for_role(one: Stuck, *, is_seen: bool) -> Remedy:
    """Whoever named somebody names another, by the act that the SOP file opens at this stage."""
    case, language = one.turn.facilitation, get_language() or "id"
    revision = definition(case.definition_id)
    url = reverse("case", args=[case.uid]) if is_seen else ""
    for act in ("supersede", "amend"):
        if rows := flow.rows(revision, act, one.turn.stage):
            who = who_can(revision, rows[-1], case)  # the last row is that of the nearest tier
            said = {"who": who, "act": revision.acts[act].label.text(language)}
            return Remedy(_("%(who)s: %(act)s, lalu tunjuk orang lain.") % said, url, _("Buka berkas"))
    words = _("Tunggu sampai ia kembali; bila akunnya tidak aktif, Administrator mengaktifkannya.")
    return Remedy(words, url, _("Buka berkas"))
