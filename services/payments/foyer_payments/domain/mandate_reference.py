"""The reference by which the customer's bank knows a mandate."""

LONGEST = 35
"""Characters of a mandate reference in SEPA (Max35Text)."""

_FROM_ID = 16


def mandate_reference(number_prefix: str, mandate_id: str) -> str:
    """As `NW-7Q2K9M4R1T5V8W3X`: the business's prefix and the random part of the mandate's id.

    Only letters, digits and a hyphen, which every bank takes.
    """
    random_part = mandate_id[-_FROM_ID:].upper()
    letters = "".join(filter(lambda each: each.isascii() and each.isalnum(), number_prefix.upper()))
    return f"{letters[: LONGEST - _FROM_ID - 1]}-{random_part}".removeprefix("-")
