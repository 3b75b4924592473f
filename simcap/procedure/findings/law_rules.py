"""Rules about the legal basis (dasar hukum): citations that contradict, are doubled, overtaken or out of order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from simcap.procedure.definition import Label

from . import basis
from .found import Examined, Finding, Place, block_place
from .laws import RANKS, Citation, Regulation, alike, citations, known


def law_rules(examined: Examined) -> Iterator[Finding]:
    """Every finding about the legal basis."""
    items = examined.form.legal_basis
    cited = citations(items)
    yield from _contradictions(cited)
    yield from _same_number(cited)
    yield from _amended_before(cited)
    yield from _twice(cited)
    yield from _overtaken(cited)
    yield from _later_than_sop(examined, cited)
    yield from _order(cited)
    yield from _styles(cited)


def _place(one: Citation) -> Place:
    return block_place("legal_basis", one.item, one.words)


def _contradictions(cited: list[Citation]) -> Iterator[Finding]:
    """The same regulation with another number or year than elsewhere in the text, or than is known."""
    told: set[tuple[int, str]] = set()
    for one in cited:
        right = _meant(one, cited)
        if right and (one.item, one.key) not in told:
            told.add((one.item, one.key))
            others = tuple(_place(each) for each in cited if each.key == right and each.item != one.item)
            yield Finding(
                "law-contradiction", "error",
                Label(id="Rujukan peraturan bertentangan", en="A regulation is cited in contradiction"),
                (_place(one), *others),
                Label(
                    id=f"“{one.words}” mestinya {right}: nama peraturannya sama, nomor atau tahunnya lain.",
                    en=f"“{one.words}” should be {right}: the regulation is the same, its number or year is not.",
                ),
                basis.LAWFUL,
                Label(
                    id=f"Betulkan menjadi {right} pada revisi berikutnya, setelah diperiksa di JDIH.",
                    en=f"Correct it to {right} in the next revision, after a look into the gazette.",
                ),
            )  # fmt: skip


def _meant(one: Citation, cited: list[Citation]) -> str:
    """The key of the regulation that a citation must mean; empty where it may be right."""
    if one.key in known():
        return _titled_otherwise(one)
    outer = _amending(one, cited)
    if outer and outer.key in known() and known()[outer.key].amends:
        return known()[outer.key].amends
    for law in known().values():
        if law.kind == one.kind and _near(one, law) and alike(one.title, law.title):
            return law.key
    for other in cited:
        same = _same_issuer(one, other) and other is not one
        if same and _near(one, other) and alike(one.title, other.title) and _trusted(other, one):
            return other.key
    return ""


def _same_issuer(one: Citation, other: Citation) -> bool:
    """Of one kind, and of one place where both name it; "Perda" may be a province's."""
    places = {each.org for each in (one, other) if each.org}
    return one.kind.split()[0] == other.kind.split()[0] and len(places) < 2


def _near(one: Citation, other: Citation | Regulation) -> bool:
    """The same number with another year, or the same year with another number."""
    return (one.number == other.number) != (one.year == other.year)


def _trusted(other: Citation, one: Citation) -> bool:
    """Of two that contradict, the known one is believed, then the one that stands on its own, then the first."""
    if (other.key in known()) != (one.key in known()):
        return other.key in known()
    return (other.is_inner, other.item) < (one.is_inner, one.item)


def _titled_otherwise(one: Citation) -> str:
    """A known number and year with the title of another regulation."""
    if not one.title or alike(one.title, known()[one.key].title):
        return ""
    others = (law for law in known().values() if law.kind == one.kind and law.key != one.key)
    return next((law.key for law in others if alike(one.title, law.title)), "")


def _amending(one: Citation, cited: list[Citation]) -> Citation | None:
    """The citation that says it amends this one."""
    before = (first for first, second in pairwise(cited) if second is one and first.item == one.item and first.amends)
    return next(before, None)


def _same_number(cited: list[Citation]) -> Iterator[Finding]:
    """Two years of one number, where a title that could tell them apart is missing."""
    for at, one in enumerate(cited):
        for other in cited[:at]:
            unclear = not (one.title and other.title) and not _meant(one, cited) and not _meant(other, cited)
            if unclear and _same_issuer(one, other) and one.number == other.number and one.year != other.year:
                yield Finding(
                    "law-same-number", "info",
                    Label(id="Nomor peraturan sama, tahunnya lain", en="The same number with another year"),
                    (_place(other), _place(one)),
                    Label(
                        id="Tanpa judul tidak terlihat apakah ini dua peraturan atau satu yang salah tahun.",
                        en="Without a title one cannot see whether these are two, or one with a wrong year.",
                    ),
                    basis.LAWFUL,
                    Label(id="Periksa tahunnya dan tulis judulnya.", en="Check the year and write the title."),
                )  # fmt: skip


def _amended_before(cited: list[Citation]) -> Iterator[Finding]:
    for first, second in pairwise(cited):
        if first.item == second.item and first.amends and first.year < second.year:
            yield Finding(
                "law-amends-later", "error",
                Label(id="Peraturan mengubah peraturan yang lebih muda", en="A regulation amends a younger one"),
                (_place(first),),
                Label(
                    id=f"“{first.words}” tidak dapat mengubah “{second.words}”, yang terbit sesudahnya.",
                    en=f"“{first.words}” cannot amend “{second.words}”, which came after it.",
                ),
                basis.LAWFUL,
                Label(id="Periksa kedua tahunnya di JDIH.", en="Look both years up in the gazette."),
            )  # fmt: skip


def _twice(cited: list[Citation]) -> Iterator[Finding]:
    first: dict[tuple[str, str], Citation] = {}
    for one in cited:
        if one.is_inner:
            continue
        earlier = first.setdefault((one.key, one.org), one)
        if earlier.item != one.item:
            yield Finding(
                "law-twice", "warning", Label(id="Peraturan disebut dua kali", en="A regulation is listed twice"),
                (_place(earlier), _place(one)),
                Label(id=f"{one.key} berdiri sebagai dua butir.", en=f"{one.key} stands as two items."),
                basis.CLEAR, Label(id="Hapus salah satunya.", en="Remove one of them."),
            )  # fmt: skip


def _overtaken(cited: list[Citation]) -> Iterator[Finding]:
    """Replaced or amended since; a successor that is cited too needs no word."""
    named = {one.key for one in cited}
    for one in {each.key: each for each in reversed(cited) if not each.is_inner}.values():
        law = known().get(one.key)
        if law and law.replaced_by and law.replaced_by not in named:
            yield _replaced(one, law)
        missing = [each for each in law.amended_by if each not in named] if law else []
        if law and missing:
            changes = ", ".join(missing)
            yield Finding(
                "law-amended", "info", Label(id="Peraturan sudah diubah", en="A regulation has been amended"),
                (_place(one),),
                Label(
                    id=f"{one.key} sudah diubah dengan {changes}, yang tidak disebut. Sumber: {law.source}.",
                    en=f"{one.key} has been amended by {changes}, which is not named. Source: {law.source}.",
                ),
                basis.LAWFUL,
                Label(id="Tambahkan perubahannya pada revisi berikut.", en="Name the amendment in the next revision."),
            )  # fmt: skip


def _replaced(one: Citation, law: Regulation) -> Finding:
    is_said = Label(id="sudah diganti dengan", en="was replaced by")
    is_said = is_said if law.confirmed else Label(id="agaknya sudah diganti dengan", en="was probably replaced by")
    check = Label(id="", en="") if law.confirmed else Label(id=" Periksa: belum dipastikan.", en=" To be checked.")
    return Finding(
        "law-replaced", "warning", Label(id="Peraturan sudah ada penggantinya", en="A regulation has a successor"),
        (_place(one),),
        Label(
            id=f"{one.key} {is_said.id} {law.replaced_by}. Sumber: {law.source}.{check.id}",
            en=f"{one.key} {is_said.en} {law.replaced_by}. Source: {law.source}.{check.en}",
        ),
        basis.LAWFUL,
        Label(
            id=f"Periksa di JDIH, lalu rujuk {law.replaced_by} pada revisi berikutnya.",
            en=f"Look it up in the gazette, then cite {law.replaced_by} in the next revision.",
        ),
    )  # fmt: skip


def _later_than_sop(examined: Examined, cited: list[Citation]) -> Iterator[Finding]:
    form = examined.form
    days = [day for day in (form.made_on, form.revised_on, form.effective_on) if day]
    for one in cited if days else ():
        if one.year > max(days).year:
            yield Finding(
                "law-after-sop", "warning",
                Label(id="Peraturan lebih muda daripada SOP", en="A regulation is younger than the SOP"),
                (_place(one),),
                Label(
                    id=f"SOP bertanggal {max(days).year}, tetapi merujuk peraturan tahun {one.year}.",
                    en=f"The SOP is of {max(days).year} but cites a regulation of {one.year}.",
                ),
                basis.LAWFUL,
                Label(id="Periksa tahunnya, atau isi tanggal revisi.", en="Check the year, or fill in the revision."),
            )  # fmt: skip


def _order(cited: list[Citation]) -> Iterator[Finding]:
    ranked = [one for one in cited if RANKS[one.kind] and not one.is_inner]
    for first, second in pairwise(ranked):
        if RANKS[first.kind] > RANKS[second.kind]:
            yield Finding(
                "law-order", "info",
                Label(id="Urutan dasar hukum tidak menurut hierarki", en="The legal basis is not in order of rank"),
                (_place(first), _place(second)),
                Label(
                    id=f"{first.key} berdiri di atas {second.key}, yang lebih tinggi.",
                    en=f"{first.key} stands above {second.key}, which ranks higher.",
                ),
                basis.HIERARCHY,
                Label(id="Susun dari yang tertinggi, lalu menurut tahun.", en="List the highest first, then by year."),
            )  # fmt: skip
            return


def _styles(cited: list[Citation]) -> Iterator[Finding]:
    styles: dict[str, Citation] = {}
    for one in cited:
        styles.setdefault(one.style, one)
    if len(styles) > 1:
        yield Finding(
            "law-style", "info", Label(id="Cara merujuk tidak seragam", en="Regulations are cited in several styles"),
            tuple(_place(one) for one in styles.values()),
            Label(
                id="Jenis dan nomor peraturan ditulis dengan beberapa cara.",
                en="Kind and number of the regulations are written in several ways.",
            ),
            basis.CLEAR,
            Label(
                id="Tulis semuanya seperti “Undang-Undang Nomor 11 Tahun 2008 tentang …”.",
                en="Write them all as “Undang-Undang Nomor 11 Tahun 2008 tentang …”.",
            ),
        )  # fmt: skip
