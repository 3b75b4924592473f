"""Bytes of a file → text, whatever they are; a file that is no text is said to be none."""

from __future__ import annotations

import codecs
import re

from simcap.procedure.definition import Label

#: More than this of a file is not read: an SOP is a few pages. Units: characters.
LONGEST = 1_000_000
#: What a file that is no text has: its first bytes.
NOT_TEXT = {
    b"%PDF": "PDF", b"PK\x03\x04": "DOCX/XLSX/ZIP", b"\xd0\xcf\x11\xe0": "DOC/XLS", b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF", b"{\\rtf": "RTF", b"\x1f\x8b": "GZIP",
}  # fmt: skip
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
#: The share of control characters above which a file is no text.
MOST_CONTROLS = 0.05


class NotText(ValueError):
    """The bytes are those of another kind of file; `label` says which and what to do."""

    def __init__(self, label: Label) -> None:
        super().__init__(label.en)
        self.label = label


def text_of(content: bytes) -> tuple[str, list[Label]]:
    """The text, with line ends as "\\n" and without control characters, and what was odd. Raises: NotText."""
    for start, kind in NOT_TEXT.items():
        if content.startswith(start):
            raise NotText(
                Label(
                    id=f"Ini berkas {kind}, bukan teks. Simpan dahulu sebagai teks atau HTML.",
                    en=f"This is a {kind} file, not text. Save it as text or HTML first.",
                )
            )
    text, warnings = _decoded(content)
    bare = CONTROLS.sub("", text)
    lost = len(text) - len(bare)
    if lost > MOST_CONTROLS * max(1, len(text)):
        raise NotText(Label(id="Ini bukan berkas teks.", en="This is not a text file."))
    if lost:
        warnings.append(Label(id=f"{lost} karakter kendali dibuang.", en=f"{lost} control characters were left out."))
    if len(bare) > LONGEST:
        warnings.append(
            Label(
                id=f"Hanya {LONGEST} karakter pertama dari {len(bare)} yang dibaca.",
                en=f"Only the first {LONGEST} of {len(bare)} characters were read.",
            )
        )
    return re.sub(r"\r\n?|\x85|\u2028|\u2029", "\n", bare[:LONGEST]), warnings


def _decoded(content: bytes) -> tuple[str, list[Label]]:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace"), []
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return text, [
        Label(
            id="Berkas ini bukan UTF-8; dibaca sebagai Windows-1252. Periksa tanda seperti ± dan “ ”.",
            en="This file is not UTF-8; it was read as Windows-1252. Check signs such as ± and “ ”.",
        )
    ]
