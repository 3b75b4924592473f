"""Notices that did not go out (pemberitahuan yang gagal): for the administrator, with the reason and a second try."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from simcap import clock
from simcap.facilitation import outbox
from simcap.facilitation.models import Outbox
from simcap.facilitation.phrases import short_moment
from simcap.notices.models import Channel, Notice, State
from simcap.notices.sending import REASONS, troubled, try_again
from simcap.notices.worker import look_later
from simcap.people.models import Office

from .notice_forms import FailureFilter
from .session import signed_in
from .viewer import office_of, powers_of

#: Failures on one page.
PAGE = 25


@dataclass(frozen=True, slots=True)
class Line:
    """One notice that did not go out: to whom, over what, about which agenda number, why, and what follows."""

    key: str
    person: str
    channel: str
    about: str
    state: str
    reason: str
    tries_count: int
    at: str
    next_at: str


def _must_keep_house(request: HttpRequest) -> None:
    if "administrator" not in powers_of(request).codes():
        raise PermissionDenied(_("Pemberitahuan yang gagal hanya dapat dilihat oleh Administrator."))


@signed_in
@require_safe
def failures(request: HttpRequest) -> HttpResponse:
    """What did not go out to officers, and to requesters. `?after=…` pages the former."""
    _must_keep_house(request)
    office, form = office_of(request), FailureFilter(request.GET)
    lines, after = _officers_lines(office, form, request.GET.get("after", ""))
    query = request.GET.copy()
    query["after"] = after
    shown = {
        "form": form, "lines": lines, "after": after, "next_query": query.urlencode(),
        "is_narrowed": any(request.GET.get(name) for name in ("q", "state")), "mails": _mail_lines(office),
    }  # fmt: skip
    return render(request, "notices/failures.html", shown)


def _officers_lines(office: Office, form: FailureFilter, after: str) -> tuple[list[Line], str]:
    rows = troubled(Notice.objects.filter(office=office))
    oldest = form.given("order") == "oldest"
    if words := form.given("q"):
        rows = rows.filter(officer__name__icontains=words)
    if state := form.given("state"):
        rows = rows.filter(state=state)
    if after.isdecimal() and len(after) <= 18:
        rows = rows.filter(pk__gt=int(after)) if oldest else rows.filter(pk__lt=int(after))
    ordered = rows.select_related("officer", "channel", "turn__facilitation").order_by("id" if oldest else "-id")
    found = list(ordered[: PAGE + 1])
    return [_line(one, office) for one in found[:PAGE]], str(found[PAGE - 1].pk) if len(found) > PAGE else ""


def _line(notice: Notice, office: Office) -> Line:
    service = _("Surel") if notice.channel.service == Channel.EMAIL else f"{notice.channel.service}://••••••"
    agenda = notice.turn.facilitation.agenda_number if notice.turn else ""
    waits = notice.state == State.WAITING
    return Line(
        key=str(notice.pk), person=notice.officer.name, channel=service,
        about=f"{notice.get_kind_display()} · {agenda}" if agenda else str(notice.get_kind_display()),
        state=notice.state, reason=str(REASONS.get(notice.reason, "")), tries_count=notice.tries_count,
        at=short_moment(notice.created_at, office.time_zone),
        next_at=short_moment(notice.try_at, office.time_zone) if waits else "",
    )  # fmt: skip


def _mail_lines(office: Office) -> list[Line]:
    """Mails to requesters that failed at least once. What the server said may hold the address: only its kind shows."""
    rows = Outbox.objects.filter(facilitation__office=office, done_at=None, tries_count__gt=0)
    return [
        Line(
            key=str(one.pk), person=_("Pemohon"), channel=_("Surel"), about=one.facilitation.agenda_number,
            state="failed" if outbox.is_given_up(one) else "waiting", reason=one.failure.partition(":")[0],
            tries_count=one.tries_count, at=short_moment(one.created_at, office.time_zone), next_at="",
        )
        for one in rows.select_related("facilitation").order_by("-id")[:PAGE]
    ]  # fmt: skip


@signed_in
@require_POST
def retry(request: HttpRequest) -> HttpResponse:
    """Try one again, or all: `notice`, `mail`, or `all`."""
    _must_keep_house(request)
    office, now = office_of(request), clock.now()
    mine, mails = Notice.objects.filter(office=office), Outbox.objects.filter(facilitation__office=office)
    given = {name: request.POST.get(name, "") for name in ("notice", "mail")}
    keys = {name: text for name, text in given.items() if text.isdecimal() and len(text) <= 18}
    if not keys and not request.POST.get("all"):
        return redirect("notice-failures")
    count = try_again(mine.filter(pk=keys["notice"]) if keys else mine) if "mail" not in keys else 0
    count += outbox.try_again(mails.filter(pk=keys["mail"]) if keys else mails) if "notice" not in keys else 0
    look_later(now)
    said = ngettext("%(n)d pemberitahuan dicoba lagi.", "%(n)d pemberitahuan dicoba lagi.", count) % {"n": count}
    messages.success(request, said)
    return redirect("notice-failures")
