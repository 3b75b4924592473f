"""The pages of absence: one's own, the office's weeks, who records for whom, Plh. in the same flow."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from django.utils.html import escape

from simcap import clock
from simcap.people import absence_acts
from simcap.people.acts import SYSTEM
from simcap.people.calendar import of as calendar_of
from simcap.people.models import Absence, AbsenceEnd, Appointment
from tests.cast import MONDAY, POSTS, Cast, assemble

from .conftest import As

pytestmark = pytest.mark.django_db
MON, FRI = date(2026, 6, 15), date(2026, 6, 19)
SENT = {"kind": "leave", "from_on": "2026-06-15", "until_on": "2026-06-19"}
RECORDERS = {"agendaris", "sekretaris", "admin"}


def away(cast: Cast, who: str = "kabid", first: date = MON, last: date = FRI, kind: str = "leave") -> Absence:
    return absence_acts.record_absence(
        cast.office, officer=cast.officer(who), kind=kind, from_on=first, until_on=last, by=SYSTEM
    )


def page(as_: As, who: str, url: str = "/absences/") -> str:
    answer = as_(who).get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("who", POSTS)
def test_everybody_records_his_own_absence(cast: Cast, as_: As, who: str) -> None:
    sent = {**SENT, **({"officer": cast.officer(who).pk} if who in RECORDERS else {})}
    answer = as_(who).post("/absences/new/", sent)
    absence = Absence.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/absences/{absence.pk}/")
    assert (absence.officer, absence.recorded_by) == (cast.officer(who), POSTS[who][0])


@pytest.mark.parametrize("who", POSTS)
def test_only_three_posts_record_for_others(cast: Cast, as_: As, who: str) -> None:
    as_(who).post("/absences/new/", {**SENT, "officer": cast.officer("teknisi2").pk})
    expected = "teknisi2" if who in RECORDERS else who
    assert Absence.objects.get().officer == cast.officer(expected)


def test_who_recorded_for_another_is_written_with_his_post(cast: Cast, as_: As) -> None:
    as_("sekretaris").post("/absences/new/", {**SENT, "officer": cast.officer("kadis").pk})
    assert Absence.objects.get().recorded_by == "Sekretaris Dinas (contoh) (Sekretaris Dinas)"


def test_an_account_without_an_officer_records_nothing(cast: Cast, as_: As) -> None:
    officer = cast.officer("teknisi1")
    officer.account = None
    officer.save()
    assert as_("teknisi1").get("/absences/new/").status_code == 403
    assert as_("teknisi1").get("/absences/").status_code == 200


WRONG = [
    ({"until_on": "2026-06-14"}, "Tanggal akhir tidak boleh sebelum tanggal mulai."),
    ({"from_on": "0202-06-15"}, "Masukkan tanggal yang valid."), ({"kind": "malas"}, "Masukkan pilihan yang valid."),
    ({"from_on": ""}, "Bidang ini tidak boleh kosong."),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "sentence"), WRONG)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_typed_is_lost(
    cast: Cast, as_: As, changes: dict[str, str], sentence: str
) -> None:
    answer = as_("kabid").post("/absences/new/", {**SENT, **changes})
    text = answer.content.decode()
    assert (answer.status_code, Absence.objects.count()) == (422, 0)
    assert 'value="2026-06-19"' in text or changes.get("until_on", "") in text
    assert sentence in text or "is-invalid" in text


def test_an_overlap_is_told_beside_the_first_day(cast: Cast, as_: As) -> None:
    away(cast)
    answer = as_("kabid").post("/absences/new/", {**SENT, "kind": "duty", "until_on": "2026-06-16"})
    assert answer.status_code == 422
    assert "Sudah tercatat tidak di tempat pada 15–19 Juni 2026." in answer.content.decode()


def test_the_list_goes_week_by_week_from_this_monday(cast: Cast, as_: As) -> None:
    away(cast, "kabid")
    away(cast, "seksi", date(2026, 6, 1), date(2026, 6, 9))
    away(cast, "teknisi1", date(2026, 6, 1), date(2026, 6, 5))
    text = page(as_, "kadis")
    weeks = [
        text.index(words)
        for words in ("Minggu 8–14 Juni 2026", "Kepala Seksi", "Minggu 15–21 Juni 2026", "Kepala Bidang")
    ]
    assert weeks == sorted(weeks)
    assert "Teknisi 1" not in text
    assert "Teknisi 1" in page(as_, "kadis", "/absences/?since=2026-06-01")


def test_the_list_is_narrowed_by_name_and_kind(cast: Cast, as_: As) -> None:
    away(cast, "kabid")
    away(cast, "seksi", kind="duty")
    assert "Kepala Bidang" not in page(as_, "kadis", "/absences/?q=seksi")
    assert "Kepala Seksi" not in page(as_, "kadis", "/absences/?kind=leave")
    assert "Tidak ada yang cocok" in page(as_, "kadis", "/absences/?q=tidak-ada")


@pytest.mark.parametrize(
    "query", ["since=kapan", "kind=malas", "after=apa~saja", "after=2026-99-99~1", "since=0001-01-01"]
)
def test_what_does_not_fit_narrows_nothing(cast: Cast, as_: As, query: str) -> None:
    away(cast)
    assert "Kepala Bidang" in page(as_, "kadis", f"/absences/?{query}")


def test_a_cancelled_absence_is_on_ones_own_list_only(cast: Cast, as_: As) -> None:
    absence_acts.end_absence(away(cast), back_on=MON, reason="Batal.", by=SYSTEM)
    assert "15–19 Juni 2026" not in page(as_, "kadis")
    own = page(as_, "kabid")
    assert "15–19 Juni 2026" in own
    assert "dibatalkan" in own


def test_the_list_is_paged_by_its_last_row(cast: Cast, as_: As) -> None:
    for number in range(30):
        day = MON + timedelta(days=2 * number)
        away(cast, "teknisi1", day, day)
    first = page(as_, "kadis")
    assert first.count('class="row-name"') == 25
    after = first.split("after=")[1].split('"')[0]
    assert page(as_, "kadis", f"/absences/?after={after}").count('class="row-name"') == 5


@pytest.mark.parametrize(("who", "sees"), [(who, who in {"kabid", "kadis"} | RECORDERS) for who in POSTS])
def test_sickness_is_said_to_nobody_but_the_person_the_keepers_and_the_head(
    cast: Cast, as_: As, who: str, sees: bool
) -> None:
    absence = away(cast, kind="sick")
    for url in ("/absences/?q=bidang", f"/absences/{absence.pk}/"):
        assert ("sakit" in page(as_, who, url).lower().replace('<option value="sick">sakit', "")) == sees


def test_nothing_of_another_office_is_shown(cast: Cast, as_: As) -> None:
    other = assemble("kantor-lain", prefix="lain-")
    officer = other.officer("kabid")
    officer.name = "PEGAWAI LAIN"
    officer.save()
    foreign = away(other)
    assert "PEGAWAI LAIN" not in page(as_, "admin")
    assert as_("admin").get(f"/absences/{foreign.pk}/").status_code == 404
    assert as_("admin").post(f"/absences/{foreign.pk}/end/", {"reason": "x"}).status_code == 404
    sent = {**SENT, "officer": other.officer("seksi").pk}
    assert as_("admin").post("/absences/new/", sent).status_code == 422


def test_the_administrator_appoints_a_plh_where_the_absence_is_shown(cast: Cast, as_: As) -> None:
    absence, position = away(cast), cast.position("division_head")
    assert "Belum ada Plh. pada 15–19 Juni 2026" in page(as_, "admin", f"/absences/{absence.pk}/")
    prefix = f"p{position.pk}"
    sent = {
        "prefix": prefix, f"{prefix}-position": position.pk, f"{prefix}-officer": cast.officer("sekretaris").pk,
        f"{prefix}-decree": "ST 7/2026", f"{prefix}-from_on": "2026-06-15", f"{prefix}-until_on": "2026-06-19",
    }  # fmt: skip
    answer = as_("admin").post(f"/absences/{absence.pk}/substitute/", sent)
    assert (answer.status_code, Appointment.objects.get(kind="plh").officer) == (302, cast.officer("sekretaris"))
    assert "Plh.: Sekretaris Dinas (contoh), 15–19 Juni 2026" in page(as_, "kabid", f"/absences/{absence.pk}/")
    again = as_("admin").post(f"/absences/{absence.pk}/substitute/", sent)
    assert again.status_code == 422
    assert "sudah menjadi Plh. jabatan ini" in again.content.decode()


@pytest.mark.parametrize("who", [who for who in POSTS if who != "admin"])
def test_nobody_else_appoints(cast: Cast, as_: As, who: str) -> None:
    absence = away(cast)
    assert as_(who).post(f"/absences/{absence.pk}/substitute/", {}).status_code == 403
    text = page(as_, who, f"/absences/{absence.pk}/")
    assert "Plh. ditugaskan oleh Administrator: Administrator (contoh)." in text
    assert f"/absences/{absence.pk}/substitute/" not in text


@pytest.mark.parametrize("who", POSTS)
def test_who_may_cancel(cast: Cast, as_: As, who: str) -> None:
    absence = away(cast)
    answer = as_(who).post(f"/absences/{absence.pk}/end/", {"reason": "Rapat."})
    may = who in RECORDERS | {"kabid"}
    assert (answer.status_code, AbsenceEnd.objects.count()) == ((302, 1) if may else (403, 0))


def test_coming_back_early_asks_for_the_day_and_the_reason(cast: Cast, as_: As) -> None:
    absence = away(cast)
    with clock.scripted(MONDAY + timedelta(days=9)):
        client = as_("kabid")
        text = client.get(f"/absences/{absence.pk}/").content.decode()
        assert "Kembali lebih awal" in text
        assert 'value="2026-06-17"' in text
        wrong = client.post(f"/absences/{absence.pk}/end/", {"back_on": "2026-06-25", "reason": "Selesai <cepat>."})
        assert wrong.status_code == 422
        assert escape("Selesai <cepat>.") in wrong.content.decode()
        assert client.post(f"/absences/{absence.pk}/end/", {"back_on": "2026-06-17", "reason": "x"}).status_code == 302
        assert "15–16 Juni 2026" in client.get(f"/absences/{absence.pk}/").content.decode()


def test_a_page_costs_the_same_for_one_absence_and_for_three(
    cast: Cast, as_: As, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    client = as_("kadis")
    calendar_of(cast.office)  # the office's calendar is read once a process
    for who in ("kabid", "seksi", "sekretaris"):
        away(cast, who)
        with django_assert_num_queries(9):
            client.get("/absences/")


@pytest.mark.parametrize("url", ["/absences/", "/absences/new/"])
def test_the_pages_are_there_in_english(cast: Cast, as_: As, url: str) -> None:
    absence = away(cast)
    for address in (url, f"/absences/{absence.pk}/"):
        assert as_("admin").get(address, headers={"accept-language": "en"}).status_code == 200
