"""Mails that come back, and addresses that take none."""

import re
from dataclasses import dataclass
from datetime import datetime

from foyer_shared.basics.errors import Invalid, NotFound

_STATUS = re.compile(r"\s*([245])\.(\d{1,3})\.(\d{1,3})\b")
_NO_SUCH_ADDRESS = frozenset({550, 551, 553})
"""What servers without enhanced codes answer to an address that they do not know (RFC 5321, 4.2.3)."""


class BounceNotReadable(Invalid):
    """It is no report about a mail's delivery (RFC 3464)."""

    code = "bounce_not_readable"


class BounceOfUnknownMessage(NotFound):
    """The report is about a mail that this business has not sent."""

    code = "bounce_of_unknown_message"


class BouncedAddressNotFound(NotFound):
    """No such address is marked."""

    code = "bounced_address_not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class BouncedAddress:
    """An address that mail came back from, so that none goes there; kept in lower case."""

    id: str
    business_id: str
    address: str
    message_id: str
    reason: str
    bounced_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of a mail for one recipient; `status` is RFC 3463's code."""

    addresses: frozenset[str]
    """The recipient's, in lower case: as it was written, and where it was forwarded to."""
    action: str
    status: str

    @property
    def is_final(self) -> bool:
        """Whether it will not arrive; a delay says nothing yet."""
        return self.action == "failed" and self.status.startswith("5")


@dataclass(frozen=True, slots=True, kw_only=True)
class BounceReport:
    """What a mail server says of one mail; `mail_id` is its Message-ID."""

    mail_id: str
    fates: tuple[Fate, ...]

    def bounced_from(self, *, copies: frozenset[str]) -> Fate | None:
        """What did not arrive at the reader of the mail; that a copy did not is none of it."""
        return next((fate for fate in self.fates if fate.is_final and not fate.addresses & copies), None)


def is_of_address(status: str) -> bool:
    """Whether the code says that there is no such address, or nobody behind it any more (RFC 3463)."""
    found = _STATUS.match(status)
    return (found is not None and (found[1], found[2]) == ("5", "1")) or status.strip().startswith("5.2.1")


def refuses_address(code: int, text: str) -> bool:
    """Whether an answer to RCPT says so."""
    return is_of_address(text) if _STATUS.match(text) else code in _NO_SUCH_ADDRESS
