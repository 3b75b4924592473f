"""Import: the official form as text becomes a draft whose every unknown is a named gap, whatever state it is in."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcap.procedure.definition import ImpossibleDefinition
from simcap.procedure.gaps import UnfilledGaps, gap, gaps_in, is_gap
from simcap.procedure.importing.decoding import NotText
from simcap.procedure.importing.draft import Draft, draft_of
from simcap.procedure.importing.reading_form import NoForm, read_form
from simcap.procedure.importing.values import day_of, items_of, signer_of
from simcap.procedure.signed_form import SignedForm
from simcap.procedure.writing import toml_text
from tests.procedure.files import SIGNED, WITH_SECRETARY, WITHOUT_SECTION, read_text

pytestmark = pytest.mark.once
FILES = Path(__file__).parent.parent / "data"
SEED = (FILES / "sop_555.txt").read_text(encoding="utf-8")
CLEAN = (FILES / "sop_clean.txt").read_text(encoding="utf-8")
SHIPPED = tomllib.loads(SIGNED.read_text(encoding="utf-8"))
LINES = SEED.split("\n")
TABLE = next(at for at, line in enumerate(LINES) if line.startswith("No\t"))


def form(text: str | bytes) -> SignedForm:
    return read_form(text if isinstance(text, bytes) else text.encode()).form


def draft(text: str | bytes, like: dict | None = None) -> Draft:
    reading = read_form(text if isinstance(text, bytes) else text.encode())
    return draft_of(reading.form, warnings=reading.warnings, like=like)


def rows(found: SignedForm) -> list[tuple[str, ...]]:
    return [(row.text[:11], row.input[:9], row.time, row.output[:9]) for row in found.rows]


SEED_ROWS = [
    ("Disposisi s", "Surat per", "± 5 menit", "Disposisi"),
    ("Pencatatan ", "Disposisi", "±15 menit", "SPT TIM y"),
    ("Persiapan p", "SPT TIM y", "Tentatif", "Laporan"),
    ("Pencatatan ", "Laporan", "± 30 menit", "Laporan"),
    ("Laporan keg", "Laporan", "± 5 menit", "Laporan"),
]


def cells(change) -> str:
    """The seed with each line of its table changed, as a list of cells."""
    changed = ["\t".join(change(line.split("\t"))) for line in LINES[TABLE:]]
    return "\n".join(LINES[:TABLE] + changed)


def as_html() -> str:
    head = (
        "<tr><th rowspan=2>No</th><th rowspan=2>Aktivitas</th><th colspan=5>Pelaksana</th><th colspan=3>Mutu Baku</th>"
        "<th rowspan=2>Ket.</th></tr><tr><td>Kepala Dinas<td>Kabid Aptika<td>Seksi Infrastruktur TIK<td>Koordinator TIM"
        "<td>TIM Teknis<td>Kelengkapan<td>Waktu<td>Keluaran</tr>"
    )
    told = [
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in line.split("\t")) + "</tr>" for line in LINES if line.strip()
    ]
    top = len([line for line in LINES[:TABLE] if line.strip()])
    return f"<table>{''.join(told[:top])}</table><table>{head}{''.join(told[top + 2 :])}</table>"


def test_importing_the_seed_gives_the_shipped_definition_apart_from_gaps():
    content = draft(SEED).content
    assert content["identity"] == SHIPPED["identity"]
    for mine, shipped in zip(content["steps"], SHIPPED["steps"], strict=True):
        known = ("no", "text", "input_text", "time_text", "standard_minutes", "standard", "output_text", "note_text")
        assert {name: mine.get(name) for name in known} == {name: shipped.get(name) for name in known}
        assert all(is_gap(mine[name]) for name in ("performers", "confidence", "tolerance_minutes"))
    assert content["id"] == SHIPPED["id"]


def test_the_draft_says_which_gaps_it_has_and_loading_refuses_them():
    found = draft(SEED)
    assert tomllib.loads(found.text) == found.content
    with pytest.raises(UnfilledGaps) as refusal:
        read_text(found.text)
    assert refusal.value.key == "stages"
    keys = [each.key for each in refusal.value.gaps]
    assert [key for key in keys if key.startswith("steps.3.")] == [
        "steps.3.label.en", "steps.3.performers", "steps.3.confidence", "steps.3.tolerance_minutes",
    ]  # fmt: skip
    assert "(38 more such gaps)" in refusal.value.reason


def test_taken_from_a_model_and_filled_it_loads():
    content = draft(SEED, like=SHIPPED).content
    assert {each.key.rpartition(".")[2] for each in gaps_in(content)} == {
        "performers", "confidence", "tolerance_minutes",
    }  # fmt: skip
    for mine, shipped in zip(content["steps"], SHIPPED["steps"], strict=True):
        for name in ("performers", "confidence", "tolerance_minutes"):
            mine[name] = shipped[name]
    assert content == SHIPPED
    assert read_text(toml_text(content)).id == SHIPPED["id"]


def test_a_model_with_other_columns_gives_nothing():
    other = tomllib.loads(WITHOUT_SECTION.read_text(encoding="utf-8"))
    found = draft(SEED, like=other)
    assert is_gap(found.content["stages"])
    assert [one.en for one in found.warnings if "differ" in one.en] != []


@pytest.mark.parametrize("path", [SIGNED, WITHOUT_SECTION, WITH_SECRETARY], ids=lambda path: path.stem)
def test_what_is_written_reads_the_same(path):
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    assert tomllib.loads(toml_text(content)) == content


def test_the_marks_of_a_table_are_read():
    assert [row.marked for row in form(CLEAN).rows] == [("Pemohon",), ("Staf",), ("Kepala Bidang",), ("Staf",)]
    step = draft(CLEAN).content["steps"][1]
    assert (step["performers"], step["confidence"]) == ({"staf": "signed"}, "signed")


@pytest.mark.parametrize("mark", ["v", "V", "√", "✓", "X", "●", "<img src='kotak.png'>", "■"])
def test_a_mark_has_many_shapes(mark):
    assert form(CLEAN.replace("permohonan\tv\t", f"permohonan\t{mark}\t")).rows[0].marked == ("Pemohon",)


DAMAGED = {
    "line ends of Windows": SEED.replace("\n", "\r\n"),
    "Windows-1252": SEED.encode("cp1252"),
    "UTF-16": SEED.encode("utf-16"),
    "NULs": SEED.replace(" ", " \0", 40),
    "table first": "\n".join([*LINES[TABLE:], "", *LINES[:TABLE]]),
    "head repeated": "\n".join(LINES[: TABLE + 4] + LINES[TABLE : TABLE + 2] + LINES[TABLE + 4 :]),
    "numbers lost": cells(lambda line: ["", *line[1:]] if line[0].rstrip(".").isdigit() else line),
    "empty cells lost": cells(lambda line: [cell for cell in line if cell.strip()]),
    "no performers": cells(lambda line: line[:2] + line[7:]),
    "head lost": "\n".join(LINES[:TABLE] + LINES[TABLE + 2 :]),
    "with bars": "\n".join(f"| {line.replace(chr(9), ' | ')} |" if "\t" in line else line for line in LINES),
    "as HTML": as_html(),
    "other words": SEED.replace("Uraian Kegiatan", "Aktivitas").replace("Persyaratan/Kelengkapan", "Persyaratan")
    .replace("Output", "Keluaran").replace("DASAR HUKUM", "Landasan Hukum").replace("KETERKAITAN", "Keterkaitan SOP"),
    "other columns first": cells(lambda line: [*line[:2], *line[7:], *line[2:7]]),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_form_is_read_all_the_same(name):
    found = form(DAMAGED[name])
    assert rows(found) == SEED_ROWS
    assert (found.number, found.name, found.signed_by_nip, len(found.legal_basis)) == (
        "555 / 24.5 / Dikominfo-2021",
        "Fasilitasi Mobile MCAP (Mobile Community Acces Point)",
        "19680101 198809 1 001",
        6,
    )
    assert draft(DAMAGED[name]).warnings != ()


def test_a_missing_column_is_a_gap_and_a_warning():
    found = draft(cells(lambda line: line[:8] + line[9:]))
    assert [is_gap(step["time_text"]) for step in found.content["steps"]] == [True] * 5
    assert "Kolom waktu tidak ditemukan." in [one.id for one in found.warnings]


PLAIN = """DINAS CONTOH
Nomor SOP : 1/2024
Tanggal Pembuatan 02-06-2021
Tanggal Efektif: 31 Februari 2021
Disahkan oleh : Kepala Dinas
Ir. CONTOH
NIP. 19680101 198809 1 001
Nama SOP : Peminjaman Aula
Dasar Hukum:
1. UU Nomor 14 Tahun 2008 tentang
   Keterbukaan Informasi Publik
Peralatan/Perlengkapan: 1. Aula 2. Kunci

No   Kegiatan   Pelaksana   Kelengkapan   Waktu (menit)   Output
1   Terima surat   Agendaris   Surat   5-10   Agenda
2   Disposisi   Kepala Dinas, Kabid   Agenda   1 minggu   Disposisi
3   Laksanakan   Tim   SPT   secepatnya   Laporan
"""


def test_plain_text_with_blanks_between_columns_is_read():
    found = form(PLAIN)
    assert (found.unit, found.number, found.signed_by_name, found.equipment) == (
        "DINAS CONTOH", "1/2024", "Ir. CONTOH", ("Aula", "Kunci"),
    )  # fmt: skip
    assert found.legal_basis == ("UU Nomor 14 Tahun 2008 tentang Keterbukaan Informasi Publik",)
    assert [row.marked for row in found.rows] == [("Agendaris",), ("Kepala Dinas", "Kabid"), ("Tim",)]


@pytest.mark.parametrize("between", [":", "\t: ", "\t:\t", "          : ", " : "])
def test_a_value_stands_behind_its_colon_however_far(between):
    text = PLAIN.replace("Nomor SOP : ", f"Nomor SOP{between}").replace("Disahkan oleh : ", f"Disahkan oleh{between}")
    assert (form(text).number, form(text).signed_by_post, form(text).signed_by_name) == (
        "1/2024", "Kepala Dinas", "Ir. CONTOH",
    )  # fmt: skip


def test_columns_that_only_blanks_hold_apart_are_read_and_their_marks_are_not_guessed():
    found = form((FILES / "sop_plain.txt").read_bytes())
    assert (found.signed_by_name, found.related, found.equipment) == (
        "H. CONTOH, SH", ("SOP surat masuk",), ("Komputer", "Buku agenda"),
    )  # fmt: skip
    assert [(row.input, row.time, row.output, row.marked) for row in found.rows] == [
        ("Surat", "5 mnt", "Agenda", ()),
        ("Agenda", "0,5 jam", "Disposisi", ()),
        ("Disposisi", "1 hari", "Ruang siap", ()),
    ]


def test_times_and_dates_that_cannot_be_read_are_gaps_that_quote_them():
    content = draft(PLAIN).content
    assert [step.get("standard_minutes") for step in content["steps"][:2]] == [10, 2250]
    assert "secepatnya" in content["steps"][2]["time_text"]
    assert is_gap(content["steps"][2]["time_text"])
    assert "31 Februari 2021" in content["identity"]["effective_on"]


@pytest.mark.parametrize(
    "content", [b"", b"halo\n" * 200, b"\xff" * 900 + b"\0" * 900, b"%PDF-1.7 ...", b"<ol>" * 9999]
)
def test_what_is_no_form_is_refused_with_a_sentence(content):
    with pytest.raises((NoForm, NotText)) as refusal:
        read_form(content)
    assert refusal.value.label.id.endswith(".")


def test_ten_megabytes_are_read_in_part_and_said_so():
    found = read_form((SEED * 3300).encode())
    assert len(found.form.rows) == 5
    assert found.warnings[0].en[:8] == "Only the"


@pytest.mark.parametrize(
    ("text", "day"),
    [("2 Juni 2021", "2021-06-02"), ("02-06-2021", "2021-06-02"), ("2/6/2021", "2021-06-02"), ("-", None),
     ("2021-06-02", "2021-06-02"), ("7 Nopember 2022", "2022-11-07"), ("", None)],
)  # fmt: skip
def test_a_date_is_read_as_offices_write_it(text, day):
    found = day_of(text)
    assert (found.isoformat() if found else None) == day


def test_items_without_numbers_go_on_with_the_one_above():
    assert items_of(["1. Satu", "dua", "2. Tiga"]) == (("Satu dua", "Tiga"), (1, 2))
    assert items_of(["1. Satu 2. Dua 3. Tiga"]) == (("Satu", "Dua", "Tiga"), (1, 2, 3))
    assert items_of(["UU Nomor 11 Tahun 2008"]) == (("UU Nomor 11 Tahun 2008",), ())


def test_who_signed_is_told_apart_on_one_line_or_three():
    apart = ("Kepala Dinas", "Drs. CONTOH, MM", "19680101 198809 1 001")
    assert signer_of(["Kepala Dinas", "Drs. CONTOH, MM Nip. 19680101 198809 1 001"]) == apart
    assert signer_of(["Kepala Dinas Drs. CONTOH, MM NIP 19680101 198809 1 001"]) == apart


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("standard_minutes = 15", 'standard_minutes = "??? menit"', "steps.2.standard_minutes"),
        ('en = "Dispose"', 'en = "???"', "acts.dispose.label.en"),
        ("related = []", 'related = ["??? SOP terkait"]', "identity.related[0]"),
        ("made_on = 2021-06-02", 'made_on = " ??? tanggal"', "identity.made_on"),
    ],
)
def test_a_gap_anywhere_is_refused_by_its_key(old, new, key):
    with pytest.raises(ImpossibleDefinition, match="is a gap to be filled") as refusal:
        read_text(SIGNED.read_text(encoding="utf-8").replace(old, new, 1))
    assert refusal.value.key == key


def test_a_gap_says_what_is_missing():
    assert gap("pelaksana") == "??? pelaksana"


SCRAPS = st.sampled_from(
    ["\t", "\n", "<td>", "<tr>", "|", "\0", '"', "\\", "???", "²", "½", "٣", "\x7f", "<ol>", "</ol>", "1.",
     "99999999 menit", "Waktu", "Pelaksana",
     "Dasar Hukum", "No\tKegiatan\tWaktu\tOutput\n", "&#0;", "\u2028", "Nomor SOP:"]
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from([SEED, CLEAN, PLAIN, as_html()]),
    st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 200), SCRAPS), max_size=12),
)
def test_whatever_is_torn_out_or_put_in_there_is_a_draft_or_a_sentence(text, cuts):
    for at, length, scrap in cuts:
        text = text[:at] + scrap + text[at + length :]
    try:
        found = draft(text.encode())
    except (NoForm, NotText):
        return
    assert tomllib.loads(found.text) == found.content


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content):
    try:
        told = read_form(content).form.name
    except (NoForm, NotText) as refusal:
        told = refusal.label.en
    assert isinstance(told, str)
