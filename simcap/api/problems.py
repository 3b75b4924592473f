"""Refusals as RFC 9457 problem details, in the caller's language. Every answer that is not a success is one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from simcap.errors import BadInputs, Refusal

MEDIA_TYPE = "application/problem+json"
View = Callable[..., HttpResponse]
#: Kind of refusal → what it is called. `type` is `urn:simcap:problem:<kind>`.
TITLES = {
    "malformed": gettext_lazy("Permintaan tidak terbaca"),
    "unauthenticated": gettext_lazy("Token diperlukan"),
    "not-you": gettext_lazy("Bukan wewenang Anda"),
    "not-found": gettext_lazy("Tidak ditemukan"),
    "wrong-method": gettext_lazy("Metode tidak dilayani"),
    "not-now": gettext_lazy("Tidak terbuka pada tahap ini"),
    "request-id-reused": gettext_lazy("Nomor permintaan sudah dipakai"),
    "too-large": gettext_lazy("Terlalu besar"),
    "unsupported": gettext_lazy("Jenis isi tidak dilayani"),
    "bad-inputs": gettext_lazy("Isian belum benar"),
    "bad-upload": gettext_lazy("Berkas tidak dapat diterima"),
    "too-thick": gettext_lazy("Terlalu banyak untuk satu berkas"),
}


class Malformed(Refusal):
    """The body cannot be read at all (400)."""

    status, kind = 400, "malformed"


class Unauthenticated(Refusal):
    """No token, or none that counts (401)."""

    status, kind = 401, "unauthenticated"


class NotFound(Refusal):
    """Nothing there that this caller may see (404)."""

    status, kind = 404, "not-found"


class WrongMethod(Refusal):
    """The address exists, but not for this method (405)."""

    status, kind = 405, "wrong-method"


class TooLarge(Refusal):
    """More bytes than are taken (413)."""

    status, kind = 413, "too-large"


class Unsupported(Refusal):
    """The body is of a kind that is not taken here (415)."""

    status, kind = 415, "unsupported"


def problem(refusal: Refusal, **headers: str) -> HttpResponse:
    """The problem document of a refusal.

    Shape: type, title, status, detail; `stage` where the case stands (409); `errors` field → sentences (422).
    """
    body: dict[str, Any] = {
        "type": f"urn:simcap:problem:{refusal.kind}",
        "title": str(TITLES[refusal.kind]),
        "status": refusal.status,
        "detail": refusal.sentence,
    }
    if stage := getattr(refusal, "stage", ""):
        body["stage"] = stage
    if isinstance(refusal, BadInputs):
        body["errors"] = refusal.fields
    return JsonResponse(body, status=refusal.status, content_type=MEDIA_TYPE, headers=headers)


def bad_inputs(errors: Mapping[str, Sequence[str]]) -> BadInputs:
    """The refusal of inputs that were not even asked of a form."""
    return BadInputs(_("Periksa kembali isian yang ditandai."), fields=errors)


def _unauthenticated(request: HttpRequest, error: Any) -> HttpResponse:
    given = "Authorization" in request.headers
    sentence = _("Token tidak berlaku.") if given else _("Kirim token dengan “Authorization: Bearer …”.")
    challenge = 'Bearer realm="simcap"' + (', error="invalid_token"' if given else "")
    return problem(Unauthenticated(sentence), **{"WWW-Authenticate": challenge})


def _unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    """A body that the parser refused; its own refusal says more than the framework's."""
    cause = error.__cause__
    return problem(cause if isinstance(cause, Refusal) else Malformed(_("Isi permintaan tidak dapat dibaca.")))


def _too_big(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(TooLarge(_("Isi permintaan terlalu besar.")))


def _misfit(request: HttpRequest, error: Any) -> HttpResponse:
    """An envelope, path or query that does not fit."""
    errors: dict[str, list[str]] = {}
    for one in error.errors:
        where = [str(part) for part in one["loc"] if part not in ("body", "query", "path")]
        errors.setdefault(".".join(where) or "__all__", []).append(_sentence(one))
    return problem(bad_inputs(errors))


def _sentence(error: Mapping[str, Any]) -> str:
    kind = error["type"]
    if kind == "missing":
        return _("Wajib diisi.")
    if kind == "extra_forbidden":
        return _("Nama isian ini tidak dikenal.")
    if kind.startswith("uuid"):
        return _("Isi dengan UUID.")
    if kind == "moment":
        return _("Tulis tanggal dan jam dengan selisih zona, misalnya 2026-11-22T09:00:00+07:00.")
    return _("Nilai ini tidak dapat diterima.")


def tell_problems(api: NinjaAPI) -> None:
    """Make an API answer with problem details only."""
    api.add_exception_handler(Refusal, lambda request, error: problem(error))  # type: ignore[arg-type]
    api.add_exception_handler(AuthenticationError, _unauthenticated)
    api.add_exception_handler(HttpError, _unreadable)
    api.add_exception_handler(MultiPartParserError, _unreadable)
    api.add_exception_handler(SuspiciousOperation, _unreadable)
    api.add_exception_handler(RequestDataTooBig, _too_big)
    api.add_exception_handler(ValidationError, _misfit)


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any address under the API that is not one of its own."""
    return problem(NotFound(_("Alamat ini tidak ada.")))


def told(view: View) -> View:
    """A view whose wrong methods are problem details too, and whose answers nobody keeps."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            response = nothing_here(request)
        if response.status_code == 405:
            allowed = re.sub(r"\s", "", response["Allow"])
            sentence = _("Alamat ini hanya melayani %(methods)s.") % {"methods": allowed.replace(",", ", ")}
            response = problem(WrongMethod(sentence), Allow=response["Allow"])
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer
