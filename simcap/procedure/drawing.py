"""Shapes and lettering of the flowchart as SVG text: presentation attributes and classes, no style, no script."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

INK = "#1b2733"
PAPER = "#ffffff"
ACCENT = "#0a489f"
TINT = "#e3edfa"
HEAD_TINT = "#eef1f5"
FAINT = "#8a97a6"
DASHES = "5 3"
ARROW = 6.0
#: Widths in Arial and its metric twins, in parts of the type size; anything else is as wide as a small letter.
WIDTHS = {"ijl'|.,:;!": 0.26, "ftr()[]-/ I": 0.32, "mMW@%": 0.86, "w": 0.72}
CAPITAL, SMALL, BOLD = 0.68, 0.54, 1.07


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide a text is. Units: those of the drawing."""
    parts = (
        next((width for letters, width in WIDTHS.items() if letter in letters), CAPITAL if letter.isupper() else SMALL)
        for letter in text
    )
    return sum(parts) * size * (BOLD if bold else 1)


def wrap(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """The text in lines that are no wider than `width`, broken between words."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def attributes(**values: object) -> str:
    """SVG attributes; an underscore stands for a hyphen, and None leaves one out."""
    shown = ((name.rstrip("_").replace("_", "-"), value) for name, value in values.items() if value is not None)
    return "".join(f' {name}="{escape(_number(value))}"' for name, value in shown)


def _number(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def element(name: str, **values: object) -> str:
    """An empty SVG element."""
    return f"<{name}{attributes(**values)}/>"


def group(content: Iterable[str], **values: object) -> str:
    """A group of elements."""
    return f"<g{attributes(**values)}>{''.join(content)}</g>"


def lettering(lines: Iterable[str], x: float, y: float, size: float, *, ink: str = INK, **values: object) -> str:
    """Lines of text; `y` is the top of the first. Line height is 1.22 of the size."""
    spans = "".join(
        f"<tspan{attributes(x=x, y=y + size * (0.95 + 1.22 * number))}>{escape(line)}</tspan>"
        for number, line in enumerate(lines)
    )
    return f"<text{attributes(font_size=size, fill=ink, **values)}>{spans}</text>" if spans else ""


def height_of(lines: list[str], size: float) -> float:
    """The height of lettering."""
    return size * 1.22 * len(lines)


def centred(lines: list[str], x: float, y: float, size: float, *, ink: str = INK, **values: object) -> str:
    """Lines of text around a centre."""
    top = y - height_of(lines, size) / 2 + size * 0.06
    return lettering(lines, x, top, size, ink=ink, text_anchor="middle", **values)


def cell(x: float, y: float, width: float, height: float, **values: object) -> str:
    """A cell of the table."""
    look = {"fill": PAPER, "stroke": INK, "stroke_width": 1, **values}
    return element("rect", x=x, y=y, width=width, height=height, **look)


def shape(kind: str, centre: tuple[float, float], size: tuple[float, float], **values: object) -> str:
    """One of the official symbols around its centre: capsule, box, diamond or pentagon."""
    (x, y), (width, height) = centre, size
    left, top, right, bottom = x - width / 2, y - height / 2, x + width / 2, y + height / 2
    if kind in ("box", "capsule"):
        radius = height / 2 if kind == "capsule" else None
        return element("rect", x=left, y=top, width=width, height=height, rx=radius, class_=f"flow-{kind}", **values)
    shoulder = bottom - height * 0.34
    corners = [(left, top), (right, top), (right, shoulder), (x, bottom), (left, shoulder)]
    if kind == "diamond":
        corners = [(x, top), (right, y), (x, bottom), (left, y)]
    return element("polygon", points=_points(corners), class_=f"flow-{kind}", **values)


def arrow(points: list[tuple[float, float]], *, dashed: bool = False, head: bool = True) -> str:
    """A line through points, with an arrowhead at the last one."""
    (x0, y0), (x1, y1) = points[-2], points[-1]
    length = max(abs(x1 - x0), abs(y1 - y0)) or 1.0
    dx, dy = (x1 - x0) / length, (y1 - y0) / length
    dashes = DASHES if dashed else None
    stop = (x1 - dx * ARROW, y1 - dy * ARROW) if head else (x1, y1)
    line = element(
        "polyline",
        points=_points([*points[:-1], stop]),
        fill="none",
        stroke=INK,
        stroke_width=1.4,
        stroke_dasharray=dashes,
        class_="flow-arrow",
    )
    if not head:
        return line
    wings = ((x1, y1), (x1 - dx * 8 - dy * 4, y1 - dy * 8 + dx * 4), (x1 - dx * 8 + dy * 4, y1 - dy * 8 - dx * 4))
    return line + element("polygon", points=_points(wings), fill=INK)


def _points(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{_number(float(x))},{_number(float(y))}" for x, y in points)
