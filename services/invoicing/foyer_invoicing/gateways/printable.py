"""Which characters the fonts of the papers have."""

import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent.parent / "fonts"
_WITHOUT_GLYPH = "□"


def printable(text: str) -> str:
    """The text with a box for each character that no font has, and without those that show nothing."""
    return unicodedata.normalize("NFC", text).translate(_glyphs())


class _Glyphs(dict[int, int | str | None]):
    """Each character that was met, and what is printed for it."""

    def __init__(self, known: frozenset[int]) -> None:
        super().__init__()
        self._known = known

    def __missing__(self, code: int) -> int | str | None:
        shows_nothing = unicodedata.category(chr(code)).startswith("C")
        self[code] = code if code in self._known else None if shows_nothing else _WITHOUT_GLYPH
        return self[code]


@cache
def _glyphs() -> _Glyphs:
    ranges = (part.partition("-") for part in (FONTS / "characters.txt").read_text().split())
    known = (range(int(first, 16), int(last or first, 16) + 1) for first, _, last in ranges)
    return _Glyphs(frozenset(code for codes in known for code in codes))
