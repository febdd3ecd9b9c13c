"""A business's accent colour, made readable: Foyer fixes the contrast, whatever colour was chosen."""

import re
from dataclasses import dataclass

_ENOUGH = 5.6
"""Above WCAG 2.2 AA's 4.5 for text, as text also stands on a light tint of the accent itself."""

_LIGHT = (247, 247, 248)
_DARK = (29, 31, 36)
_WHITE = (255, 255, 255)
_BLACK = (14, 15, 18)

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class BrandColours:
    """As CSS colours: the brand itself, text on it, and the accent in the light and the dark look."""

    brand: str
    on_brand: str
    light: str
    dark: str

    def stylesheet(self) -> str:
        """What `/brand.css` answers."""
        return (
            f":root{{--brand:{self.brand};--on-brand:{self.on_brand};"
            f"--brand-light:{self.light};--brand-dark:{self.dark}}}\n"
        )


def is_accent(text: str) -> bool:
    """Whether it is six hexadecimal digits: nothing else gets into the stylesheet."""
    return re.fullmatch(r"[0-9a-fA-F]{6}", text) is not None


def brand_colours(accent: str) -> BrandColours:
    """`accent` as six hexadecimal digits, without `#`."""
    brand = colour(accent)
    on_brand = _WHITE if contrast(brand, _WHITE) >= contrast(brand, _BLACK) else _BLACK
    return BrandColours(
        brand=_hex(brand),
        on_brand=_hex(on_brand),
        light=_hex(_until_readable(brand, on=_LIGHT, towards=_BLACK)),
        dark=_hex(_until_readable(brand, on=_DARK, towards=_WHITE)),
    )


def colour(text: str) -> Colour:
    """Red, green and blue of six hexadecimal digits."""
    return int(text[0:2], 16), int(text[2:4], 16), int(text[4:6], 16)


def contrast(one: Colour, other: Colour) -> float:
    """WCAG's contrast ratio, 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _until_readable(start: Colour, *, on: Colour, towards: Colour) -> Colour:
    for step in range(21):
        mixed = _mix(start, towards, step / 20)
        if contrast(mixed, on) >= _ENOUGH:
            return mixed
    return towards


def _mix(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (
        round(mine + (theirs - mine) * share) for mine, theirs in zip(one, other, strict=True)
    )
    return red, green, blue


def _luminance(of: Colour) -> float:
    red, green, blue = (_linear(channel / 255) for channel in of)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 (WCAG's own figures)


def _hex(of: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*of)
