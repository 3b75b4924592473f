"""Content → pages: the archive copy as PDF/A-2a + PDF/UA-1, and the preview of a draft."""

import json
import re
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any, Literal

import segno

from simcap.documents.content import as_mapping
from simcap.documents.legible import legible
from simcap.documents.press import HERE, PressBroke, PressTooSlow, press

TIMEOUT_SECONDS = 30.0
#: Parts of any document's content that hold an address to be printed as a QR code.
QR_CODES = ("verification", "sheet", "tracking", "answering")
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}")
_TEMPLATE_NAME = re.compile(r"[a-z][a-z0-9_]*")
_GLYPH_MISSING = "could not be displayed with font"


class TypesettingFailed(Exception):
    """The document could not be made; holds what the compiler said, for the log."""


def render(template: str, content: Any, *, files: Mapping[str, bytes] = {}, issued_at: datetime) -> bytes:
    """The archive copy: same content, files and moment give the same bytes.

    Shape: `template` names a file of `typst/`; `content` is its dataclass, or the mapping it was stored as; `files`
    are the photos and the logo that the content names.
    Raises: TypesettingFailed.
    """
    return _made(template, content, files, issued_at, format="pdf")[0]


def preview(
    template: str,
    content: Any,
    *,
    files: Mapping[str, bytes] = {},
    issued_at: datetime,
    watermark: str = "KONSEP",
    picture: Literal["svg", "png"] = "svg",
    ppi: int = 110,
) -> list[bytes]:
    """The pages of a draft for the screen, one SVG or PNG each; an empty `watermark` leaves it out.

    Raises: TypesettingFailed.
    """
    return _made(template, content, files, issued_at, format=picture, watermark=watermark, ppi=ppi)


def _made(template: str, content: Any, files: Mapping[str, bytes], issued_at: datetime, **options: Any) -> list[bytes]:
    _check_names(template, files)
    offset = issued_at.utcoffset()
    if offset is None:
        raise ValueError(f"a document needs an aware moment of issue, not {issued_at!r}")
    plain = _with_qr(as_mapping(content))
    job = {
        "template": template,
        "files": dict(files),
        "issued_at": issued_at.astimezone(timezone(offset)).replace(microsecond=0),  # a PDF knows no smaller unit
        "watermark": "",
        "ppi": None,
    } | options
    answer = _asked(job | {"content": json.dumps(legible(plain))})
    if _GLYPH_MISSING in answer.get("error", ""):
        # A mark and its letter may come from different fonts; then only the plainest text is left.
        answer = _asked(job | {"content": json.dumps(legible(plain, plainest=True))})
    if "error" in answer:
        raise TypesettingFailed(f"{template}: {answer['error']}\n{answer['diagnostic']}")
    return answer["pages"]


def _asked(job: dict[str, Any]) -> dict[str, Any]:
    try:
        return press().run(job, timeout_seconds=TIMEOUT_SECONDS)
    except (PressBroke, PressTooSlow) as error:
        raise TypesettingFailed(f"{job['template']}: {error}") from error


def _check_names(template: str, files: Mapping[str, bytes]) -> None:
    if not _TEMPLATE_NAME.fullmatch(template) or not (HERE / "typst" / f"{template}.typ").exists():
        raise TypesettingFailed(f"there is no template named {template!r}")
    for name in files:
        if not _FILE_NAME.fullmatch(name):
            raise TypesettingFailed(f"a file cannot be named {name!r}")


def _with_qr(content: dict[str, Any]) -> dict[str, Any]:
    """QR codes of the addresses that a document leads to: where to check it, track it, answer, or type it in."""
    marked = {name: content[name] for name in QR_CODES if content.get(name)}
    return content | {name: mark | {"qr": _qr(mark["url"])} for name, mark in marked.items()}


def _qr(url: str) -> str:
    # One fixed mask: choosing the best of eight would take three times as long, and any of them scans.
    code = segno.make(url, micro=False, error="m", mask=3, boost_error=False)
    return code.svg_inline(border=2, omitsize=True)
