"""The archive's pages: what is proposed, decided, held, answered and reported from them, and by whom."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from simcap import clock
from simcap.facilitation.models import Facilitation
from simcap.journal.models import Entry
from simcap.stewardship import subjects
from simcap.stewardship.execution import carry_out
from simcap.stewardship.models import Destruction, Incident, LegalHold, RetentionRule, SubjectRequest
from simcap.stewardship.rules import RIGHTS, Steward, may
from tests.cast import MONDAY, POSTS, Cast

from .conftest import rule

As = Callable[[str], Client]
#: Right → who of the cast has it while nobody is appointed Pejabat PDP. What is not listed here fails.
HELD = {
    "see_archive": {"agendaris", "sekretaris", "kadis", "auditor", "admin"},
    "put_hold": {"sekretaris", "kadis", "admin"},
    "lift_hold": {"sekretaris", "kadis", "admin"},
    "propose_destruction": {"agendaris"},
    "withdraw_destruction": {"agendaris"},
    "decide_destruction": {"sekretaris", "kadis"},
    "resume_destruction": {"agendaris", "sekretaris", "kadis"},
    "register_request": {"agendaris", "sekretaris", "admin"},
    "see_requests": {"sekretaris", "kadis", "auditor", "admin"},
    "handle_request": {"sekretaris", "admin"},
    "see_incidents": {"sekretaris", "kadis", "auditor", "admin"},
    "report_incident": {"agendaris", "sekretaris", "kadis", "admin"},
    "handle_incident": {"sekretaris", "admin"},
    "see_readings": {"sekretaris", "kadis", "auditor", "admin"},
}


def test_every_right_is_in_the_table() -> None:
    assert sorted(RIGHTS) == sorted(HELD)


@pytest.mark.parametrize("right", HELD)
def test_a_right_is_held_by_whom_the_table_says_and_by_nobody_else(cast: Cast, right: str) -> None:
    assert {by for by in POSTS if may(right, Steward(cast.powers(by)))} == HELD[right]


def test_an_account_without_an_officer_has_no_right(cast: Cast) -> None:
    from simcap.management.office import new_account

    account, _password = new_account(cast.office, username="tanpa-pegawai", officer=None)
    browser = Client()
    browser.force_login(account)
    assert browser.get("/arsip/").status_code == 403


# ── Destruction ──────────────────────────────────────────────────────────────────────────────────────────────────


def proposed(as_: As, *cases: Facilitation, **further: Any) -> Any:
    sent = {"kind": "dossier", "cases": [str(case.uid) for case in cases], **further}
    return as_("agendaris").post("/arsip/retensi/usul/", sent)


def test_a_proposal_goes_from_the_list_to_another_desk_and_to_its_record(
    later: Facilitation, cast: Cast, as_: As
) -> None:
    assert "0001/2026" in as_("agendaris").get("/arsip/retensi/").content.decode()
    answer = proposed(as_, later)
    url = answer["Location"]
    assert url in as_("kadis").get("/desk/").content.decode()
    assert url not in as_("agendaris").get("/desk/").content.decode()
    assert as_("kadis").post(f"{url}putusan/", {"decision": "approve"})["Location"] == url
    assert carry_out(Destruction.objects.get())
    record = as_("auditor").get(f"{url}berita-acara.pdf")
    assert (record.status_code, record.content[:4]) == (200, b"%PDF")


def test_nothing_chosen_comes_back_with_what_was_typed(later: Facilitation, as_: As) -> None:
    answer = proposed(as_, basis="Sudah dinilai.")
    page = answer.content.decode()
    assert (answer.status_code, "Pilih sedikitnya satu berkas." in page, "Sudah dinilai." in page) == (422, True, True)


@pytest.mark.parametrize("cases", [["bukan-uid"], [str(uuid4())]])
def test_a_choice_that_is_none_is_refused(later: Facilitation, as_: As, cases: list[str]) -> None:
    answer = as_("agendaris").post("/arsip/retensi/usul/", {"kind": "dossier", "cases": cases})
    assert (answer.status_code, Destruction.objects.count()) == (422, 0)


def test_a_refusal_without_its_reason_is_asked_for_it(later: Facilitation, as_: As) -> None:
    url = proposed(as_, later)["Location"]
    answer = as_("kadis").post(f"{url}putusan/", {"decision": "refuse"})
    assert (answer.status_code, "Tulis alasannya." in answer.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("by", "decision"),
    [
        ("agendaris", "approve"),
        ("kabid", "approve"),
        ("auditor", "refuse"),
        ("admin", "approve"),
        ("kadis", "withdraw"),
    ],
)  # fmt: skip
def test_who_may_not_decide_is_told_so(later: Facilitation, as_: As, by: str, decision: str) -> None:
    url = proposed(as_, later)["Location"]
    answer = as_(by).post(f"{url}putusan/", {"decision": decision, "decision_note": "x"})
    assert (answer.status_code, Destruction.objects.get().state) == (403, "proposed")


def test_a_destroyed_dossier_says_under_what_and_serves_nothing(later: Facilitation, cast: Cast, as_: As) -> None:
    document = Facilitation.objects.get(pk=later.pk).artefacts.exclude(document=None)[0].document
    url = proposed(as_, later)["Location"]
    as_("kadis").post(f"{url}putusan/", {"decision": "approve"})
    carry_out(Destruction.objects.get())
    number = Destruction.objects.get().number
    assert f"Berita Acara {number}" in as_("kadis").get(f"/cases/{later.uid}/").content.decode()
    answer = as_("kadis").get(f"/cases/{later.uid}/documents/{document.uid}.pdf")
    assert (answer.status_code, number in answer.content.decode()) == (410, True)
    assert as_("kadis").get(f"/cases/{later.uid}/documents/{document.uid}/1.png?small=1").status_code == 410


def test_the_qr_page_of_a_destroyed_document_says_that_it_went_lawfully(
    later: Facilitation, cast: Cast, as_: As
) -> None:
    from simcap.documents.models import Document

    spt = Document.objects.get(case_uid=later.uid, kind="assignment_letter")
    url = proposed(as_, later)["Location"]
    as_("kadis").post(f"{url}putusan/", {"decision": "approve"})
    carry_out(Destruction.objects.get())
    page = Client().get(f"/o/{cast.office.slug}/v/{spt.token}/").content.decode()
    assert "Isinya sudah dimusnahkan sesuai jadwal retensi" in page
    record = Destruction.objects.get().document
    page = Client().get(f"/o/{cast.office.slug}/v/{record.token}/").content.decode()
    assert "Naskah ini asli dan berlaku." in page


def test_the_list_is_filtered_by_kind_and_year(later: Facilitation, as_: As) -> None:
    agendaris = as_("agendaris")
    assert "0001/2026" in agendaris.get("/arsip/retensi/?kind=contact&year=2028").content.decode()
    assert "Tidak ada yang jatuh tempo pada tahun itu." in agendaris.get("/arsip/retensi/?year=2029").content.decode()
    assert agendaris.get("/arsip/retensi/?kind=lain&year=abc&after=x").status_code == 200


def test_the_list_pages_by_the_day_of_closing(cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    from simcap.desk import archive

    monkeypatch.setattr(archive, "PAGE", 2)
    for _number in range(3):
        case = cast.walk("with_head")
        Facilitation.objects.filter(pk=case.pk).update(closed_at=MONDAY)
    with clock.scripted(MONDAY + timedelta(days=366 * 6)):
        agendaris = as_("agendaris")
        first = agendaris.get("/arsip/retensi/").content.decode()
        query = re.search(r'href="\?([^"]*after=\d+)"', first)
        assert query
        second = agendaris.get(f"/arsip/retensi/?{query[1].replace('&amp;', '&')}").content.decode()
    numbers = [re.findall(r"000\d/2026", page) for page in (first, second)]
    assert (sorted(set(numbers[0])), sorted(set(numbers[1]))) == (["0001/2026", "0002/2026"], ["0003/2026"])


def test_the_list_costs_the_same_for_one_case_and_three(cast: Cast, as_: As, django_assert_num_queries: Any) -> None:
    agendaris = as_("agendaris")

    def close() -> None:
        case = cast.walk("with_head")
        Facilitation.objects.filter(pk=case.pk).update(closed_at=MONDAY)

    close()
    with clock.scripted(MONDAY + timedelta(days=366 * 6)):
        agendaris.get("/arsip/retensi/")
        with django_assert_num_queries(7):
            agendaris.get("/arsip/retensi/")
    with clock.scripted(MONDAY):
        close()
        close()
    with clock.scripted(MONDAY + timedelta(days=366 * 6)), django_assert_num_queries(7):
        agendaris.get("/arsip/retensi/")


# ── Holds ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_hold_is_put_and_lifted_with_reasons_in_both_journals(closed: Facilitation, cast: Cast, as_: As) -> None:
    url, kadis = f"/cases/{closed.uid}/penahanan/", as_("kadis")
    kadis.post(url, {"doing": "put", "reason": "Pemeriksaan."})
    assert "Pemusnahan ditahan" in kadis.get(f"/cases/{closed.uid}/").content.decode()
    kadis.post(url, {"doing": "lift", "reason": "Selesai."})
    assert LegalHold.objects.get().lift_reason == "Selesai."
    for chain in (f"case:{closed.uid}", f"office:{cast.office.slug}"):
        acts = Entry.objects.filter(chain=chain).order_by("-seq").values_list("act", flat=True)[:2]
        assert list(acts) == ["lift_hold", "put_hold"]


def test_a_hold_that_somebody_else_has_put_is_not_lifted_unread(closed: Facilitation, as_: As) -> None:
    url = f"/cases/{closed.uid}/penahanan/"
    as_("sekretaris").post(url, {"doing": "put", "reason": "Pemeriksaan."})
    answer = as_("kadis").post(url, {"doing": "put", "reason": "Gugatan."})
    assert (answer.status_code, LegalHold.objects.filter(lifted_at=None).count()) == (409, 1)


def test_the_secretary_holds_a_case_that_he_does_not_read(closed: Facilitation, as_: As) -> None:
    sekretaris = as_("sekretaris")
    assert sekretaris.get(f"/cases/{closed.uid}/").status_code == 404
    answer = sekretaris.post(f"/cases/{closed.uid}/penahanan/", {"doing": "put", "reason": "Pemeriksaan."})
    assert answer["Location"] == reverse("retention-due")


def test_an_empty_reason_is_asked_for(closed: Facilitation, as_: As) -> None:
    assert as_("kadis").post(f"/cases/{closed.uid}/penahanan/", {"doing": "put", "reason": ""}).status_code == 422


# ── Requests of data subjects ────────────────────────────────────────────────────────────────────────────────────


def test_a_request_is_taken_at_the_counter_looked_for_answered_and_handed_over(
    closed: Facilitation, cast: Cast, as_: As
) -> None:
    typed = {"key": str(uuid4()), "wish": "access", "name": "Sekretaris Nagari (contoh)", "phone": "081200000000",
             "email": "", "institution": "", "code": "", "received_at": "", "text": ""}  # fmt: skip
    assert as_("agendaris").post("/arsip/data-pribadi/baru/", typed)["Location"] == "/arsip/"
    row = SubjectRequest.objects.get()
    url, admin = f"/arsip/data-pribadi/{row.uid}/", as_("admin")
    assert url in admin.get("/desk/").content.decode()
    admin.post(f"{url}identitas/", {"how": "Datang sendiri."})
    assert "0001/2026" not in admin.get(url).content.decode()  # not looked for yet
    admin.post(f"{url}telusuri/")
    page = admin.get(url).content.decode()
    assert "0001/2026" in page
    admin.post(f"{url}jawab/", {"cases": [str(closed.uid)], "delivery": "counter", "answer": ""})
    answer = admin.get(f"{url}data.zip")
    assert (answer.status_code, answer.content[:2]) == (200, b"PK")
    admin.post(f"{url}serah/")
    row.refresh_from_db()
    assert (row.state, row.delivered_at) == ("answered", clock.now())
    assert list(Entry.objects.filter(act="look_up_person").values_list("act", flat=True)) == ["look_up_person"]


@pytest.mark.parametrize("by", ["agendaris", "kadis", "auditor", "kabid"])
def test_who_does_not_handle_requests_neither_looks_nor_fetches_the_answer(
    closed: Facilitation, cast: Cast, as_: As, by: str
) -> None:
    row = subjects.register(cast.office, key=uuid4(), code=closed.tracking_code, given={
        "wish": "access", "name": "S", "phone": "0812 0000 0000", "email": "", "text": "",
    })  # fmt: skip
    subjects.answer_access(row, uids=[closed.uid], delivery="counter", steward=Steward(cast.powers("admin")))
    url = f"/arsip/data-pribadi/{row.uid}/"
    assert as_(by).get(f"{url}data.zip").status_code == 403
    for where in ("telusuri", "jawab", "identitas", "tolak", "serah"):
        assert as_(by).post(f"{url}{where}/", {"delivery": "counter", "answer": "x", "how": "x"}).status_code == 403


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(cast: Cast, as_: As) -> None:
    answer = as_("agendaris").post("/arsip/data-pribadi/baru/", {"key": str(uuid4()), "name": "Nama Diketik"})
    page = answer.content.decode()
    assert (answer.status_code, "Isi telepon atau surel." in page, "Nama Diketik" in page) == (422, True, True)


def test_a_form_without_our_key_is_not_ours(cast: Cast, as_: As) -> None:
    typed = {"wish": "access", "name": "N", "phone": "0812 0000 0000"}
    assert as_("agendaris").post("/arsip/data-pribadi/baru/", typed).status_code == 404


def test_the_register_costs_the_same_for_one_request_and_three(
    cast: Cast, as_: As, django_assert_num_queries: Any
) -> None:
    given = {"wish": "access", "name": "N", "phone": "0812 0000 0000", "email": "", "text": ""}
    kadis = as_("kadis")
    subjects.register(cast.office, key=uuid4(), given=dict(given))
    kadis.get("/arsip/data-pribadi/")
    with django_assert_num_queries(6):
        kadis.get("/arsip/data-pribadi/")
    for _number in range(2):
        subjects.register(cast.office, key=uuid4(), given=dict(given))
    with django_assert_num_queries(6):
        kadis.get("/arsip/data-pribadi/")


# ── Incidents ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_incident_is_reported_told_and_closed_from_its_page(cast: Cast, as_: As) -> None:
    typed = {
        "key": str(uuid4()), "title": "Ponsel hilang", "noticed_at": "2026-06-08T07:00", "happened": "Hilang.",
        "data_kinds": "Telepon.", "people_count": "", "consequences": "Ditelepon.", "measures": "Dicari.",
    }  # fmt: skip
    as_("agendaris").post("/arsip/insiden/baru/", typed)
    row = Incident.objects.get()
    assert (row.people_count, row.due_at) == (None, MONDAY + timedelta(hours=71))
    url, admin = f"/arsip/insiden/{row.uid}/", as_("admin")
    for kind in ("people_told", "authority_told", "closed"):
        assert admin.post(f"{url}langkah/", {"kind": kind, "at": "", "note": ""}).status_code == 302
    row.refresh_from_db()
    assert row.closed_at == MONDAY
    assert as_("auditor").get(f"{url}pemberitahuan.pdf").content[:4] == b"%PDF"


def test_an_incident_in_the_future_is_refused_beside_its_field(cast: Cast, as_: As) -> None:
    typed = {"key": str(uuid4()), "title": "T", "noticed_at": "2026-06-09T07:00", "happened": "H", "data_kinds": "D",
             "consequences": "C", "measures": "M"}  # fmt: skip
    answer = as_("admin").post("/arsip/insiden/baru/", typed)
    assert (answer.status_code, "Tidak boleh di masa depan." in answer.content.decode()) == (422, True)


# ── Master data ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_schedule_is_edited_in_the_admin_and_journalled(cast: Cast, as_: As) -> None:
    kept = RetentionRule.objects.get(office=cast.office, kind="dossier")
    sent = {"active_years": "3", "inactive_years": "7", "fate": "review", "source": "Pergub 1/2026"}
    assert as_("admin").post(f"/admin/simcap/retentionrule/{kept.pk}/change/", sent).status_code == 302
    kept.refresh_from_db()
    assert (kept.kind, kept.active_years, kept.source) == ("dossier", 3, "Pergub 1/2026")
    assert Entry.objects.filter(chain=f"office:{cast.office.slug}", act="setting_changed").count() == 1


@pytest.mark.parametrize(("years", "status"), [("0", 200), ("101", 200), ("100", 302)])
def test_years_that_no_schedule_knows_are_refused(cast: Cast, as_: As, years: str, status: int) -> None:
    kept = RetentionRule.objects.get(office=cast.office, kind="dossier")
    sent = {"active_years": years, "inactive_years": "0", "fate": "destroy", "source": "S"}
    assert as_("admin").post(f"/admin/simcap/retentionrule/{kept.pk}/change/", sent).status_code == status


def test_a_rule_changes_what_the_dossier_says(closed: Facilitation, cast: Cast, as_: As) -> None:
    page = as_("kadis").get(f"/cases/{closed.uid}/").content.decode()
    assert "Aktif s.d. 8 Juni 2028, musnah sesudah 8 Juni 2031." in page
    rule(cast, "dossier", years=(5, 5), fate="permanent")
    page = as_("kadis").get(f"/cases/{closed.uid}/").content.decode()
    assert "Aktif s.d. 8 Juni 2031, disimpan permanen." in page
