"""Before another account is collected from: what stays and what happens."""

from dataclasses import dataclass

from foyer_shared.basics.errors import NotFound

from foyer_portal_bff.gateways.models.payments import PaymentMethod
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import Problems


class NoAccountToChange(NotFound):
    """It is no direct debit that is collected here."""

    code = "no_account_to_change"


@dataclass(frozen=True, slots=True)
class IbanPage:
    """`sent_to` has got a code, "" when nobody has."""

    action: str
    replace: str
    """Where another way to pay takes its place."""
    label: str
    happens: tuple[str, ...]
    sent_to: str
    problems: Problems


def iban_page(method: PaymentMethod, reader: Reader, *, sent_to: str, problems: Problems) -> IbanPage:
    """Raises NoAccountToChange."""
    if not may_change_iban(method) or method.mandate is None:
        raise NoAccountToChange("There is no account that could be changed here.")
    return IbanPage(
        action=f"/payment-methods/{method.id}/iban",
        replace=f"/payment-methods/add?replaces={method.id}",
        label=method.label,
        happens=(
            reader.say("You enter the new account on the page of our payment provider."),
            reader.say(
                "Mandate {reference} stays the same, where the provider can do that; else a new one takes its"
                " place.",
                reference=method.mandate.reference,
            ),
            reader.say("Whatever {label} pays is collected from the new account.", label=method.label),
        ),
        sent_to=sent_to,
        problems=problems,
    )


def may_change_iban(method: PaymentMethod) -> bool:
    """Whether it is a direct debit that is collected here and may be."""
    return method.mandate is not None and method.chargeable and method.status == "active"
