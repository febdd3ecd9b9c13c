"""Before a payment method is removed: what happens then, or which subscriptions need it."""

from collections.abc import Iterator
from dataclasses import dataclass

from foyer_portal_bff.gateways.models.payments import OwnPaymentMethod
from foyer_portal_bff.views.closing import InTheWay
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import NONE, Problems


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePage:
    """The first step (`sent_to` is "") says what happens or what is in the way, the second asks for the code
    from the mail.
    """

    id: str
    label: str
    action: str
    happens: tuple[str, ...]
    in_the_way: tuple[InTheWay, ...]
    may_add: bool
    sent_to: str
    problems: Problems


def remove_page(
    method: OwnPaymentMethod,
    reader: Reader,
    *,
    may_add: bool,
    may_ask: bool,
    sent_to: str = "",
    problems: Problems = NONE,
) -> RemovePage:
    """In plain words, from what payments says."""
    return RemovePage(
        id=method.id,
        label=method.label,
        action=f"/payment-methods/{method.id}/remove",
        happens=tuple(_happens(method, reader)),
        in_the_way=tuple(
            InTheWay(
                reader.say("{name} is paid with it.", name=one.name),
                reader.say("Ask us to send invoices") if may_ask else reader.say("See the subscription"),
                f"/support/new?about={one.id}" if may_ask else f"/subscriptions/{one.id}",
            )
            for one in method.needed_by
        ),
        may_add=may_add,
        sent_to="" if method.needed_by else sent_to,
        problems=problems,
    )


def _happens(method: OwnPaymentMethod, reader: Reader) -> Iterator[str]:
    yield reader.say("Nothing new is charged to {label}. What is under way goes on.", label=method.label)
    if method.mandate is not None:
        reference = method.mandate.reference
        yield reader.say("Your SEPA mandate {reference} ends with it.", reference=reference)
    if method.chosen_for and not method.is_default:
        names = ", ".join(each.name for each in method.chosen_for)
        yield reader.say("{names} is paid with your default method from now on.", names=names)
    if method.heir is not None:
        yield reader.say("{label} is used from now on.", label=method.heir)
    elif method.is_default:
        yield reader.say("You have no payment method on file then. You can add one at any time.")
