"""IBANs as banks number accounts: each country's length, characters and check digits, by schwifty."""

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from foyer_payments.domain.errors import IbanMalformed
from foyer_payments.domain.iban import Iban


def read_iban(text: str) -> Iban:
    """The account that the text names, blanks or not; raises IbanMalformed, IbanOutsideSepa."""
    try:
        return Iban(IBAN(text).compact)
    except SchwiftyException:
        # The library's words hold the IBAN: they go no further.
        raise IbanMalformed("This is not a valid IBAN.", field="iban") from None
