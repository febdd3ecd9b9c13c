"""The address that answers to a ticket's mails go to; its signature is the credential (decision 0043)."""

import hmac
import re
from base64 import b32encode
from collections.abc import Iterable, Sequence
from hashlib import sha256

from foyer_shared.basics.email_address import email_address
from foyer_shared.basics.errors import Invalid

_TICKET = "tkt_"
_MARK_BYTES = 16
_LONGEST_NAME = 10
"""RFC 5321 gives the part before the @ 64 octets; a ticket's id and the signature take 54 of them."""


class NotToAReplyAddress(Invalid):
    """The mail answers none of ours: no recipient is an address that we hand out."""

    code = "no_reply_address"


class ReplyAddressNotValid(Invalid):
    """We have never handed out this address, or its key is gone."""

    code = "reply_address_not_valid"


class ReplyAddresses:
    """Makes and reads addresses such as `reply+<ticket>.<signature>@mail.example.com`."""

    def __init__(self, mailbox: str, keys: Sequence[str]) -> None:
        """`mailbox` is what all of them end up in, such as `reply@mail.example.com`. The first key signs, all
        are believed. EmailMalformed or ValueError for what cannot work.
        """
        self._name, _, self._domain = email_address(mailbox).rpartition("@")
        if len(self._name) > _LONGEST_NAME or "+" in self._name:
            raise ValueError(f"the name of a reply address has at most {_LONGEST_NAME} characters, and no +")
        if not keys:
            raise ValueError("reply addresses need a key")
        self._keys = [key.encode() for key in keys]
        self._ours = re.compile(re.escape(self._name) + r"\+([0-9a-z_.]*)@" + re.escape(self._domain))

    def of(self, ticket_id: str) -> str:
        """Where answers to mails about the ticket go."""
        told = ticket_id.removeprefix(_TICKET)
        return f"{self._name}+{told}.{_mark(self._keys[0], told)}@{self._domain}"

    def is_ours(self, address: str) -> bool:
        """Whether what comes from there is our own, come back."""
        plain = address.lower()
        return plain == f"{self._name}@{self._domain}" or self._ours.fullmatch(plain) is not None

    def ticket_among(self, recipients: Iterable[str]) -> str:
        """The ticket that a mail to these answers; mail servers may have changed the case. Raises
        NotToAReplyAddress, ReplyAddressNotValid.
        """
        ours = [found[1] for found in map(self._ours.fullmatch, map(str.lower, recipients)) if found]
        if not ours:
            raise NotToAReplyAddress("No address of this mail is one that answers go to.")
        for told in ours:
            ticket, _, mark = told.rpartition(".")
            if self._is_signed(ticket, mark):
                return _TICKET + ticket
        raise ReplyAddressNotValid("The address that this mail goes to is not valid.")

    def _is_signed(self, ticket: str, mark: str) -> bool:
        given = mark.encode()
        # All are compared, so that the time does not tell which key it was.
        return sum(hmac.compare_digest(_mark(key, ticket).encode(), given) for key in self._keys) > 0


def _mark(key: bytes, ticket: str) -> str:
    digest = hmac.digest(key, f"reply:{ticket}".encode(), sha256)[:_MARK_BYTES]
    return b32encode(digest).decode().rstrip("=").lower()
