"""From a request to the occasion of an act: which one, by whom, and under which request id."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest

from simcap.facilitation import registry
from simcap.facilitation.definitions import definition, in_force
from simcap.facilitation.gates import must_be_open, must_not_be_done, open_rows
from simcap.facilitation.models import Facilitation, PerformedRequest
from simcap.facilitation.occasion import Occasion
from simcap.facilitation.queries import OpenAct, occasion_for
from simcap.facilitation.rights import Powers, must_have_right
from simcap.journal.append import GENESIS, Head
from simcap.people.models import Office


def occasion_to(act: str, case: Facilitation, powers: Powers) -> Occasion:
    """The occasion of an act that this person may do now. Raises: Http404 for no act; NotNow, NotYou."""
    revision = definition(case.definition_id)
    if act not in revision.acts or act not in registry.known():
        raise Http404
    if not open_rows(revision, case, act):
        must_not_be_done(revision, act, case, powers)
    rows = must_be_open(revision, act, case)
    row, right = must_have_right(revision, rows, case, powers)
    return occasion_for(case, OpenAct(row, right), powers, at=powers.at)


def occasion_to_register(office: Office, powers: Powers) -> Occasion:
    """The occasion of a letter that is still being registered. Raises: NotYou for who is not the front desk."""
    revision = in_force(office)
    rows = must_be_open(revision, "register", None)
    row, right = must_have_right(revision, rows, None, powers)
    return Occasion(
        act="register", office=office, definition=revision, row=row, actor=powers.actor, right=right,
        occurred_at=powers.at, recorded_at=powers.at, head=Head(0, GENESIS),
    )  # fmt: skip


def request_id_of(request: HttpRequest) -> UUID:
    """The id that the page gave this form, so that a second click is the same act."""
    try:
        return UUID(request.POST.get("request_id", ""))
    except ValueError:
        return uuid4()


def sent_before(request: HttpRequest, powers: Powers) -> bool:
    """Whether this very form has been done already; the case may have moved on since."""
    if request.method != "POST" or "_refresh" in request.POST:
        return False
    done = PerformedRequest.objects.filter(actor_key=powers.actor.key, request_id=request_id_of(request))
    return done.exists()
