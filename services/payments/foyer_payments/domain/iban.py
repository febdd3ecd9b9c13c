"""An account's number, which never shows itself."""

from dataclasses import dataclass, field

from foyer_shared.basics.sepa_area import COUNTRIES

from foyer_payments.domain.errors import IbanOutsideSepa


@dataclass(frozen=True, slots=True)
class Iban:
    """A checked IBAN without blanks, in SEPA; `full` is left out of its repr, so that no log has it.

    Raises IbanOutsideSepa. `gateways.iban_registry` makes it.
    """

    full: str = field(repr=False)

    def __post_init__(self) -> None:
        if self.full[:2] not in COUNTRIES:
            raise IbanOutsideSepa(
                "Direct debit does not reach accounts in this account's country.", field="iban"
            )

    @property
    def last4(self) -> str:
        """Its last four characters."""
        return self.full[-4:]

    @property
    def masked(self) -> str:
        """As `NL91 •••• 4300`."""
        return f"{self.full[:4]} •••• {self.last4}"
