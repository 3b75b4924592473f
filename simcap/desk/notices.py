"""One's own notices (pemberitahuan): which kinds over which channel, another address, a test."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from simcap import clock
from simcap.errors import BadInputs, NotYou
from simcap.facilitation.phrases import short_moment
from simcap.notices import channels
from simcap.notices.models import AllowedService, Channel, Notice, State
from simcap.notices.sending import REASONS
from simcap.people.models import Officer

from .absences import by_of, take_over
from .notice_forms import AddressForm, ChannelForm
from .refusals import refused
from .session import signed_in
from .viewer import account_of, powers_of


@dataclass(frozen=True, slots=True)
class Row:
    """One channel on the page: `place` is the e-mail address or the service, never a secret."""

    channel: Channel
    place: str
    form: forms.Form
    trial: str
    is_trial_failed: bool


def _officer_of(request: HttpRequest) -> Officer:
    """The officer behind the account. Raises: NotYou for an account without one."""
    officer: Officer | None = getattr(account_of(request), "officer", None)
    if officer is None:
        raise NotYou(_("Akun ini tidak terhubung dengan seorang pegawai."))
    return officer


def _mine(request: HttpRequest, pk: int) -> Channel:
    return get_object_or_404(Channel, pk=pk, officer=_officer_of(request))


def _rows(officer: Officer, bound: ChannelForm | None = None) -> list[Row]:
    found = channels.channels_of([officer], at=clock.now()).get(officer.pk, [])
    trials = _last_trials(found)
    zone = officer.office.time_zone
    return [
        Row(
            one,
            _place(officer, one),
            bound if bound and bound.channel == one else ChannelForm(channel=one),
            *_trial_text(trials.get(one.pk), zone),
        )
        for one in found
    ]


def _place(officer: Officer, channel: Channel) -> str:
    if channel.service == Channel.EMAIL:
        return officer.account.email if officer.account else ""
    return f"{channel.service}://••••••"


def _last_trials(found: Iterable[Channel]) -> dict[int, Notice]:
    rows = Notice.objects.filter(channel__in=list(found), kind="test").order_by("id")
    return {one.channel_id: one for one in rows}


def _trial_text(trial: Notice | None, zone: str) -> tuple[str, bool]:
    if trial is None:
        return "", False
    if trial.state == State.SENT and trial.done_at:
        return _("Percobaan terkirim %(at)s.") % {"at": short_moment(trial.done_at, zone)}, False
    if not trial.reason:
        return _("Percobaan sedang dikirim. Muat ulang halaman ini untuk melihat hasilnya."), False
    return _("Percobaan gagal: %(reason)s") % {"reason": REASONS[trial.reason]}, True


def _page(
    request: HttpRequest, officer: Officer, *, address: AddressForm | None = None, status: int = 200
) -> HttpResponse:
    allowed = list(AllowedService.objects.filter(office=officer.office_id))
    shown = {
        "rows": _rows(officer), "allowed": allowed, "has_email": bool(officer.account and officer.account.email),
        "address_form": (address or AddressForm()) if allowed else None,
    }  # fmt: skip
    return render(request, "notices/mine.html", shown, status=status)


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """My channels and what goes over each."""
    try:
        return _page(request, _officer_of(request))
    except NotYou as refusal:
        return refused(request, refusal)


@signed_in
@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose what goes over one of my channels."""
    channel = _mine(request, pk)
    form = ChannelForm(request.POST, channel=channel)
    if form.is_valid():
        channels.choose(channel, form.cleaned_data)
        messages.success(request, _("Pilihan disimpan."))
    return redirect("notices")


@sensitive_post_parameters("url")
@signed_in
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Add an address of mine. Changes: the channel, and an entry in the office's journal without the address."""
    officer, form = _officer_of(request), AddressForm(request.POST)
    if form.is_valid():
        try:
            channels.add(officer, by=by_of(powers_of(request), frozenset()), **form.cleaned_data)
            messages.success(request, _("Saluran ditambahkan. Kirim percobaan untuk memastikannya."))
            return redirect("notices")
        except BadInputs as bad:
            take_over(form, bad)
    return _page(request, officer, address=form, status=422)


@signed_in
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove an address of mine; the e-mail of the account stays."""
    channel = _mine(request, pk)
    if channel.service != Channel.EMAIL:
        channels.remove(channel, by=by_of(powers_of(request), frozenset()))
        messages.success(request, _("Saluran dihapus."))
    return redirect("notices")


@signed_in
@require_POST
def try_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a test over one of my channels."""
    channels.try_out(_mine(request, pk))
    messages.info(request, _("Percobaan sedang dikirim. Hasilnya tampil di bawah saluran itu."))
    return redirect("notices")
