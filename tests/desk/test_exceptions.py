"""Pages of the acts off the SOP's path: declining, postponing, cancelling, another disposition, another SPT."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from simcap.facilitation.models import Facilitation
from simcap.journal.models import Entry
from tests.cast import Cast

from .conftest import As, act_url, posted

pytestmark = pytest.mark.django_db

#: State → what brings a case there: the stage that it is walked to, then acts.
STATES: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "with_division": ("with_division", ()),
    "spt_with_division": ("spt_with_division", ()),
    "assigned": ("assigned", ()),
    "decline_draft": ("with_section", (("kadis", "decline"),)),
    "decline_with_division": ("with_section", (("kadis", "decline"), ("seksi", "draft_decline"))),
    "decline_with_head": (
        "with_section", (("kadis", "decline"), ("seksi", "draft_decline"), ("kabid", "initial_decline")),
    ),
    "declined": ("with_section", (
        ("kadis", "decline"), ("seksi", "draft_decline"), ("kabid", "initial_decline"), ("kadis", "sign_decline"),
    )),
    "cancelled": ("assigned", (("kadis", "cancel"),)),
    "postponed": ("assigned", (("agendaris", "postpone"),)),
    "revoked": ("assigned", (("kadis", "revoke_spt"),)),
    "amend_draft": ("assigned", (("koordinator", "amend"),)),
    "amend_with_section": ("assigned", (("koordinator", "amend"), ("koordinator", "amend_spt"))),
    "amend_with_division": ("assigned", (("koordinator", "amend"), ("seksi", "amend_spt"))),
    "amend_with_head": ("assigned", (("koordinator", "amend"), ("seksi", "amend_spt"), ("kabid", "initial_amendment"))),
}  # fmt: skip
#: (Act, who does it, state) → what its page says will happen, and whether its button warns.
SAYS: dict[tuple[str, str, str], tuple[str, bool]] = {
    ("withdraw", "kadis", "with_division"): (
        "Disposisi ditarik sebelum dibaca dan tetap tercatat. Berkas kembali kepada Anda: Menunggu disposisi Kepala "
        "Dinas.", True,
    ),
    ("supersede", "kadis", "spt_with_division"): (
        "Disposisi yang lama diganti dan tetap dapat dibaca. Disposisi tingkat sesudahnya ikut berakhir. Penunjukan "
        "koordinator ikut berakhir. Konsep SPT disusun ulang, dan paraf yang sudah ada gugur. Berkas mulai lagi pada "
        "Kabid Aptika: Menunggu Kabid Aptika meneruskan.", True,
    ),
    ("decline", "kadis", "with_division"): (
        "Langkah SOP berhenti di sini, dan waktunya tidak dihitung lagi. Seksi Infrastruktur TIK menyusun surat "
        "penolakan; sebelum surat itu ditandatangani, penolakan masih dapat dibatalkan.", True,
    ),
    ("draft_decline", "seksi", "decline_draft"): (
        "Sesudah ini surat penolakan diteruskan ke Kabid Aptika: Surat penolakan menunggu paraf Kabid.", False,
    ),
    ("initial_decline", "kabid", "decline_with_division"): (
        "Sesudah ini surat penolakan diteruskan ke Kepala Dinas: Surat penolakan menunggu tanda tangan Kepala Dinas.",
        False,
    ),
    ("sign_decline", "kadis", "decline_with_head"): (
        "Surat penolakan diberi nomor, terbit, dan disampaikan kepada pemohon. Berkas berakhir sebagai ditolak dan "
        "tidak dapat dibuka lagi.", False,
    ),
    ("reconsider", "kadis", "decline_with_division"): (
        "Penolakan dibatalkan; konsep surat dan parafnya gugur. Berkas kembali ke Seksi Infrastruktur TIK (Menunggu "
        "Seksi menunjuk koordinator) dan waktu berjalan lagi.", False,
    ),
    ("postpone", "seksi", "with_division"): ("Jadwal berubah sekarang juga; tahap berkas tetap.", False),
    ("postpone", "seksi", "spt_with_division"): (
        "Jadwal berubah sekarang juga. Konsep SPT disusun ulang, dan paraf yang sudah ada gugur. Berkas kembali ke "
        "Koordinator TIM: Menunggu pencatatan dan konsep SPT.", False,
    ),
    ("postpone", "agendaris", "amend_with_division"): (
        "Jadwal berubah sekarang juga, sedangkan SPT masih memuat jadwal yang lama. Seksi Infrastruktur TIK menyusun "
        "perubahan SPT; tim tidak berangkat sebelum perubahan itu ditandatangani. Perubahan SPT yang sedang berjalan "
        "dimulai lagi dari konsep.", False,
    ),
    ("cancel", "kadis", "assigned"): (
        "Fasilitasi berakhir sebagai dibatalkan dan tidak dapat dibuka lagi; pemohon diberi tahu. SPT "
        "800.1.11.1/001/DISKOMINFO/VI/2026 dicabut, dan halaman QR-nya mengatakannya. Beri tahu tim: Koordinator TIM "
        "(contoh), Teknisi 1 (contoh), Teknisi 2 (contoh).", True,
    ),
    ("amend", "koordinator", "assigned"): (
        "Fasilitasi tetap berjalan. Seksi Infrastruktur TIK menyusun perubahan SPT. SPT "
        "800.1.11.1/001/DISKOMINFO/VI/2026 tetap berlaku sampai penggantinya ditandatangani.", False,
    ),
    ("revoke_spt", "kadis", "assigned"): (
        "SPT 800.1.11.1/001/DISKOMINFO/VI/2026 tidak berlaku lagi mulai sekarang, dan halaman QR-nya mengatakannya. "
        "Tim tidak berangkat sampai SPT pengganti, yang disusun Seksi Infrastruktur TIK, ditandatangani. Beri tahu "
        "tim: Koordinator TIM (contoh), Teknisi 1 (contoh), Teknisi 2 (contoh).", True,
    ),
    ("amend_spt", "seksi", "postponed"): (
        "Sesudah ini konsep perubahan SPT diteruskan ke Kabid Aptika: Perubahan SPT menunggu paraf Kabid. Bagi tim "
        "belum ada yang berubah sampai ditandatangani.", False,
    ),
    ("amend_spt", "koordinator", "amend_draft"): (
        "Sesudah ini konsep perubahan SPT diteruskan ke Seksi Infrastruktur TIK: Perubahan SPT menunggu paraf Seksi. "
        "Bagi tim belum ada yang berubah sampai ditandatangani.", False,
    ),
    ("initial_amendment", "seksi", "amend_with_section"): (
        "Sesudah ini konsep perubahan SPT diteruskan ke Kabid Aptika: Perubahan SPT menunggu paraf Kabid. Bagi tim "
        "belum ada yang berubah sampai ditandatangani.", False,
    ),
    ("send_back", "kabid", "amend_with_division"): (
        "Konsep perubahan SPT dikembalikan ke Seksi Infrastruktur TIK dengan alasan Anda; fasilitasinya tetap "
        "berjalan. Riwayat dan paraf sebelumnya tetap tercatat.", True,
    ),
    ("sign_amendment", "kadis", "amend_with_head"): (
        "SPT pengganti diberi nomor, terbit, dan langsung berlaku. SPT 800.1.11.1/001/DISKOMINFO/VI/2026 tidak "
        "berlaku lagi, tetapi tetap dapat dibaca.", False,
    ),
    ("drop_amendment", "kadis", "postponed"): (
        "Konsep perubahan gugur. SPT 800.1.11.1/001/DISKOMINFO/VI/2026 tetap berlaku dengan jadwal Kamis, 18 Juni "
        "2026, 08.00–16.00 WIB.", True,
    ),
    ("drop_amendment", "seksi", "revoked"): (
        "Konsep perubahan gugur. Tidak ada SPT yang berlaku: tim tidak dapat berangkat sampai ada SPT baru.", True,
    ),
}  # fmt: skip


def bring(cast: Cast, state: str) -> Facilitation:
    """Bring a new case into a state by the real acts."""
    stage, acts = STATES[state]
    cast.walk(stage)
    for username, act in acts:
        cast.do(username, act)
    assert cast.case
    cast.case.refresh_from_db()
    return cast.case


def shown(client: Client, url: str, language: str = "id") -> Any:
    """A page that is there."""
    answer = client.get(url, headers={"accept-language": language})
    assert answer.status_code == 200, answer.content.decode()
    return answer


@pytest.mark.parametrize(("act", "username", "state"), SAYS, ids=str)
def test_every_exception_says_what_it_will_do_and_warns_where_it_takes_something_away(
    cast: Cast, as_: As, act: str, username: str, state: str
) -> None:
    bring(cast, state)
    said, is_grave = SAYS[act, username, state]
    answer = shown(as_(username), act_url(cast, act))
    assert answer.context["consequence"] == said
    buttons = re.findall(r'class="btn (btn-\w+) btn-main"', answer.content.decode())
    assert buttons == ["btn-danger" if is_grave else "btn-primary"]


@pytest.mark.parametrize(("act", "username", "state"), SAYS, ids=str)
def test_every_exception_is_done_by_its_page_and_the_page_is_there_in_english(
    cast: Cast, as_: As, act: str, username: str, state: str
) -> None:
    case = bring(cast, state)
    client, inputs = as_(username), cast.usual(username, act)
    assert '<html lang="en">' in shown(client, act_url(cast, act), "en").content.decode()
    before = Entry.objects.filter(chain=f"case:{case.uid}").count()
    answer = client.post(act_url(cast, act), posted(act, inputs))
    assert answer.status_code == 302, answer.context["faults"]
    assert Entry.objects.filter(chain=f"case:{case.uid}").count() == before + 1


def test_the_letter_of_refusal_can_be_looked_at_while_it_is_typed(cast: Cast, as_: As) -> None:
    bring(cast, "decline_draft")
    client, url = as_("seksi"), f"{act_url(cast, 'draft_decline')}preview/"
    data = posted("draft_decline", cast.usual("seksi", "draft_decline"))
    answer = client.post(url, data)
    assert (answer.status_code, "data:image/png;base64," in answer.content.decode()) == (200, True)
    missing = client.post(url, {**data, "subject": ""})
    assert (missing.status_code, "Lengkapi dahulu" in missing.content.decode()) == (422, True)
    assert cast.case.stage == "decline_draft"


@pytest.mark.parametrize(
    ("act", "username", "state", "title"),
    [("initial_decline", "kabid", "decline_with_division", "Konsep surat penolakan"),
     ("sign_decline", "kadis", "decline_with_head", "Konsep surat penolakan"),
     ("initial_amendment", "kabid", "amend_with_division", "Konsep perubahan SPT"),
     ("sign_amendment", "kadis", "amend_with_head", "Konsep perubahan SPT"),
     ("send_back", "kadis", "amend_with_head", "Konsep perubahan SPT")],
)  # fmt: skip
def test_the_draft_of_a_refusal_or_a_change_is_shown_as_paper(
    cast: Cast, as_: As, act: str, username: str, state: str, title: str
) -> None:
    bring(cast, state)
    client = as_(username)
    papers = shown(client, act_url(cast, act)).context["papers"]
    assert (papers[0].title, papers[0].is_draft) == (title, True)
    assert client.get(papers[0].picture).content.startswith(b"\x89PNG")
    assert client.get(papers[0].whole).status_code == 200


@pytest.mark.parametrize(
    ("act", "username", "state"),
    [("amend_spt", "seksi", "amend_draft"), ("amend_spt", "seksi", "revoked"), ("revoke_spt", "kadis", "assigned"),
     ("cancel", "kadis", "assigned"), ("postpone", "kadis", "assigned"), ("amend", "kabid", "assigned"),
     ("drop_amendment", "kadis", "amend_draft")],
)  # fmt: skip
def test_the_spt_that_is_changed_lies_beside_the_form(cast: Cast, as_: As, act: str, username: str, state: str) -> None:
    bring(cast, state)
    first = shown(as_(username), act_url(cast, act)).context["papers"][0]
    assert first.title == "Surat Perintah Tugas 800.1.11.1/001/DISKOMINFO/VI/2026"


def test_what_was_printed_and_scanned_lies_beside_its_check(cast: Cast, as_: As) -> None:
    cast.walk("spt_with_head")
    cast.do("seksi", "print_to_sign", {"signer": cast.officer("kadis").appointments.get().pk, "numbered": "now"})
    client = as_("agendaris")
    printed = "Surat Perintah Tugas 800.1.11.1/001/DISKOMINFO/VI/2026"
    assert shown(client, act_url(cast, "scan_signed")).context["papers"][0].title == printed
    scan = {"scan": cast.upload("seksi", name="pindai.png"), "signed_on": "2026-06-08", "stamped": True}
    cast.do("seksi", "scan_signed", scan)
    papers = shown(client, act_url(cast, "confirm_signed")).context["papers"]
    assert [one.title for one in papers[:2]] == ["Hasil pindai", printed]
    assert client.get(papers[0].picture).status_code == 200


def parts(answer: Any) -> list[tuple[str, str, str]]:
    """What a page says is to change."""
    return [(one.label, one.before, one.after) for one in answer.context["changes"].parts]


NEW_TEAM = [
    ("Koordinator TIM", "Koordinator TIM (contoh)", "Teknisi 2 (contoh)"),
    ("TIM Teknis", "Teknisi 1 (contoh) – Teknisi\nTeknisi 2 (contoh) – Teknisi", "Teknisi 1 (contoh) – Pengemudi"),
]


def new_team(cast: Cast) -> dict[str, Any]:
    """Inputs of a change: another coordinator, fewer technicians."""
    return {
        **cast.usual("seksi", "amend_spt"),
        "coordinator_officer": cast.officer("teknisi2").pk,
        "crew": [{"officer": cast.officer("teknisi1").pk, "duty": "Pengemudi"}],
        "tasks": "Melaksanakan fasilitasi",
    }


def test_what_differs_from_the_old_spt_is_told_while_it_is_typed_and_to_whoever_initials_and_signs(
    cast: Cast, as_: As
) -> None:
    bring(cast, "amend_draft")
    client, data = as_("seksi"), posted("amend_spt", new_team(cast))
    expected = [*NEW_TEAM, ("Untuk", "Memasang\nMelayani", "Melaksanakan fasilitasi")]
    assert parts(shown(client, act_url(cast, "amend_spt"))) == []
    assert parts(client.post(f"{act_url(cast, 'amend_spt')}cautions/", data)) == expected
    preview = client.post(f"{act_url(cast, 'amend_spt')}preview/", data)
    assert (parts(preview), "data:image/png;base64," in preview.content.decode()) == (expected, True)
    client.post(act_url(cast, "amend_spt"), data)
    assert parts(shown(as_("kabid"), act_url(cast, "initial_amendment"))) == expected
    cast.do("kabid", "initial_amendment")
    signing = shown(as_("kadis"), act_url(cast, "sign_amendment"))
    assert parts(signing) == expected
    assert "Keluar dari tim: Koordinator TIM (contoh)." in signing.context["consequence"]


def test_a_postponed_window_is_filled_in_and_told_as_a_difference(cast: Cast, as_: As) -> None:
    bring(cast, "postponed")
    assert parts(shown(as_("seksi"), act_url(cast, "amend_spt"))) == [
        ("Waktu tugas", "Kamis, 18 Juni 2026, 08.00–16.00 WIB", "Kamis, 25 Juni 2026, 08.00–16.00 WIB")
    ]


def test_the_last_word_beside_the_case_is_of_that_matter(cast: Cast, as_: As) -> None:
    bring(cast, "amend_draft")
    cast.do("teknisi1", "prepare")
    cast.do("koordinator", "start", {"text": "Tiba di lokasi."})
    before = shown(as_("seksi"), act_url(cast, "amend_spt")).context["before"]
    assert before.last.words == "Ada alasan."


def test_whoever_supersedes_reads_the_thread_of_dispositions(cast: Cast, as_: As) -> None:
    bring(cast, "spt_with_division")
    before = shown(as_("kadis"), act_url(cast, "supersede")).context["before"]
    assert [one.disposition.tier for one in before.tiers] == [1, 2, 3]


def test_the_old_window_stands_above_the_new_one(cast: Cast, as_: As) -> None:
    bring(cast, "with_division")
    page = shown(as_("seksi"), act_url(cast, "postpone")).content.decode()
    assert "Kamis, 18 Juni 2026, 08.00–16.00 WIB" in page.split('id="act-form"')[1]
