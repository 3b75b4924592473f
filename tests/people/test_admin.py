"""The admin: one office's master data, each change in the journal; nothing for anybody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from simcap import clock
from simcap.people.models import (
    ApiToken,
    Appointment,
    AppointmentEnd,
    Position,
)
from simcap.people.tokens import issue_token
from tests.cast import POSTS, Cast
from tests.people.admin_pages import FOREIGN, MODELS, address, appointment_inputs, row_of, signed_in

pytestmark = pytest.mark.django_db


def every_address(cast: Cast) -> list[str]:
    """Every page of the admin, those of single rows with this office's rows."""
    found = [reverse(f"admin:{name}") for name in ("index", "password_change", "password_change_done", "jsi18n")]
    found += [reverse("admin:app_list", args=["simcap"])]
    for model in MODELS:
        found += [address(model, "changelist"), address(model, "add")]
        if row := row_of(model, cast):
            found += [address(model, page, row.pk) for page in ("change", "delete", "history")]
    found.append(reverse("admin:auth_user_password_change", args=[cast.account("kadis").pk]))
    return found + autocompletes()


def autocompletes() -> list[str]:
    fields = [("officer", "account"), ("appointment", "officer"), ("appointment", "position"), ("apitoken", "account")]
    base = reverse("admin:autocomplete")
    return [f"{base}?app_label=simcap&model_name={model}&field_name={field}&term=" for model, field in fields]


def test_the_admin_holds_master_data_and_no_case_work():
    assert set(admin.site._registry) == set(MODELS)


def test_the_enumeration_knows_every_address_of_the_admin(cast: Cast):
    known = {
        "index", "login", "logout", "password_change", "password_change_done", "autocomplete", "jsi18n", "app_list",
        "view_on_site", "auth_user_password_change",
    } | {
        f"simcap_{model._meta.model_name}_{page}"
        for model in MODELS
        for page in ("changelist", "add", "change", "delete", "history")
    }  # fmt: skip
    assert {name for pattern in admin.site.urls[0] for name in _names(pattern)} == known


def _names(pattern: Any) -> list[str]:
    if hasattr(pattern, "url_patterns"):
        return [name for one in pattern.url_patterns for name in _names(one)]
    return [pattern.name] if pattern.name else []


def test_no_page_shows_anything_of_the_other_office(cast: Cast, other: Cast):
    issue_token(cast.account("auditor"), name="milik sendiri")
    client = signed_in(cast, "admin")
    leaks = {}
    for page in every_address(cast):
        response = client.get(page, follow=True)
        assert response.status_code in (200, 403), page
        if FOREIGN in response.content.decode() or "lain-" in response.content.decode():
            leaks[page] = response.status_code
    assert leaks == {}


@pytest.mark.parametrize("page", ["change", "delete", "history"])
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_row_of_the_other_office_is_not_there(cast: Cast, other: Cast, model: Any, page: str):
    foreign = row_of(model, other)
    for method in ("get", "post"):
        response = getattr(signed_in(cast, "admin"), method)(address(model, page, foreign.pk), {"post": "yes"})
        assert response.status_code in (302, 403)
        assert FOREIGN not in response.content.decode()
    assert row_of(model, other) == foreign


def test_the_password_of_the_other_office_cannot_be_set(cast: Cast, other: Cast):
    page = reverse("admin:auth_user_password_change", args=[other.account("auditor").pk])
    passwords = {"usable_password": "true", "password1": "baru-sekali-99", "password2": "baru-sekali-99"}
    assert signed_in(cast, "admin").post(page, passwords).status_code == 404
    assert not other.account("auditor").check_password("baru-sekali-99")


def test_a_foreign_key_takes_no_row_of_the_other_office(cast: Cast, other: Cast):
    client = signed_in(cast, "admin")
    sent = {"code": "staff", "title": "Staf", "parent": other.position("head").pk}
    response = client.post(address(Position, "add"), sent)
    assert response.status_code == 200
    assert not Position.objects.filter(office=cast.office, code="staff").exists()
    mine = {**appointment_inputs(cast), "officer": other.officer("kabid").pk}
    assert client.post(address(Appointment, "add"), mine).status_code == 200
    token = {"account": other.account("auditor").pk, "name": "curian"}
    assert client.post(address(ApiToken, "add"), token).status_code == 200
    assert not ApiToken.objects.filter(name="curian").exists()


@pytest.mark.parametrize("username", [name for name in POSTS if name != "admin"])
def test_who_is_not_administrator_gets_no_page(cast: Cast, username: str):
    client = signed_in(cast, username)
    statuses = {page: client.get(page).status_code for page in every_address(cast)}
    assert set(statuses.values()) == {403}
    assert client.get(reverse("admin:login")).status_code == 403


def test_staff_and_superuser_flags_open_nothing(cast: Cast):
    get_user_model().objects.filter(pk=cast.account("kadis").pk).update(is_staff=True, is_superuser=True)
    assert signed_in(cast, "kadis").get(reverse("admin:index")).status_code == 403


def test_anonymous_people_are_sent_to_the_sign_in_page(cast: Cast, client: Client):
    response = client.get(reverse("admin:index"), follow=True)
    assert response.redirect_chain[-1][0] == f"{reverse('sign-in')}?next=/admin/"


def test_an_ended_administrator_gets_no_page(cast: Cast):
    appointment = Appointment.objects.get(position__code="administrator")
    AppointmentEnd.objects.create(appointment=appointment, ended_at=clock.now() - timedelta(minutes=1), reason="Mutasi")
    assert signed_in(cast, "admin").get(reverse("admin:index")).status_code == 403


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_of_the_own_office_opens(cast: Cast, language: str):
    issue_token(cast.account("auditor"), name="uji")
    client = signed_in(cast, "admin")
    client.cookies["django_language"] = language
    closed = {f"/{page}/" for page in ("delete", "add")}
    statuses = {page: client.get(page).status_code for page in every_address(cast)}
    refused = {page for page, status in statuses.items() if status != 200}
    assert all(any(word in page for word in closed) for page in refused)
    assert set(statuses.values()) == {200, 403}
