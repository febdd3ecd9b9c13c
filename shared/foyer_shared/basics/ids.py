"""Ids are TypeIDs (specification 0.3): a prefix, an underscore, and a UUIDv7 in 26 characters."""

import re
import secrets
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_SUFFIX = re.compile(r"[0-7][0-9a-hjkmnp-tv-z]{25}")


def new_id(prefix: str) -> str:
    """Make an id that sorts by the millisecond of its making, such as `sub_01jdm3…`."""
    milliseconds = time.time_ns() // 1_000_000
    number = (milliseconds << 80) | secrets.randbits(80)
    number = number & ~(0xF << 76) | (0x7 << 76)  # Version 7, RFC 9562 section 5.7.
    number = number & ~(0x3 << 62) | (0x2 << 62)  # The variant of RFC 9562.
    return f"{prefix}_" + "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))


def is_id(text: str, prefix: str) -> bool:
    """Whether `text` is an id of this kind, well-formed; says nothing about its being there."""
    head, _, suffix = text.rpartition("_")
    return head == prefix and _SUFFIX.fullmatch(suffix) is not None
