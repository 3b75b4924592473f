"""Noting who saw what of a case, once the answer has gone out: nobody waits for it, and it locks no case."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from simcap.facilitation.models import Facilitation
from simcap.stewardship.models import Reading
from simcap.stewardship.readings import note_reading

from .viewer import powers_of

Thing = Reading.Thing


def seen(
    request: HttpRequest, response: HttpResponse, case: Facilitation, thing: Thing, key: UUID | str = ""
) -> HttpResponse:
    """The answer, which notes when it is closed that this person was shown a thing of this case."""
    if request.method == "GET" and response.status_code in (200, 304):
        powers = powers_of(request)
        # Django's own list of what is to be closed after the answer has gone out; there is no public way to it.
        closers: list[Callable[[], None]] = response._resource_closers  # type: ignore[attr-defined]
        closers.append(lambda: note_reading(case, powers, thing=thing, key=str(key)))
    return response
