"""The courier (kurir): a process of its own that hands one notice to one service through Apprise, and nothing else.

An address comes from an officer, so what the library makes of it is not trusted: it may name this very machine, a
neighbour of the server, a file, a command. Before anything is sent, an audit hook that cannot be taken off again
refuses every host but the allowed ones, addresses inside the network unless the host is allowed as internal, every
program, and every file outside of Python's own. This process is given no settings and no secrets but the address.

Shape: one JSON order on standard input, one JSON answer on standard output; see `services`.
"""

from __future__ import annotations

import ipaddress
import json
import logging
import mimetypes
import os
import sys
import sysconfig
from pathlib import Path
from typing import Any

#: Without a port in the list, a service is reached at the ports of the web.
WEB_PORTS = (80, 443)
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
PLACES = ("stdlib", "platstdlib", "purelib", "platlib")
READABLE = tuple(
    f"{Path(folder).resolve()}/" for folder in (*(sysconfig.get_path(place) for place in PLACES), "/usr/share/zoneinfo")
)
#: Read by the standard library itself.
READABLE_FILES = frozenset({*mimetypes.knownfiles, "/etc/localtime", "/etc/timezone"})
REFUSED = (
    "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.startfile", "pty.", "shutil.",
    "os.remove", "os.rename", "os.link", "os.symlink", "os.truncate", "os.mkdir", "os.rmdir", "os.chmod", "os.chown",
    "os.putenv", "ftplib.", "smtplib.", "telnetlib.", "imaplib.", "poplib.", "nntplib.", "ctypes.dlopen",
    "socket.gethostby", "socket.getnameinfo", "socket.bind",
)  # fmt: skip


class Refused(OSError):
    """The guard says no. An OSError, so that libraries take it for a line that is down."""


class Guard:
    """What the process may do. `wanted`: the hosts that it has asked for; `broken`: what it was refused."""

    def __init__(self, hosts: list[list[Any]], *, internal: bool, dry: bool) -> None:
        self.hosts = [(str(host).lower(), port) for host, port in hosts]
        self.internal, self.dry = internal, dry
        self.wanted: list[tuple[str, int]] = []
        self.broken: list[str] = []

    def allows(self, host: str, port: Any) -> bool:
        """Whether this server is in the list."""
        given = int(port) if str(port).isdigit() else {"http": 80, "https": 443}.get(str(port), 0)
        return any(
            host.lower() == known and (given == only if only else given in WEB_PORTS) for known, only in self.hosts
        )

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            self._file(*args[:3])
        elif event == "socket.getaddrinfo":
            self._host(args[0], args[1])
        elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
            self._address(args[1])
        elif event.startswith(REFUSED):
            self._refuse(event)

    def _refuse(self, what: str) -> None:
        self.broken.append(what)
        raise Refused(f"{what} is refused.")

    def _file(self, path: Any, mode: Any, flags: Any) -> None:
        if isinstance(path, int):
            return
        name = str(Path(os.fsdecode(path)).resolve())
        inside = name.startswith(READABLE) or str(path) in READABLE_FILES or name in READABLE_FILES
        if not inside or (isinstance(flags, int) and flags & WRITES):
            self._refuse("file")

    def _host(self, host: Any, port: Any) -> None:
        name = host.decode() if isinstance(host, bytes) else str(host or "")
        self.wanted.append((name, 0))
        if not self.allows(name, port):
            self._refuse("host")
        if self.dry:
            raise Refused("Only looking.")

    def _address(self, address: Any) -> None:
        if not isinstance(address, tuple):
            self._refuse("address")
        found = ipaddress.ip_address(str(address[0]).partition("%")[0])
        found = getattr(found, "ipv4_mapped", None) or found
        never = found.is_link_local or found.is_multicast or found.is_unspecified
        if self.dry or never or not (found.is_global or self.internal):
            self._refuse("address")


class _Listening(logging.Handler):
    """Hears from the library whether it was the line or the service; what it says is kept nowhere."""

    def __init__(self) -> None:
        super().__init__()
        self.line_down = False

    def emit(self, record: logging.LogRecord) -> None:
        self.line_down |= "onnection" in record.getMessage()


def deliver(order: dict[str, Any]) -> str:
    """Do one order. Answers an empty word when it was taken, else the fault."""
    import apprise  # noqa: PLC0415 — before the guard is up: what they try out as they begin is no delivery
    import requests  # noqa: F401, PLC0415

    asset = apprise.AppriseAsset(plugin_paths=[], storage_mode=apprise.PersistentStoreMode.MEMORY)
    listening = _Listening()
    logging.getLogger("apprise").addHandler(listening)
    logging.getLogger("apprise").propagate = False
    dry = order["do"] == "check"
    guard = Guard(order["hosts"], internal=order["internal"], dry=dry)
    sys.addaudithook(guard)
    service = apprise.Apprise.instantiate(order["url"], asset=asset)
    if service is None:
        return "unreadable"
    if not service.verify_certificate:
        return "unsafe"
    taken = service.notify(body=order["body"], title=order["title"], body_format=apprise.NotifyFormat.TEXT)
    if guard.broken:
        return "other_host" if set(guard.broken) <= {"host", "address"} else "unsafe"
    if dry:
        return "" if guard.wanted else "unsafe"  # one that asks for no server works on this machine
    return "" if taken else ("unreachable" if listening.line_down else "refused")


def main() -> None:
    """Read the order, do it, answer."""
    order = json.load(sys.stdin)
    try:
        fault = deliver(order)
    except Exception:  # noqa: BLE001 — a library that breaks over an address is a refusal; its text may hold the address
        fault = "unsafe" if order["do"] == "check" else "refused"
    sys.stdout.write(json.dumps({"fault": fault}))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
