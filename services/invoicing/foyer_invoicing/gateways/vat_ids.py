"""VAT ids as each member state makes them: length, characters and check digits, by python-stdnum."""

from stdnum.eu import vat
from stdnum.exceptions import ValidationError

from foyer_invoicing.domain.vat_id import VatIdMalformed


def read_vat_id(text: str) -> str:
    """The VAT id that the text names, without blanks, in capitals; raises VatIdMalformed."""
    try:
        return str(vat.validate(text))
    except ValidationError:
        raise VatIdMalformed(
            "This is not a VAT id of the European Union; it begins with its country, such as NL004495445B01.",
            field="vat_id",
        ) from None
