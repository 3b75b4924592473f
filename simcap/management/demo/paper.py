"""Paper and pictures for demonstrations and stories: a letter, a photo, a signed page. All marked as examples."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from simcap.documents.content import Letterhead
from simcap.documents.typeset import render

SIZE = (1280, 854)
BLUE, GREEN, WHITE, DARK = (120, 170, 220), (88, 132, 72), (245, 245, 245), (30, 35, 45)


@dataclass(frozen=True, kw_only=True)
class SampleLetter:
    """What a sample letter says."""

    letterhead: Letterhead
    number: str
    on: date
    subject: str
    place: str
    addressee: str
    paragraphs: tuple[str, ...]
    signer: str


def letter(*, institution: str, number: str, on: date, event: str, place: str, window: str, at: datetime) -> bytes:
    """A request letter as PDF."""
    content = SampleLetter(
        letterhead=Letterhead(lines=("DATA CONTOH",), office=institution),
        number=number,
        on=on,
        subject="Permohonan fasilitasi Mobile MCAP",
        place=place.split(",")[0],
        addressee="Kepala Dinas Komunikasi dan Informatika Provinsi Sumatera Barat",
        paragraphs=(
            f"Dengan hormat, sehubungan dengan kegiatan {event} yang akan dilaksanakan di {place} pada {window}, "
            "kami memohon kesediaan Bapak/Ibu untuk memfasilitasi layanan Mobile MCAP (Mobile Community Access Point).",
            "Layanan yang kami perlukan adalah akses internet bagi peserta dan masyarakat yang hadir. Listrik di "
            "lokasi akan kami siapkan bersama pemerintah setempat.",
            "Demikian permohonan ini kami sampaikan. Atas perhatian dan bantuan Bapak/Ibu kami ucapkan terima kasih.",
        ),
        signer=f"Pimpinan {institution.removesuffix(' (contoh)')} (contoh)",
    )
    return render("sample_letter", content, issued_at=at.replace(microsecond=0))


def _font(size: int) -> ImageFont.FreeTypeFont:
    with files("simcap.documents").joinpath("fonts/LiberationSans-Regular.ttf").open("rb") as font:
        return ImageFont.truetype(BytesIO(font.read()), size)


def photo(words: str, *, seed: int = 1) -> bytes:
    """A drawn stand-in for a photo from the field, with its words on it. JPEG."""
    dice = random.Random(seed)  # noqa: S311 — a drawing, no secret
    picture = Image.new("RGB", SIZE, BLUE)
    draw = ImageDraw.Draw(picture)
    for ridge in range(3):
        height = 330 + 70 * ridge
        points = [(x, height + dice.randint(-60, 40)) for x in range(0, SIZE[0] + 160, 160)]
        draw.polygon([(0, SIZE[1]), *points, (SIZE[0], SIZE[1])], fill=tuple(c - 14 * ridge for c in (110, 140, 120)))
    draw.rectangle((0, 600, *SIZE), fill=GREEN)
    left = dice.randint(240, 520)
    draw.rounded_rectangle((left, 430, left + 430, 650), 24, fill=WHITE, outline=DARK, width=4)
    draw.rectangle((left + 300, 460, left + 410, 540), fill=(170, 200, 225), outline=DARK, width=3)
    draw.rectangle((left, 560, left + 430, 590), fill=(10, 72, 159))
    for wheel in (left + 90, left + 340):
        draw.ellipse((wheel - 42, 612, wheel + 42, 696), fill=DARK)
    draw.line((left + 60, 430, left + 60, 300), fill=DARK, width=6)
    for person in range(dice.randint(5, 9)):
        x = 60 + person * 135 + dice.randint(-20, 20)
        draw.ellipse((x, 690, x + 34, 724), fill=(92, 64, 51))
        draw.rounded_rectangle((x - 8, 724, x + 42, 800), 10, fill=tuple(dice.randint(60, 220) for _ in range(3)))
    draw.rectangle((0, 0, SIZE[0], 64), fill=DARK)
    draw.text((24, 14), f"Gambar contoh: {words}", font=_font(32), fill=WHITE)
    out = BytesIO()
    picture.save(out, "JPEG", quality=82)
    return out.getvalue()


def signed_page(host: str, event: str) -> bytes:
    """A stand-in for the photographed page that the host signed. JPEG."""
    picture = Image.new("RGB", (900, 1200), (250, 249, 244))
    draw = ImageDraw.Draw(picture)
    draw.text((90, 90), "TANDA TERIMA LAYANAN (CONTOH)", font=_font(40), fill=DARK)
    for number, line in enumerate(("Layanan Mobile MCAP pada kegiatan", event[:48], "telah diberikan.", "", host[:48])):
        draw.text((90, 240 + 60 * number), line, font=_font(32), fill=DARK)
    draw.line([(120, 720), (200, 640), (240, 760), (320, 660), (420, 740), (560, 690)], fill=(20, 50, 140), width=6)
    out = BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()
