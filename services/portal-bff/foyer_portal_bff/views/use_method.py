"""What a payment method is used for from now on: everything, or one subscription."""

from collections.abc import Iterator
from dataclasses import dataclass

from foyer_portal_bff.gateways.models.payments import OwnPaymentMethod
from foyer_portal_bff.views.choices import Choice
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import NONE, Problems


@dataclass(frozen=True, slots=True)
class UsePage:
    """The choice."""

    label: str
    action: str
    choices: tuple[Choice, ...]
    idempotency_key: str
    problems: Problems


def use_page(
    method: OwnPaymentMethod,
    reader: Reader,
    *,
    idempotency_key: str,
    used_for: str = "",
    problems: Problems = NONE,
) -> UsePage:
    """`used_for` is the subscription that was chosen, "" for everything."""
    action = f"/payment-methods/{method.id}/default"
    choices = tuple(_choices(method, reader, used_for))
    return UsePage(method.label, action, choices, idempotency_key, problems)


def _choices(method: OwnPaymentMethod, reader: Reader, used_for: str) -> Iterator[Choice]:
    paid = {each.id for each in method.chosen_for}
    everything = reader.say("All your subscriptions, and whatever else is charged")
    yield Choice("", everything, chosen=not used_for)
    for one in method.collected:
        hint = reader.say("It pays for this already.") if one.id in paid else ""
        text = reader.say("Only {name}", name=one.name)
        yield Choice(one.id, text, chosen=one.id == used_for, hint=hint)
