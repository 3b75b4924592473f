"""The access matrix: every address and every act × every role. An address or act that is not listed here fails.

Roles are the cast of one office, `anonymous`, and two people of another. Two cases stand for all: an ordinary one
that is running, and a secret one (R) that has reached the Kabid.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4, uuid5

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from PIL import Image
from pytest_django import DjangoDbBlocker

from simcap import clock
from simcap.desk.printing import FORM, print_form
from simcap.documents.models import Attachment, Document
from simcap.facilitation import registry
from simcap.facilitation.models import Facilitation, PaperSheet
from simcap.health.beating import WORKER, beat
from simcap.intake.queries import answer_token
from simcap.management.office import new_token
from simcap.people.absence_acts import record_absence
from simcap.people.acts import SYSTEM, appoint
from simcap.people.models import Absence, Account, Appointment
from simcap.procedure.loading import definition_files
from simcap.public import saved
from simcap.revisions.models import Revision
from simcap.stewardship.models import Destruction, Incident, SubjectRequest
from simcap.stewardship.subjects import register as register_subject
from tests.access_matrix import ACTS, API, PAGES, ROLES, SECRET_ACTS, Page
from tests.cast import MONDAY, PATH, Cast, assemble
from tests.support.kept import rolled_back

pytestmark = pytest.mark.django_db


@dataclass
class World:
    """Both offices, the two cases, a browser and a token for each role."""

    cast: Cast
    ordinary: Facilitation
    secret: Facilitation
    clients: dict[str, Client]
    tokens: dict[str, str]


def account_of(world_cast: Cast, other: Cast, role: str) -> Account:
    return other.account(role.split(".")[1]) if role.startswith("other.") else world_cast.account(role)


def scan(cast: Cast) -> str:
    """A letter as PDF."""
    out = BytesIO()
    Image.new("RGB", (100, 140), "white").save(out, "PDF")
    return cast.upload("agendaris", out.getvalue(), "surat.pdf")


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world, made once; each test has it in a savepoint of its own."""
    with rolled_back(django_db_blocker), clock.scripted(MONDAY):
        cast, other = assemble(), assemble("kantor-lain", prefix="lain-")
        beat(WORKER)
        secret = cast.do("agendaris", "register", {"security": "R", "letter": scan(cast)}).facilitation
        cast.do("kadis", "dispose", {"security": "R"})
        cast.do("agendaris", "register", {"letter": scan(cast)})
        ordinary = cast.walk_on("running")
        print_form(ordinary, "log", cast.powers("teknisi1"), template=FORM, inputs=None)
        secret.refresh_from_db()
        print_form(secret, "forward", cast.powers("kabid"), template=FORM, inputs=None)
        leave_behind(cast)
        clients, tokens = {"anonymous": Client()}, {"anonymous": ""}
        for role in ROLES[1:]:
            clients[role] = Client()
            account = account_of(cast, other, role)
            clients[role].force_login(account)
            tokens[role] = new_token(account, name="uji")
        yield World(cast, ordinary, Facilitation.objects.get(pk=secret.pk), clients, tokens)


@pytest.fixture
def world(made: World, db: None) -> World:
    """The world, with nothing of what another test did to it."""
    ordinary, secret = (Facilitation.objects.get(pk=case.pk) for case in (made.ordinary, made.secret))
    clients = {role: Client() for role in made.clients}
    for role, client in clients.items():
        client.cookies.load({name: one.value for name, one in made.clients[role].cookies.items()})
    return World(made.cast.anew(), ordinary, secret, clients, made.tokens)


def leave_behind(cast: Cast) -> None:
    """An absence that is ahead, and a Plh. of the Kepala Dinas whose days are over."""
    days = {"from_on": date(2026, 7, 6), "until_on": date(2026, 7, 7)}
    record_absence(cast.office, officer=cast.officer("teknisi1"), kind="leave", by=SYSTEM, **days)
    appoint(
        cast.office, position=cast.position("head"), officer=cast.officer("sekretaris"), kind="plh", decree="ST 1/2026",
        from_at=MONDAY - timedelta(days=3), until_at=MONDAY - timedelta(days=2), by=SYSTEM,
    )  # fmt: skip
    leave_in_the_archive(cast)
    text = definition_files()[0].read_text(encoding="utf-8")
    Revision.objects.create(
        office=cast.office, text=text, digest="0" * 64, why="Evaluasi", created_at=MONDAY, changed_at=MONDAY
    )


def leave_in_the_archive(cast: Cast) -> None:
    """A proposal, a request of a data subject, an incident: each of them open."""
    Destruction.objects.create(
        office=cast.office, kind="dossier", proposed_at=MONDAY, proposed_by=cast.officer("agendaris"), proposed_as="A"
    )
    asked = {"wish": "access", "name": "Pemohon (contoh)", "phone": "0812 3456 7890", "email": "", "text": ""}
    register_subject(cast.office, key=uuid4(), given=asked)
    Incident.objects.create(
        office=cast.office, key=uuid4(), title="Ponsel hilang", noticed_at=MONDAY, due_at=MONDAY, reported_at=MONDAY
    )


def drafted(case: Facilitation) -> str:
    """The secret of a request that is still being written."""
    return saved.token_of(saved.begin(uuid5(case.uid, "draft"), office=case.office).uid)


def arguments(page: Page, case: Facilitation) -> dict[str, Any]:
    document = Document.objects.filter(case_uid=case.uid).order_by("id").first()
    attachment = Attachment.objects.filter(case_uid=case.uid).order_by("id").first()
    known = {
        "book": "agenda", "year": 2026, "half": 1, "step": 1, "pk": 0, "seq": 0, "uid": case.uid, "act": "log",
        "page": 1,
        "doc": document.uid if document else uuid4(),
        "att": attachment.uid if attachment else uuid4(), "office": case.office.slug, "token": "tidak-ada",
        "code": case.tracking_code, "answer": answer_token(case), "draft": drafted(case),
        "document": document.token if document else "0" * 32,
    }  # fmt: skip
    sheet = PaperSheet.objects.filter(facilitation=case).first()
    known["sheet"] = sheet.token if sheet else "0" * 32
    known |= {"absence": Absence.objects.get().pk, "appointment": Appointment.objects.get(kind="plh").pk}
    known |= {
        "destruction": Destruction.objects.get().uid, "request": SubjectRequest.objects.get().uid,
        "incident": Incident.objects.get().uid, "revision": Revision.objects.get().uid,
    }  # fmt: skip
    keys = {"destruction": "uid", "request": "uid", "incident": "uid", "draft": "token", "revision": "uid"}
    keys |= {"answer": "token", "document": "token", "sheet": "token", "absence": "pk", "appointment": "pk"}
    return {keys.get(name, name): known[name] for name in page.arguments}


def got_in(world: World, role: str, url: str, *, method: str) -> bool:
    with transaction.atomic():
        answer = getattr(world.clients[role], method)(url)
        transaction.set_rollback(True)
    assert answer.status_code < 500, (role, url, answer.status_code)
    elsewhere = answer.status_code == 302 and reverse("sign-in") in answer["Location"]
    return answer.status_code < 400 and not elsewhere


def names(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            if one.namespace not in ("admin", "api"):
                yield from names(one.url_patterns, prefix)
        elif isinstance(one, URLPattern):
            yield prefix + (one.name or str(one.pattern))


def test_every_address_is_in_the_matrix() -> None:
    assert sorted(set(names(get_resolver().url_patterns)) - {"api-nothing"}) == sorted(PAGES)


def api_paths() -> set[str]:
    document = json.loads(Client().get("/api/v1/openapi.json").content)
    prefix = "/api/v1/"
    return {path.removeprefix(prefix) for path in document["paths"]} | {"openapi.json"}


def test_every_api_address_is_in_the_matrix() -> None:
    assert sorted(api_paths()) == sorted(API)


def test_every_act_is_in_the_matrix() -> None:
    assert sorted(registry.known()) == sorted(ACTS)


def test_pages_open_to_whom_the_matrix_says_and_to_nobody_else(world: World) -> None:
    wrong = []
    for name, page in PAGES.items():
        for case, may in ((world.ordinary, page.may), (world.secret, page.secret)):
            if may is None:
                continue
            url = reverse(name, kwargs=arguments(page, case))
            wrong += [
                (name, case.security, role, role in may)
                for role in ROLES
                if got_in(world, role, url, method=page.method) != (role in may)
            ]
    assert wrong == []


def test_the_api_answers_whom_the_matrix_says_and_nobody_else(world: World) -> None:
    wrong = []
    for path, page in API.items():
        for case, may in ((world.ordinary, page.may), (world.secret, page.secret)):
            if may is None:
                continue
            document = Document.objects.filter(case_uid=case.uid).first()
            where = path.format(book="agenda", uid=case.uid, act="log", doc=document.uid if document else uuid4())
            for role in ROLES:
                headers = {"Authorization": f"Bearer {world.tokens[role]}"} if world.tokens[role] else {}
                answer = getattr(Client(), page.method)(f"/api/v1/{where}", headers=headers)
                if (answer.status_code < 400) != (role in may):
                    wrong.append((path, case.security, role, answer.status_code))
    assert wrong == []


def done_by(world: World, act: str, case: Facilitation | None) -> set[str]:
    """The roles to whom the API lets do an act; nothing of it is kept."""
    path = f"/api/v1/facilitations/{case.uid}/acts/{act}" if case else "/api/v1/facilitations"
    done = set()
    for role in ROLES:
        headers = {"Authorization": f"Bearer {world.tokens[role]}"} if world.tokens[role] else {}
        username = next((user for user, name in PATH if name == act), "kabid")
        inputs = {} if act in ("register", "open") else world.cast.usual(username, act)
        body = json.dumps({"request_id": str(uuid4()), "inputs": inputs})
        with transaction.atomic():
            answer = Client().post(path, body, content_type="application/json", headers=headers)
            transaction.set_rollback(True)
        refused = (401, 403, 404, 409)  # 409: his tier was merged into another hand's
        assert answer.status_code in (200, 201, 422, *refused), (role, answer.status_code, answer.content[:300])
        if answer.status_code in (200, 201, 422):
            done.add(role)
    return done


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_done_by_whom_the_matrix_says_and_by_nobody_else(world: World, act: str) -> None:
    stage, may = ACTS[act]
    assert done_by(world, act, world.cast.reach(stage) if stage else None) == may


def test_on_a_secret_case_only_its_chain_acts(world: World) -> None:
    world.cast.case = world.secret
    assert {act: done_by(world, act, world.secret) for act in SECRET_ACTS} == SECRET_ACTS
