"""The kinds of methods that the sandbox has a page for."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Kind:
    """What its page asks for. The money of one that settles later comes days after; here, seconds."""

    name: str
    page: Literal["card", "iban", "bank", "consent"]
    settles_later: bool = False
    saved_as: str | None = None
    """What a method of this kind becomes when it is kept, where it cannot be charged again itself."""


_KINDS = (
    Kind("card", "card"),
    Kind("sepa_debit", "iban", settles_later=True),
    Kind("ideal", "bank", saved_as="sepa_debit"),
    Kind("bancontact", "consent", saved_as="sepa_debit"),
    Kind("paypal", "consent"),
    Kind("us_bank_account", "consent", settles_later=True),
    Kind("acss_debit", "consent", settles_later=True),
    Kind("bacs_debit", "consent", settles_later=True),
    Kind("au_becs_debit", "consent", settles_later=True),
    Kind("boleto", "consent", settles_later=True),
    Kind("cashapp", "consent"),
    Kind("amazon_pay", "consent"),
    Kind("link", "consent"),
)
KINDS = {kind.name: kind for kind in _KINDS}

BANKS = ("ABN AMRO", "ASN Bank", "bunq", "ING", "Knab", "Rabobank", "RegioBank", "SNS", "Triodos Bank")
"""Whom an iDEAL page lets the customer choose from."""

IBAN_BEHIND_A_BANK = "NL91ABNA0417164300"
"""The account of everybody who pays by iDEAL or Bancontact here."""
