"""Rules about words: misspelt terms, sentences cut off, one thing under several names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from simcap.procedure.definition import Label
from simcap.procedure.importing.labels import plain

from . import basis
from .found import Examined, Finding, Place, block_place, field_place, step_place, table_place
from .posts import post
from .spelling import WORD, bare, meant, one_apart

#: Words after which something has to follow.
OPEN_ENDS = frozenset(
    "dari dan atau di ke pada untuk dengan yang oleh sebagai tentang terhadap serta bahwa agar karena jika "
    "apabila maka secara antara melalui kepada bagi adalah yaitu seperti hingga sampai supaya guna sehingga tetapi "
    "namun ataupun maupun dalam berdasarkan sesuai".split()
)
#: With a word before it, one of the above may stand at the end.
CLOSED_BY = {"dalam": frozenset({"di", "ke"}), "sesuai": frozenset({"telah", "sudah", "tidak", "belum", "yang"})}
MOST_PLACES = 8
#: Where the name of an office ends and its place begins.
PLACE = re.compile(r"\b(provinsi|propinsi|kabupaten|kota)\b", re.IGNORECASE)
BESIDE = Label(id="Naskah, di luar isian", en="The text, beside the fields")


def word_rules(examined: Examined) -> Iterator[Finding]:
    """Every finding about the words."""
    yield from _misspelt(examined)
    yield from _cut_off(examined)
    yield from _unlike_name(examined)
    yield from _posts_unlike(examined)


def _misspelt(examined: Examined) -> Iterator[Finding]:
    places: dict[str, list[Place]] = {}
    for place in examined.texts():
        for word in dict.fromkeys(WORD.findall(place.quote)):
            if meant(word):
                places.setdefault(word, []).append(place)
    for word in dict.fromkeys(WORD.findall(examined.words)):
        if word not in places and meant(word):
            places[word] = [Place("source", BESIDE, "sop-identity", word)]
    for word, found in places.items():
        right, more = meant(word), len(found) > MOST_PLACES
        yield Finding(
            "misspelt", "warning", Label(id=f"Salah tulis: “{word}”", en=f"Misspelt: “{word}”"),
            tuple(found[:MOST_PLACES]),
            Label(
                id=f"“{word}” mestinya “{_cased(right, word)}”; tertulis di {len(found)} tempat"
                + (f", {MOST_PLACES} yang pertama disebut." if more else "."),
                en=f"“{word}” should be “{_cased(right, word)}”; it stands in {len(found)} place(s)"
                + (f", of which the first {MOST_PLACES} are named." if more else "."),
            ),
            basis.CLEAR, Label(id="Betulkan pada revisi berikutnya.", en="Correct it in the next revision."),
        )  # fmt: skip


def _cased(right: str, like: str) -> str:
    return (
        right.capitalize() if like[:1].isupper() and not like.isupper() else right.upper() if like.isupper() else right
    )


def _cut_off(examined: Examined) -> Iterator[Finding]:
    for place in examined.texts():
        words = plain(place.quote).split()
        if len(words) < 2 or words[-1] not in OPEN_ENDS or place.quote.rstrip().endswith((")", "”", '"')):
            continue
        if words[-2] in CLOSED_BY.get(words[-1], ()):
            continue
        yield Finding(
            "cut-off", "error", Label(id="Kalimat terputus", en="A sentence is cut off"), (place,),
            Label(
                id=f"Berakhir pada kata “{words[-1]}”; sesudahnya mestinya masih ada isi.",
                en=f"It ends with the word “{words[-1]}”, after which something should follow.",
            ),
            basis.CERTAIN,
            Label(id="Cari naskah lengkapnya, lalu lengkapi.", en="Find the whole text and complete it."),
        )  # fmt: skip


def _unlike_name(examined: Examined) -> Iterator[Finding]:
    """The service, or the office, under a name that is almost its own: one word of it in another form."""
    form = examined.form
    yield from _nearly(examined, form.name, at_least=2, apart=one_apart)
    yield from _nearly(examined, PLACE.split(form.unit)[0], at_least=4, apart=lambda one, other: True)


def _nearly(examined: Examined, full: str, *, at_least: int, apart: Callable[[str, str], bool]) -> Iterator[Finding]:
    """Where all words of a name but one stand together, and the one is `apart` from what it should be."""
    name = WORD.findall(re.sub(r"\([^()]*\)", " ", full))
    if len(name) < at_least:
        return
    small = [bare(word) for word in name]
    found: dict[str, list[Place]] = {}
    for place in examined.texts():
        words = WORD.findall(place.quote)
        for at in range(len(words) - len(name) + 1):
            here = [bare(word) for word in words[at : at + len(name)]]
            unlike = [n for n, (a, b) in enumerate(zip(here, small, strict=True)) if a != b]
            if len(unlike) == 1 and len(small[unlike[0]]) > 4 and apart(here[unlike[0]], small[unlike[0]]):
                found.setdefault(" ".join(words[at : at + len(name)]), []).append(place)
    for said, places in found.items():
        yield Finding(
            "name-unlike", "info", Label(id="Nama ditulis berbeda", en="A name is written in two ways"),
            tuple(places[:MOST_PLACES]),
            Label(
                id=f"“{said}”, sedangkan di identitas SOP “{' '.join(name)}”.",
                en=f"“{said}”, while the identity block has “{' '.join(name)}”.",
            ),
            basis.CLEAR, Label(id="Pakai satu nama di seluruh SOP.", en="Use one name throughout."),
        )  # fmt: skip


def _posts_unlike(examined: Examined) -> Iterator[Finding]:
    """One post written in several ways."""
    form = examined.form
    ways: dict[str, dict[str, Place]] = {}
    for name in form.performers:
        place = table_place()
        ways.setdefault(post(name), {}).setdefault(name, Place(place.key, place.label, place.anchor, name))
    for at, item in enumerate(form.qualifications):
        said = item.strip(" .;,")
        if post(said) in ways:
            ways[post(said)].setdefault(said, block_place("qualifications", at, item))
    if post(form.signed_by_post) in ways:
        ways[post(form.signed_by_post)].setdefault(
            form.signed_by_post, field_place("signed_by_post", form.signed_by_post)
        )
    for row in form.rows:
        if found := re.search(r"\bdari\s+(?:saudara\s+)?([^.;,]+)", row.input, re.IGNORECASE):
            said = found[1].strip()
            if post(said) in ways and said.casefold() not in map(str.casefold, ways[post(said)]):
                ways[post(said)].setdefault(said, step_place(row.no, "input", row.input))
    unlike = [said for said in ways.values() if len(said) > 1]
    if unlike:
        told = "; ".join(" / ".join(said) for said in unlike)
        yield Finding(
            "posts-unlike", "info",
            Label(id="Nama jabatan ditulis berbeda-beda", en="Posts are written in several ways"),
            tuple(place for said in unlike for place in said.values())[:MOST_PLACES],
            Label(id=f"Jabatan yang sama ditulis: {told}.", en=f"The same post is written: {told}."),
            basis.CLEAR,
            Label(id="Pakai nama jabatan menurut struktur organisasi.", en="Use the posts’ names of the organisation."),
        )  # fmt: skip
