"""What somebody typed, carried over an expired login: as hidden text through the sign-in page, then in the session.

It only fills the form again. Nothing is ever done with it before the person sends the form himself.
"""

from __future__ import annotations

from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

#: Never carried on.
SECRET = ("csrfmiddlewaretoken", "password", "username", "typed", "next", "request_id")
LONGEST = 200_000
KEY = "typed"


def safe_next(request: HttpRequest, given: str) -> str:
    """An address of this site to go on to; empty for any other."""
    allowed = url_has_allowed_host_and_scheme(given, {request.get_host()}, require_https=request.is_secure())
    return given if allowed else ""


def from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form was sent from a page of this very site."""
    origin = request.headers.get("Origin", "")
    return origin in ("", f"{request.scheme}://{request.get_host()}")


def pack(request: HttpRequest) -> str:
    """What a form sent, as one text; empty when it is too long or came from elsewhere."""
    if not from_here(request):
        return ""
    kept = request.POST.copy()
    for name in SECRET:
        kept.pop(name, None)
    text = kept.urlencode()
    return text if len(text) <= LONGEST else ""


def keep(request: HttpRequest, path: str, text: str) -> None:
    """Put packed text into the session, for the next look at that page."""
    if path and text and len(text) <= LONGEST:
        request.session[KEY] = {"path": path.split("?", maxsplit=1)[0], "text": text}


def take(request: HttpRequest) -> QueryDict | None:
    """What was kept for this page, once."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEY]
    return QueryDict(kept["text"])
