"""Services beside e-mail: whether an address is allowed, and handing a notice over, both done by the courier's process.

Shape of an order: `do` ("check" or "send"), `url`, `title`, `body`, `hosts` (pairs of host and port or null),
`internal`. The address goes through a pipe: never on a command line, into a log or into the text of an error.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import AllowedService

#: Units: seconds that one service may take.
PATIENCE_S = 30
ADDRESS = re.compile(r"([a-z0-9]{1,30})://\S{1,900}", re.IGNORECASE)
HOST = re.compile(r"([a-z0-9][a-z0-9.-]*[a-z0-9]|\[[0-9a-f:.]+\])(?::(\d{1,5}))?", re.IGNORECASE)
#: Whatever the list says: these work on the machine itself, or are the office's own mail.
NEVER = frozenset(
    {"dbus", "qt", "glib", "gio", "kde", "gnome", "macosx", "windows", "syslog", "blink1", "mailto", "mailtos"}
)
COURIER = Path(__file__).with_name("courier.py")
FAULTS: dict[str, str | Promise] = {
    "unreadable": _("Alamat ini tidak dikenali. Salin lagi dari petunjuk layanannya."),
    "not_allowed": _("Layanan ini belum diizinkan. Mintalah Administrator menambahkannya."),
    "other_host": _("Alamat ini menuju server yang tidak diizinkan untuk layanan itu."),
    "unsafe": _("Alamat ini ditolak: memakai berkas atau program di server, atau mematikan pemeriksaan sertifikat."),
    "timeout": _("Layanan tidak menjawab."),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of an address: its schema, and the fault (a key of `FAULTS`), empty when it may be used."""

    schema: str
    fault: str


def fault_text(fault: str) -> str:
    """The fault as a sentence; it never repeats the address."""
    return str(FAULTS[fault])


def host_and_port(text: str) -> tuple[str, int | None] | None:
    """A server as the list writes it, `host` or `host:port`; None for anything else."""
    found = HOST.fullmatch(text)
    if found is None or not 0 < int(found[2] or 1) < 65536:
        return None
    return found[1].strip("[]").lower(), int(found[2]) if found[2] else None


def check(url: str, allowed: Iterable[AllowedService]) -> Checked:
    """Whether an address may be used. The courier lets the library try, and sees which server it asks for."""
    found = ADDRESS.fullmatch(url)
    if found is None:
        return Checked("", "unreadable")
    schema = found[1].lower()
    listed = _listed(schema, allowed)
    if not listed:
        return Checked(schema, "not_allowed")
    faults = [_ask("check", url, "SIMCAP", "SIMCAP", services) for services in _by_place(listed)]
    return Checked(schema, "" if "" in faults else faults[0])


def send(url: str, *, title: str, body: str, allowed: Iterable[AllowedService]) -> str:
    """Hand a notice to a service. Answers the fault, empty when it was taken; what is allowed is looked at anew.

    Changes: one message goes out, unless the address is refused.
    """
    found = ADDRESS.fullmatch(url)
    listed = _listed(found[1].lower(), allowed) if found else []
    if not listed:
        return "not_allowed"
    fault = ""
    for services in _by_place(listed):
        fault = _ask("send", url, title, body, services)
        if fault != "other_host":
            return fault
    return fault


def _listed(schema: str, allowed: Iterable[AllowedService]) -> list[AllowedService]:
    return [one for one in allowed if one.schema == schema and schema not in NEVER]


def _by_place(listed: list[AllowedService]) -> list[list[AllowedService]]:
    """Servers outside, then those inside: a name that is allowed outside must not lead inside."""
    parts = ([one for one in listed if one.is_internal is inside] for inside in (False, True))
    return [part for part in parts if part]


def _ask(do: str, url: str, title: str, body: str, services: list[AllowedService]) -> str:
    order: dict[str, Any] = {
        "do": do, "url": url, "title": title, "body": body, "internal": services[0].is_internal,
        "hosts": [place for one in services if (place := host_and_port(one.host))],
    }  # fmt: skip
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-B", str(COURIER)], input=json.dumps(order), capture_output=True, text=True,
            timeout=PATIENCE_S, check=False, cwd="/", env={"PATH": os.defpath, "LANG": "C.UTF-8"},
        )  # fmt: skip
        return str(json.loads(done.stdout)["fault"])
    except subprocess.TimeoutExpired:
        return "timeout"
    except (ValueError, KeyError):
        return "unsafe" if do == "check" else "refused"
