"""Pictures of a product that lie with us: which are taken, and what they are."""

from dataclasses import dataclass

from foyer_shared.basics.errors import Conflict, Invalid, NotFound

MOST_PICTURES = 8
"""Of one product."""
LARGEST_PICTURE = 2 * 1024 * 1024
"""In bytes."""
LONGEST_ALT = 300


class PictureNotFound(NotFound):
    """The product has no such picture."""

    code = "picture_not_found"


class PictureInvalid(Invalid):
    """It is no PNG, JPEG or WebP, whatever it calls itself."""

    code = "picture_invalid"


class PictureTextMissing(Invalid):
    """Whoever does not see it is told what is on it, in a few words."""

    code = "picture_text_missing"


class TooManyPictures(Conflict):
    """The product has as many as it can."""

    code = "too_many_pictures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One that was uploaded; `alt` says what is on it. It never changes: another one has another id."""

    id: str
    alt: str
    key: str
    content_type: str
    size: int
    sha256: str


def content_type_of(content: bytes) -> str:
    """By its first bytes, whatever it was called; refuses what is no picture that each browser shows."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    raise PictureInvalid("A picture is a PNG, JPEG or WebP.", field="file")


def checked_alt(text: str) -> str:
    """The same without blanks around it."""
    alt = text.strip()
    if not alt or len(alt) > LONGEST_ALT:
        raise PictureTextMissing(f"Say what is on it in 1 to {LONGEST_ALT} characters.", field="alt")
    return alt


def with_picture(pictures: tuple[Picture, ...], picture: Picture) -> tuple[Picture, ...]:
    """One more, after the others: the first one stands for the product."""
    if len(pictures) >= MOST_PICTURES:
        raise TooManyPictures(f"A product has at most {MOST_PICTURES} pictures.")
    return (*pictures, picture)


def without_picture(pictures: tuple[Picture, ...], picture_id: str) -> tuple[tuple[Picture, ...], Picture]:
    """All others, and the one that goes."""
    for picture in pictures:
        if picture.id == picture_id:
            return tuple(other for other in pictures if other is not picture), picture
    raise PictureNotFound("The product has no such picture.")
