"""Every request gets an id, a line in the log and a place in the counts; none of them says whose data it was about."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from time import perf_counter
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from simcap.tally import REQUESTS, SECONDS

from .lines import request_id

log = logging.getLogger("simcap.requests")
Answer = Callable[[HttpRequest], HttpResponse]
#: What a proxy in front may call a request.
GIVEN = re.compile(r"[0-9A-Fa-f-]{16,40}")
HEADER = "X-Request-ID"
#: The machine that watches us asks every few seconds; that is worth no line.
WATCHING = frozenset({"healthz", "readyz", "metrics"})


def watched(answer: Answer) -> Answer:
    """Middleware: the id stands in the answer's header, on the error page and in every line of the log."""

    def answered(request: HttpRequest) -> HttpResponse:
        name = _name(request)
        kept, begun = request_id.set(name), perf_counter()
        try:
            response = answer(request)
            _tell(request, response, seconds=perf_counter() - begun)
        finally:
            request_id.reset(kept)
        response[HEADER] = name
        return response

    return answered


def _name(request: HttpRequest) -> str:
    given = request.headers.get(HEADER, "")
    if settings.SECURE_PROXY_SSL_HEADER and GIVEN.fullmatch(given):
        return given
    return uuid4().hex


def _tell(request: HttpRequest, response: HttpResponse, *, seconds: float) -> None:
    route = request.resolver_match.view_name if request.resolver_match else ""
    status, ms = response.status_code, round(seconds * 1000, 1)
    door = _door(request)
    REQUESTS.labels(door, f"{status // 100}xx").inc()
    SECONDS.labels(door).observe(seconds)
    if route in WATCHING and status < 400:
        return
    facts = {
        "method": request.method if request.method in METHODS else "?", "route": route or "-", "status": status,
        "ms": ms, "account": _account(request),
    }  # fmt: skip
    log.log(logging.ERROR if status >= 500 else logging.INFO, "request", extra={"facts": facts})


METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
#: First part of an address → which way in it is. Everything else is the desk.
DOORS = {"o": "public", "api": "api", "admin": "admin", "static": "static"}
DOORS |= dict.fromkeys(WATCHING, "health")


def _door(request: HttpRequest) -> str:
    return DOORS.get(request.path_info.strip("/").partition("/")[0], "desk")


def _account(request: HttpRequest) -> int | None:
    """The number of the account, where it was looked up anyway."""
    if caller := getattr(request, "auth", None):
        return int(caller.account.pk)
    session = getattr(request, "session", None)
    if session is None or not session.accessed:
        return None
    known = session.get(SESSION_KEY)
    return int(known) if known else None
