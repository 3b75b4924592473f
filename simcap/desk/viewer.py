"""Who looks: the powers of the signed-in account, read once a request."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from simcap import clock
from simcap.facilitation.occasion import officer_actor
from simcap.facilitation.rights import Powers
from simcap.people.models import Account, Office


def powers_of(request: HttpRequest) -> Powers:
    """What the signed-in person holds now. The same object for the whole request."""
    kept: Powers | None = getattr(request, "simcap_powers", None)
    if kept is None:
        kept = Powers(officer_actor(request.user), clock.now())  # type: ignore[arg-type]
        request.simcap_powers = kept  # type: ignore[attr-defined]
    return kept


def office_of(request: HttpRequest) -> Office:
    """The office of the signed-in account. Raises: Http404 for an account that belongs to none."""
    office: Office | None = request.user.office  # type: ignore[union-attr]
    if office is None:
        raise Http404("This account belongs to no office.")
    return office


def account_of(request: HttpRequest) -> Account:
    """The signed-in account. Raises: Http404 when nobody is signed in."""
    if not isinstance(request.user, Account):
        raise Http404("Nobody is signed in.")
    return request.user
