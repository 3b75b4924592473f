"""The log: one line a request, with its id, and never a secret, a name or a telephone number."""

from __future__ import annotations

import io
import json
import logging
import logging.config
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as configured
from django.test import Client

from simcap.health.lines import JsonLine, PlainLine, Scrub, request_id
from simcap.health.server_log import ServerLog
from simcap.intake.queries import answer_token
from simcap.management.office import new_token
from simcap.public.discretion import WithoutSecrets
from tests.cast import PASSWORD, POSTS, Cast

FORMATTERS = {"json": JsonLine, "plain": PlainLine}


class Written:
    """What was written into the log."""

    def __init__(self, stream: io.StringIO) -> None:
        self.stream = stream

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    def requests(self) -> list[dict[str, Any]]:
        lines = [json.loads(one) for one in self.text.splitlines()]
        return [one for one in lines if one["logger"] == "simcap.requests"]


def listening(formatter: logging.Formatter) -> Iterator[Written]:
    """Every logger at its most talkative, through the program's own filters and form of line."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    for each in (Scrub(), WithoutSecrets()):
        handler.addFilter(each)
    root, names = logging.getLogger(), ("django.request", "simcap.requests")
    levels = {name: logging.getLogger(name).level for name in ("", *names)}
    root.addHandler(handler)
    for name in levels:
        logging.getLogger(name).setLevel(logging.DEBUG)
    try:
        yield Written(stream)
    finally:
        root.removeHandler(handler)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


@pytest.fixture
def log() -> Iterator[Written]:
    yield from listening(JsonLine())


@pytest.fixture(params=FORMATTERS)
def any_log(request: pytest.FixtureRequest) -> Iterator[Written]:
    yield from listening(FORMATTERS[request.param]())


def test_a_request_is_one_line_with_route_status_time_and_account(cast: Cast, log: Written) -> None:
    cast.walk("assigned")
    client = Client()
    client.force_login(cast.account("kadis"))
    answer = client.get(f"/cases/{cast.case.uid}/")
    line = log.requests()[-1]
    ms = line.pop("ms")
    assert isinstance(ms, float)
    assert {name: line[name] for name in ("method", "route", "status", "account", "level", "request")} == {
        "method": "GET", "route": "case", "status": 200, "account": cast.account("kadis").pk, "level": "INFO",
        "request": answer["X-Request-ID"],
    }  # fmt: skip


def test_a_visitor_has_no_account_and_costs_no_session(cast: Cast, log: Written, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        Client().get("/o/diskominfo-sumbar/")
    assert log.requests()[-1]["account"] is None


def test_the_machine_that_watches_us_leaves_no_line(cast: Cast, log: Written) -> None:
    for path in ("/healthz", "/readyz"):
        Client().get(path)
    assert log.requests() == []


def test_every_answer_has_an_id_of_its_own_and_a_proxy_may_give_it(cast: Cast, settings) -> None:
    ids = {Client().get("/o/diskominfo-sumbar/")["X-Request-ID"] for _ in range(3)}
    assert len(ids) == 3
    given = {"X-Request-ID": "0123456789abcdef0123456789abcdef"}
    assert Client().get("/healthz", headers=given)["X-Request-ID"] != given["X-Request-ID"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert Client().get("/healthz", headers=given)["X-Request-ID"] == given["X-Request-ID"]
    odd = Client().get("/healthz", headers={"X-Request-ID": "Nagari\nX"})
    assert odd["X-Request-ID"] != "Nagari\nX"
    assert request_id.get() == ""


@pytest.mark.urls("tests.health.urls")
def test_what_broke_is_told_by_class_and_place_and_its_code_is_on_the_page(cast: Cast, log: Written) -> None:
    client = Client(raise_request_exception=False)
    answer = client.post("/o/kantor/jawab/token-rahasia/", {"phone": "0812 0000 0000"})
    assert answer.status_code == 500
    assert answer["X-Request-ID"] in answer.content.decode()
    lines = [json.loads(one) for one in log.text.splitlines()]
    told = next(one for one in lines if one["logger"] == "django.request")
    assert told["message"] == "Internal Server Error"
    assert told["request"] == answer["X-Request-ID"]
    assert told["error"][0] == "django.db.utils.IntegrityError"
    assert "builtins.ValueError" in told["error"]
    assert any(line.startswith("  urls.py:") and line.endswith(" broken") for line in told["error"])
    assert log.requests()[-1] | {"ms": 0, "at": "", "process": 0} == {
        "at": "", "level": "ERROR", "logger": "simcap.requests", "message": "request", "process": 0,
        "request": answer["X-Request-ID"], "method": "POST", "route": "broken", "status": 500, "ms": 0, "account": None,
    }  # fmt: skip


@pytest.mark.urls("tests.health.urls")
def test_no_secret_name_or_telephone_number_is_in_any_line(cast: Cast, any_log: Written) -> None:
    token = new_token(cast.account("kadis"), name="uji")
    cast.walk("with_division")
    case = cast.do("kabid", "return_incomplete").facilitation
    secrets = everything(cast, token)
    text = any_log.text
    assert "broken" in text
    assert "CSRF" in text
    people = [name for name, _code in POSTS.values()]
    private = [
        *secrets, *people, PASSWORD, token, case.tracking_code, str(case.uid), answer_token(case), "0812", "Nagari",
        "nagari@contoh.example", "140/21", "sumbar", "evil.example",
    ]  # fmt: skip
    assert [word for word in private if word in text] == []


def everything(cast: Cast, token: str) -> list[str]:
    """Every way in, rightly and wrongly; answers what was typed."""
    case, base = cast.case, "/o/diskominfo-sumbar"
    visitor = Client(raise_request_exception=False)
    pages = ("", "permintaan/", "lacak/", f"lacak/{case.tracking_code}/", f"lacak/?kode={case.tracking_code}")
    for page in (*pages, f"jawab/{answer_token(case)}/", "jawab/salah-rahasia/", "v/00ff/", "lacak/XXXX-SALAH-1/"):
        visitor.get(f"{base}/{page}")
    visitor.post(f"{base}/jawab/{answer_token(case)}/", {"answer": "", "contact_phone": "0812 9999"})
    visitor.post(f"{base}/permintaan/", {"contact_name": "Orang Rahasia", "contact_phone": "0812 9999", "send": "1"})
    visitor.post("/o/kantor/jawab/token-rahasia/", {"phone": "0812 9999"})
    visitor.get("/tidak-ada/rahasia-alamat/")
    visitor.get("/masuk/", headers={"host": "evil.example"})
    visitor.post("/masuk/", {"username": "kadis", "password": "sandi-salah"})
    Client(enforce_csrf_checks=True).post("/masuk/", {"username": "kadis", "password": PASSWORD})
    visitor.post("/masuk/", {"username": "kadis", "password": PASSWORD})
    visitor.get(f"/cases/{case.uid}/")
    visitor.get("/cases/?q=Orang+Rahasia")
    visitor.get(f"/cases/{case.uid}/acts/dispose/")
    for bearer in (token, "simcap_salah-token"):
        headers = {"Authorization": f"Bearer {bearer}"}
        Client().get(f"/api/v1/facilitations/{case.uid}", headers=headers)
        body = json.dumps({"request_id": str(uuid4()), "inputs": {"note": "Orang Rahasia"}})
        path = f"/api/v1/facilitations/{case.uid}/acts/dispose"
        Client().post(path, body, content_type="application/json", headers=headers)
    return [
        "Orang Rahasia", "token-rahasia", "salah-rahasia", "SALAH-1", "rahasia-alamat", "sandi-salah", "salah-token",
        "00ff",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "message", "args", "left"),
    [
        ("django.request", "%s: %s", ("Not Found", "/o/x/jawab/rahasia/"), "Not Found"),
        ("django.security.csrf", "Forbidden (%s): %s", ("Origin checking failed", "/jawab/rahasia/"), "CSRF: Origin"),
        ("django.security.DisallowedHost", "Invalid HTTP_HOST header: 'rahasia'.", (), "DisallowedHost"),
        ("gunicorn.error", "Invalid request from ip=10.1.2.3: Invalid request line: 'rahasia'", (), "Invalid request"),
        ("gunicorn.error", "Error handling request %s %s", ("GET", "/jawab/rahasia/"), "Error handling request"),
        ("gunicorn.error", "Worker timeout (pid:%s)", (7,), "Worker timeout (pid:7)"),
    ],
)
def test_lines_of_others_lose_addresses_hosts_and_headers(name: str, message: str, args: Any, left: str) -> None:
    record = logging.LogRecord(name, logging.WARNING, __file__, 1, message, args, None)
    assert Scrub().filter(record)
    said = json.loads(JsonLine().format(record))["message"]
    assert said.startswith(left)
    assert "rahasia" not in said
    assert "10.1.2.3" not in said


def test_a_plain_line_says_what_happened_and_leaves_out_what_is_empty() -> None:
    record = logging.LogRecord("simcap.requests", logging.INFO, __file__, 1, "request", (), None)
    record.facts = {"method": "GET", "route": "desk", "status": 200, "ms": 4.2, "account": None}
    line = PlainLine().format(record)
    assert line.endswith(" INFO simcap.requests request method=GET route=desk status=200 ms=4.2")


def test_the_settings_name_the_form_and_refuse_another(tmp_path) -> None:
    from tests.support.installations import empty, run

    with empty(tmp_path / "var") as there:
        assert "SIMCAP_LOG must be one of plain, json" in run(there | {"SIMCAP_LOG": "xml"}, "check").stderr
        short = run(there | {"SIMCAP_METRICS_TOKEN": "pendek"}, "check").stderr
        assert "SIMCAP_METRICS_TOKEN must have at least 20 characters." in short
    assert configured.LOGGING["handlers"]["console"]["filters"] == ["quiet", "scrub", "discreet"]


def test_the_web_server_writes_our_lines_and_no_list_of_addresses(monkeypatch) -> None:
    from gunicorn.config import Config

    monkeypatch.setenv("SIMCAP_LOG", "json")
    log = ServerLog(Config())
    assert [type(handler.formatter) for handler in log.error_log.handlers if hasattr(handler, "_gunicorn")] == [
        JsonLine
    ]
    assert log.access_log.handlers == []
