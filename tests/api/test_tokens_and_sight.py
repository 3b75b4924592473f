"""Who gets in, and who sees what: nothing of another office, of a closed class, or before its time."""

from collections.abc import Callable

import pytest
from django.test import Client

from simcap import clock
from simcap.facilitation.models import Facilitation
from simcap.management.office import new_token
from simcap.people.models import ApiToken, Officer
from tests.api.program import CASES, ROOT, Program, page, problem, program
from tests.cast import PASSWORD, Cast, assemble, png

READING = ("", "/acts", "/journal", "/documents")


def revoke(cast: Cast) -> None:
    ApiToken.objects.update(revoked_at=clock.now())


def deactivate_account(cast: Cast) -> None:
    cast.account("kadis").__class__.objects.filter(pk=cast.accounts["kadis"].pk).update(is_active=False)


def deactivate_officer(cast: Cast) -> None:
    Officer.objects.filter(account=cast.accounts["kadis"]).update(is_active=False)


def take_officer_away(cast: Cast) -> None:
    Officer.objects.filter(account=cast.accounts["kadis"]).update(account=None)


def move_officer(cast: Cast) -> None:
    Officer.objects.filter(account=cast.accounts["kadis"]).update(office=assemble("lain", prefix="lain-").office)


@pytest.mark.parametrize("change", [revoke, deactivate_account, deactivate_officer, take_officer_away, move_officer])
def test_a_token_that_no_longer_counts_opens_nothing(cast: Cast, change: Callable[[Cast], None]):
    by = program(cast, "kadis")
    assert by.get(f"{ROOT}/me").status_code == 200
    change(cast)
    answer = by.get(f"{ROOT}/me")
    assert problem(answer)["status"] == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="simcap", error="invalid_token"'


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer x y", "Basic a2FkaXM6eA==", "Token x", "Bearer \u00e9"]
)
def test_anything_but_a_token_opens_nothing(cast: Cast, header: str):
    answer = Client().get(f"{ROOT}/me", headers={"Authorization": header})
    assert problem(answer)["status"] == 401


def test_a_session_counts_for_nothing(cast: Cast):
    signed_in = Client(enforce_csrf_checks=True)
    assert signed_in.login(username="kadis", password=PASSWORD)
    assert problem(signed_in.get(f"{ROOT}/me"))["status"] == 401
    assert problem(signed_in.post(CASES, "{}", content_type="application/json"))["status"] == 401


def test_a_token_needs_no_csrf_token(cast: Cast):
    case = cast.walk("with_head")
    client = Client(enforce_csrf_checks=True, headers=program(cast, "kadis").headers())
    body = {"request_id": "0b0c7f52-1f5c-4e0e-9d3e-6b3d6f2f7a22"}
    assert client.post(page(case, "/acts/open"), body, content_type="application/json").status_code == 201


def sees(by: Program, case: Facilitation) -> bool:
    listed = str(case.uid) in [one["id"] for one in by.get(CASES).json()["items"]]
    answers = {by.get(page(case, rest)).status_code for rest in READING}
    assert answers == ({200} if listed else {404})
    return listed


def test_another_office_sees_and_does_nothing(cast: Cast):
    other = assemble("lain", prefix="lain-")
    case = cast.walk("assigned")
    document = program(cast, "kadis").get(page(case, "/documents")).json()[0]
    for username in other.accounts:
        by = program(other, username)
        assert not sees(by, case)
        assert by.get(document["href"]).status_code == 404
        assert by.get(CASES, cursor=str(case.uid)).status_code == 422
    by = program(other, "kadis")
    assert by.act(case, "open").status_code == 404
    assert by.post(page(case, "/attachments"), png(), "image/png").status_code == 404


def test_a_document_is_found_only_under_its_own_case(cast: Cast):
    first, second = cast.walk("to_record"), cast.walk("to_record")
    by = program(cast, "kadis")
    document = by.get(page(first, "/documents")).json()[0]["id"]
    assert by.get(page(second, f"/documents/{document}.pdf")).status_code == 404


def test_the_crew_sees_a_case_from_its_spt_on(cast: Cast):
    by = {username: program(cast, username) for username in ("koordinator", "teknisi1", "teknisi2")}
    case = cast.walk("with_section")
    assert [sees(one, case) for one in by.values()] == [False, False, False]
    cast.do("seksi", "appoint")
    assert [sees(one, case) for one in by.values()] == [True, False, False]
    for username, act in (("koordinator", "record_request"), ("seksi", "initial"), ("kabid", "initial")):
        cast.do(username, act)
        assert not sees(by["teknisi1"], case)
    cast.do("kadis", "sign_spt")
    assert [sees(one, case) for one in by.values()] == [True, True, True]


@pytest.mark.parametrize("security", ["R", "SR"])
def test_a_closed_class_is_seen_by_whom_the_case_has_reached(cast: Cast, security: str):
    case = cast.do("agendaris", "register", {"security": security}).facilitation
    seen = {username for username in cast.accounts if sees(program(cast, username), case)}
    assert seen == {"kadis"}
    cast.do("kadis", "dispose", {"security": security})
    assert sees(program(cast, "kabid"), case)
    assert not sees(program(cast, "seksi"), case)


def test_who_only_reads_is_offered_nothing_and_uploads_nothing(cast: Cast):
    case = cast.walk("with_head")
    by = program(cast, "auditor")
    assert by.get(page(case, "/acts")).json() == []
    assert problem(by.post(page(case, "/attachments"), png(), "image/png"))["status"] == 403
    assert problem(by.post(f"{ROOT}/attachments", png(), "image/png"))["status"] == 403
    assert problem(by.act(case, "dispose", cast.usual("kadis", "dispose")))["status"] == 403


def test_somebody_elses_upload_cannot_be_used(cast: Cast):
    letter = cast.upload("agendaris")
    second = assemble("lain", prefix="lain-")
    inputs = {**second.usual("agendaris", "register"), "letter": letter}
    assert problem(program(second, "agendaris").register(inputs))["errors"].keys() == {"letter"}


def test_only_its_digest_is_kept_of_a_token(cast: Cast):
    token = new_token(cast.account("kadis"), name="uji")
    assert [token in str(row) for row in ApiToken.objects.values_list()] == [False]
