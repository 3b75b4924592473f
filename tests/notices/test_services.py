"""An officer's address cannot make the server call what is not allowed: deny by default."""

from __future__ import annotations

import pytest

from simcap.notices.models import AllowedService
from simcap.notices.services import check, host_and_port, send
from tests.support.sinks import web_sink

pytestmark = pytest.mark.once
TELEGRAM = "tgram://123456789:ABCdefghijkl123456789opqyyyyyyyyyyy/12315544/"
ALLOWED = [
    AllowedService(schema=schema, host=host, is_internal=internal)
    for schema, host, internal in (
        ("tgram", "api.telegram.org", False), ("ntfy", "ntfy.sh", False), ("json", "example.com", False),
        ("json", "127.0.0.1:9911", True), ("slack", "elsewhere.example", False), ("syslog", "127.0.0.1", True),
        ("rsyslog", "example.com", False),
        ("workflows", "prod.example.com", False), ("json", "inside.example", False), ("xml", "127.0.0.1", False),
    )
]  # fmt: skip
REFUSED = {
    "": "unreadable",
    "api.telegram.org/bot": "unreadable",
    "tgram://": "unreadable",
    "tgram://kurang": "unreadable",
    "file:///etc/passwd": "not_allowed",
    "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js/": "not_allowed",
    "jsons://example.com": "not_allowed",
    "syslog://": "unreadable",
    "syslog://_/": "not_allowed",
    "dbus://_/": "not_allowed",
    "mailto://a:b@example.com": "not_allowed",
    "ntfy://127.0.0.1/pesan": "other_host",
    "json://127.0.0.1:22/": "other_host",
    "json://localhost:9911/": "other_host",
    "json://169.254.169.254/latest/meta-data": "other_host",
    "json://example.com:8080/": "other_host",
    "json://[::1]:9911/": "other_host",
    "json://2130706433/": "other_host",
    "json://example.com/?verify=no": "unsafe",
    "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/": "other_host",
    "rsyslog://example.com": "unsafe",
}


@pytest.mark.parametrize(("url", "fault"), REFUSED.items(), ids=[one or "empty" for one in REFUSED])
def test_what_is_not_allowed_is_refused(url: str, fault: str) -> None:
    assert check(url, ALLOWED).fault == fault


def test_an_empty_list_allows_nothing() -> None:
    assert check(TELEGRAM, []).fault == "not_allowed"


@pytest.mark.parametrize("url", [TELEGRAM, "ntfy://pesan-kantor", "json://127.0.0.1:9911/x", "json://example.com/a"])
def test_what_is_allowed_is_taken(url: str) -> None:
    assert check(url, ALLOWED).fault == ""


def test_an_address_inside_is_reached_only_where_the_list_says_so() -> None:
    with web_sink() as (port, posts):
        inside = AllowedService(schema="json", host=f"127.0.0.1:{port}", is_internal=True)
        outside = AllowedService(schema="json", host=f"127.0.0.1:{port}", is_internal=False)
        given = {"title": "Judul", "body": "Isi"}
        assert send(f"json://127.0.0.1:{port}/", **given, allowed=[outside]) == "other_host"
        assert posts == []
        assert send(f"json://127.0.0.1:{port}/", **given, allowed=[inside]) == ""
        assert [(one["title"], one["message"]) for one in posts] == [("Judul", "Isi")]


def test_a_redirection_does_not_lead_elsewhere() -> None:
    with web_sink() as (other, reached), web_sink(307, location=f"http://127.0.0.1:{other}/") as (port, _posts):
        inside = AllowedService(schema="json", host=f"127.0.0.1:{port}", is_internal=True)
        assert send(f"json://127.0.0.1:{port}/?redirect=yes", title="a", body="b", allowed=[inside]) != ""
        assert reached == []


def test_a_service_that_refuses_or_is_not_there_is_told_apart() -> None:
    with web_sink(403) as (port, _posts):
        inside = AllowedService(schema="json", host=f"127.0.0.1:{port}", is_internal=True)
        assert send(f"json://127.0.0.1:{port}/", title="a", body="b", allowed=[inside]) == "refused"
    assert send(f"json://127.0.0.1:{port}/", title="a", body="b", allowed=[inside]) == "unreachable"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("api.telegram.org", ("api.telegram.org", None)), ("Gateway:8443", ("gateway", 8443)),
        ("https://gateway", None), ("gateway/x", None), ("gateway:0", None), ("gateway:99999", None), ("a b", None),
    ],
)  # fmt: skip
def test_a_server_is_a_name_and_perhaps_a_port(text: str, place: tuple[str, int | None] | None) -> None:
    assert host_and_port(text) == place
