"""What a business says of itself as the seller, checked: its address, its numbers, its bank account."""

from dataclasses import replace

from foyer_shared.basics.bank_accounts import BankAccount
from foyer_shared.postal import checked_address
from stdnum import bic, iban
from stdnum.ch import vat as ch_vat
from stdnum.eu import at_02
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import ValidationError
from stdnum.gb import vat as gb_vat
from stdnum.no import mva as no_vat

from foyer_portal_bff.domain.business import (
    BicMalformed,
    Business,
    CreditorIdMalformed,
    IbanMalformed,
    VatIdMalformed,
)

SELLER_FIELDS = frozenset({"address", "vat_id", "register_number", "creditor_id", "bank_account"})


def with_checked_seller(business: Business) -> Business:
    """The business with these in the form in which they are kept; what is empty is nothing.

    Raises AddressInvalid, VatIdMalformed, CreditorIdMalformed, IbanMalformed, BicMalformed.
    """
    return replace(
        business,
        address=business.address and checked_address(business.address, field="address"),
        vat_id=read_vat_id(business.vat_id) if business.vat_id else None,
        register_number=_one_line(business.register_number),
        creditor_id=read_creditor_id(business.creditor_id) if business.creditor_id else None,
        bank_account=business.bank_account and read_bank_account(business.bank_account),
    )


def read_vat_id(text: str) -> str:
    """The VAT id of the European Union, the United Kingdom, Switzerland or Norway, without blanks and
    with its country in front. Raises VatIdMalformed.
    """
    number = "".join(one for one in text.upper() if one.isalnum())
    try:
        match number[:2]:
            case "GB":
                return f"GB{gb_vat.validate(number)}"
            case "CH":
                return str(ch_vat.validate(number))
            case "NO":
                return f"NO{no_vat.validate(number)}"
            case _:
                return str(eu_vat.validate(number))
    except ValidationError:
        raise VatIdMalformed(
            "This is not a VAT id; it begins with its country, such as NL004495445B01.", field="vat_id"
        ) from None


def read_creditor_id(text: str) -> str:
    """The SEPA creditor identifier without blanks; raises CreditorIdMalformed."""
    try:
        return str(at_02.validate(text.upper()))
    except ValidationError:
        raise CreditorIdMalformed(
            "This is not a creditor identifier, such as DE98ZZZ09999999999.", field="creditor_id"
        ) from None


def read_bank_account(account: BankAccount) -> BankAccount:
    """The account without blanks, in capitals; raises IbanMalformed, BicMalformed."""
    return BankAccount(
        iban=_read_iban(account.iban),
        bic=_read_bic(account.bic) if account.bic else None,
        holder=_one_line(account.holder),
    )


def _read_iban(text: str) -> str:
    try:
        # Its check of a country's own rules has lists of banks, which grow old.
        return str(iban.validate(text, check_country=False))
    except ValidationError:
        raise IbanMalformed(
            "This is not an IBAN, such as NL91 ABNA 0417 1643 00.", field="bank_account.iban"
        ) from None


def _read_bic(text: str) -> str:
    try:
        return str(bic.validate(text))
    except ValidationError:
        raise BicMalformed("This is not a BIC, such as ABNANL2A.", field="bank_account.bic") from None


def _one_line(text: str | None) -> str | None:
    return " ".join((text or "").split()) or None
