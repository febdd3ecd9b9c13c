"""The one form in which an email address is kept and compared."""

import re

from foyer_shared.basics.errors import Invalid

_LONGEST = 254  # RFC 5321 section 4.5.3.1.3: 256 octets with the angle brackets around it.
_LONGEST_LOCAL_PART = 64
_LOCAL_PART = re.compile(r"[^\s\x00-\x20\x7f\"(),:;<>@\[\\\]]+")
_LABEL = re.compile(r"(?!-)[^\W_](?:[\w-]{0,61}[^\W_])?")


class EmailMalformed(Invalid):
    """It is not an address that mail could be sent to."""

    code = "email_malformed"


def email_address(text: str) -> str:
    """The address trimmed and in small letters; raises EmailMalformed unless it is `name@host.domain`.

    Quoted names and bare host addresses, which RFC 5321 allows, are refused: no mailbox in use has them.
    """
    address = text.strip().lower()
    local_part, _, domain = address.rpartition("@")
    labels = domain.split(".")
    well_formed = (
        len(address.encode()) <= _LONGEST
        and len(local_part.encode()) <= _LONGEST_LOCAL_PART
        and _LOCAL_PART.fullmatch(local_part)
        and all(local_part.split("."))
        and len(labels) > 1
        and all(_LABEL.fullmatch(label) for label in labels)
        and not labels[-1].isdigit()
    )
    if not well_formed:
        raise EmailMalformed("This is not an email address.", field="email")
    return address
