"""Rules about the identity block: dates, boxes that are empty or say something else than they should."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from simcap.procedure.definition import Label
from simcap.procedure.importing.labels import plain
from simcap.procedure.importing.values import EMPTY

from . import basis
from .found import BLOCK_WORDS, Examined, Finding, Place, block_place, field_place
from .posts import is_only_post, post

DOCUMENT_WORDS = frozenset(
    "surat spt sppd spd laporan formulir form dokumen lembar nota disposisi berkas proposal notulen undangan peraturan "
    "sk sop kak dpa naskah memo telaahan daftar ktp kk fotokopi foto rekomendasi izin berita kwitansi kuitansi".split()
)
CONSEQUENCE = re.compile(
    r"\b(jika|apabila|bila|bilamana|kalau|maka|akibat|akan|terhambat|sanksi|harus|wajib|dilarang|tidak boleh|jangan|"
    r"hati hati|risiko|resiko|keterlambatan|terlambat|berdampak|mengakibatkan|menyebabkan)\b"
)
NIP_FIGURES = 18
NONE_SAID = Label(
    id="Isi dengan SOP lain yang terkait, atau tulis dengan tegas bahwa tidak ada.",
    en="Name the SOPs it belongs with, or say plainly that there is none.",
)
BOXES_NEEDED = ("legal_basis", "qualifications", "related", "equipment", "warnings", "records")


def identity_rules(examined: Examined) -> Iterator[Finding]:
    """Every finding about the identity block, its legal basis and spelling left aside."""
    yield from _dates(examined)
    yield from _empty_boxes(examined)
    yield from _qualifications(examined)
    yield from _equipment(examined)
    yield from _warnings(examined)
    yield from _nip(examined)
    yield from _numbering(examined)


def _dates(examined: Examined) -> Iterator[Finding]:
    form = examined.form
    if form.effective_on is None and "effective_on" not in form.unread:
        yield Finding(
            "effective-date-missing", "error", Label(id="Tanggal efektif kosong", en="The effective date is empty"),
            (field_place("effective_on"),),
            Label(
                id="Tidak ada hari sejak kapan SOP ini berlaku, jadi tidak pasti kapan mulai mengikat.",
                en="No day says from when the SOP holds, so it is not certain when it began to bind.",
            ),
            basis.FORM,
            Label(id="Isi tanggal efektif pada revisi berikutnya.", en="Fill in the date in the next revision."),
        )  # fmt: skip
    for earlier, later in (("made_on", "revised_on"), ("made_on", "effective_on"), ("revised_on", "effective_on")):
        first, second = getattr(form, earlier), getattr(form, later)
        if first and second and second < first:
            yield _swapped(earlier, first, later, second)


def _swapped(earlier: str, first: date, later: str, second: date) -> Finding:
    one, other = field_place(earlier, first.isoformat()), field_place(later, second.isoformat())
    return Finding(
        "dates-out-of-order", "error", Label(id="Urutan tanggal terbalik", en="Dates out of order"), (other, one),
        Label(
            id=f"{other.label.id} ({other.quote}) mendahului {one.label.id} ({one.quote}).",
            en=f"{other.label.en} ({other.quote}) comes before {one.label.en} ({one.quote}).",
        ),
        basis.CERTAIN, Label(id="Periksa kedua tanggal.", en="Check both dates."),
    )  # fmt: skip


def _empty_boxes(examined: Examined) -> Iterator[Finding]:
    for name in BOXES_NEEDED:
        if all(item.strip() in EMPTY for item in examined.form.block(name)):
            words = BLOCK_WORDS[name]
            advice = NONE_SAID if name == "related" else Label(id="Isi kotaknya.", en="Fill it in.")
            yield Finding(
                f"{name.replace('_', '-')}-empty", "warning",
                Label(id=f"{words.id} kosong", en=f"{words.en}: empty"), (block_place(name),),
                Label(
                    id=f"Kotak {words.id} pada format SOP AP tidak berisi.",
                    en=f"The box “{words.en}” of the form says nothing.",
                ),
                basis.FORM, advice,
            )  # fmt: skip


def _share(items: tuple[str, ...], found: list[int], name: str) -> tuple[Place, ...]:
    """The places of the items found, if they are at least half of all."""
    return tuple(block_place(name, at, items[at]) for at in found) if found and 2 * len(found) >= len(items) else ()


def _qualifications(examined: Examined) -> Iterator[Finding]:
    items = examined.form.qualifications
    performers = frozenset(post(name) for name in examined.form.performers)
    places = _share(items, [at for at, item in enumerate(items) if is_only_post(item, performers)], "qualifications")
    if places:
        yield Finding(
            "qualifications-are-posts", "warning",
            Label(id="Kualifikasi hanya mengulang nama jabatan", en="Qualifications only repeat the posts"), places,
            Label(
                id="Tidak disebut apa yang harus diketahui atau dapat dilakukan pelaksana.",
                en="Nothing says what a performer has to know or be able to do.",
            ),
            basis.FORM,
            Label(
                id="Tulis kompetensinya, misalnya “mampu mengoperasikan VSAT”, “memiliki SIM A”.",
                en="Write competences, such as “can run a VSAT”, “holds a driving licence”.",
            ),
        )  # fmt: skip


def _equipment(examined: Examined) -> Iterator[Finding]:
    items = examined.form.equipment
    cells = {plain(cell) for row in examined.form.rows for cell in (row.input, row.output)}
    papers = [at for at, item in enumerate(items) if plain(item) in cells or _is_paper(item)]
    if items and len(papers) == len(items):
        yield Finding(
            "equipment-are-documents", "warning",
            Label(id="Peralatan hanya berisi surat", en="Equipment lists only documents"),
            tuple(block_place("equipment", at, items[at]) for at in papers),
            Label(
                id="Surat adalah masukan atau keluaran langkah; alat untuk mengerjakannya tidak disebut.",
                en="Documents are inputs or outputs of steps; the tools for the work are not named.",
            ),
            basis.FORM,
            Label(
                id="Sebut alatnya, misalnya kendaraan, perangkat jaringan, genset, komputer.",
                en="Name the tools, such as vehicle, network devices, generator, computer.",
            ),
        )  # fmt: skip


def _is_paper(item: str) -> bool:
    words = plain(item).split()
    return bool(words) and words[0] in DOCUMENT_WORDS


def _warnings(examined: Examined) -> Iterator[Finding]:
    items = examined.form.warnings
    if items and not any(CONSEQUENCE.search(plain(item)) for item in items):
        yield Finding(
            "warnings-without-consequence", "info",
            Label(id="Peringatan tidak menyebut akibat", en="The warnings name no consequence"),
            tuple(block_place("warnings", at, item) for at, item in enumerate(items)),
            Label(
                id="Isinya tujuan SOP, bukan apa yang terjadi bila prosedur tidak dijalankan.",
                en="They tell the purpose of the SOP, not what happens if it is not followed.",
            ),
            basis.FORM,
            Label(
                id="Tulis seperti “Apabila … tidak …, maka …”.", en="Write them as “If … is not …, then …”.",
            ),
        )  # fmt: skip


def _nip(examined: Examined) -> Iterator[Finding]:
    figures = re.sub(r"\D", "", examined.form.signed_by_nip)
    if figures and not _is_nip(figures):
        yield Finding(
            "nip-malformed", "warning", Label(id="NIP tidak sesuai susunannya", en="The NIP is malformed"),
            (field_place("signed_by_nip"),),
            Label(
                id=f"Ada {len(figures)} angka, atau tanggal di dalamnya tidak mungkin; NIP terdiri atas 18 angka.",
                en=f"It has {len(figures)} figures, or an impossible date in it; a NIP has 18.",
            ),
            basis.NIP, Label(id="Periksa NIP pejabat yang mengesahkan.", en="Check the NIP of who signed."),
        )  # fmt: skip


def _is_nip(figures: str) -> bool:
    """18 figures: birth date 8, start month 6, sex 1, serial 3."""
    if len(figures) != NIP_FIGURES or not figures.isascii():
        return False
    try:
        born = date(int(figures[:4]), int(figures[4:6]), int(figures[6:8]))
    except ValueError:
        return False
    return 1 <= int(figures[12:14]) <= 12 and int(figures[8:12]) > born.year and figures[14] in "12"


def _numbering(examined: Examined) -> Iterator[Finding]:
    told = examined.source or examined.form
    for name, numbers in told.numbering.items():
        if numbers != tuple(range(1, len(numbers) + 1)):
            said = ", ".join(map(str, numbers[:20]))
            yield Finding(
                "numbering", "warning", Label(id="Nomor butir tidak berurutan", en="Items are not numbered in order"),
                (block_place(name, None, said),),
                Label(
                    id=f"Butir {BLOCK_WORDS[name].id} bernomor {said}.",
                    en=f"The items of “{BLOCK_WORDS[name].en}” are numbered {said}.",
                ),
                basis.CLEAR,
                Label(id="Periksa apakah ada butir yang hilang.", en="Check whether an item is missing."),
            )  # fmt: skip
