"""A signature drawn on the screen: strokes of a pen as plain numbers, and the picture made of them.

The strokes are kept as they were drawn; the picture always follows from them and never comes from a browser.
"""

from __future__ import annotations

import io
import json
from itertools import pairwise
from math import dist
from typing import Any

from PIL import Image, ImageDraw

#: The field that is drawn on. Units: parts of its width.
WIDTH, HEIGHT = 1000, 400
#: A dot or a slip of the finger is no signature. Units: as WIDTH.
SHORTEST_LENGTH = 150
MOST_STROKES, MOST_POINTS = 400, 12_000
INK, LINE_WIDTH = (11, 42, 111), 7

#: Strokes, each a list of points: x and y as WIDTH and HEIGHT, and milliseconds since the first point.
Strokes = list[list[tuple[int, int, int]]]


class NotStrokes(ValueError):
    """The text does not say strokes, or says too many."""


def strokes_of(text: str) -> Strokes:
    """Read strokes. Shape: JSON `[[[x, y, ms], …], …]`. Raises: NotStrokes."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotStrokes("no JSON") from error
    if not isinstance(given, list) or not given or len(given) > MOST_STROKES:
        raise NotStrokes("no list of strokes, or too many")
    found = [[_point(each) for each in stroke] for stroke in given if isinstance(stroke, list) and stroke]
    if len(found) != len(given) or sum(map(len, found)) > MOST_POINTS:
        raise NotStrokes("an empty stroke, or too many points")
    return found


def _point(given: Any) -> tuple[int, int, int]:
    whole = isinstance(given, list) and len(given) == 3 and all(type(each) is int for each in given)
    if not whole or not (0 <= given[0] <= WIDTH and 0 <= given[1] <= HEIGHT and 0 <= given[2] < 86_400_000):
        raise NotStrokes(f"no point: {given!r:.60}")
    return given[0], given[1], given[2]


def length(strokes: Strokes) -> float:
    """How far the pen went. Units: as WIDTH."""
    return sum(dist(a[:2], b[:2]) for stroke in strokes for a, b in pairwise(stroke))


def drawn(strokes: Strokes) -> bytes:
    """The signature as a PNG on white. The same strokes give the same bytes."""
    picture = Image.new("RGB", (WIDTH * 2, HEIGHT * 2), "white")
    pen = ImageDraw.Draw(picture)
    for stroke in strokes:
        points = [(x * 2, y * 2) for x, y, _ms in stroke]
        pen.line(points, fill=INK, width=LINE_WIDTH * 2, joint="curve")
        for x, y in points:  # round ends and bends
            pen.ellipse((x - LINE_WIDTH, y - LINE_WIDTH, x + LINE_WIDTH, y + LINE_WIDTH), fill=INK)
    out = io.BytesIO()
    picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()
