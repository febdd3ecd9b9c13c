"""Which method may go, and which one is the default after it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from foyer_payments.domain.errors import PaymentMethodNeeded
from foyer_payments.domain.expiry import Expiry
from foyer_payments.domain.mandate import Mandate
from foyer_payments.domain.mandate_states import MandateStatus
from foyer_payments.domain.method_kinds import CARD
from foyer_payments.domain.payment_method import MethodStatus, PaymentMethod
from foyer_payments.domain.remove_method import WithMandate, removal_of, removed
from foyer_payments.domain.subscription import Subscription
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW

PLAN = Subscription("sub_1", "Support plan")


def a_card(name: str, *, chargeable: bool = True, year: int = 2030) -> WithMandate:
    """A card, with a token or by its details alone."""
    card = PaymentMethod(
        id=name,
        business_id=NORTHWIND,
        customer_id=ADA,
        kind=CARD,
        label="Visa ···4242",
        brand="visa",
        last4="4242",
        expires_on=Expiry(year, 8),
        holder="Ada",
        added_at=NOW,
        account_id="pacc_1" if chargeable else None,
        token=name if chargeable else None,
    )
    return card, None


def with_mandate(name: str, status: MandateStatus) -> WithMandate:
    """A method that collects with a mandate."""
    mandate = Mandate(
        id="mdt_1",
        business_id=NORTHWIND,
        customer_id=ADA,
        payment_method_id=name,
        reference="NW-1",
        creditor_identifier="NL98ZZZ12345678901",
        iban_masked="NL•• 4300",
        holder="Ada",
        text_version="1",
        recorded_at=NOW,
        status=status,
    )
    return a_card(name)[0], mandate


CARD_1, DETAILS, EXPIRED = a_card("pm_1"), a_card("pm_2", chargeable=False), a_card("pm_3", year=2025)
VALID, INVALID = with_mandate("pm_4", MandateStatus.ACTIVE), with_mandate("pm_5", MandateStatus.REVOKED)


@pytest.mark.parametrize(
    ("leaving", "rest"),
    [
        (CARD_1, []),
        (CARD_1, [DETAILS]),
        (CARD_1, [EXPIRED]),
        (CARD_1, [DETAILS, EXPIRED]),
        (CARD_1, [INVALID]),
        (DETAILS, [EXPIRED]),
        (EXPIRED, []),
        (EXPIRED, [DETAILS]),
    ],
)
def test_what_nothing_stands_in_for_stays_while_it_is_needed(
    leaving: WithMandate, rest: list[WithMandate]
) -> None:
    removal_of(leaving, rest, [], NOW).check()
    with pytest.raises(PaymentMethodNeeded) as refused:
        removal_of(leaving, rest, [PLAN], NOW).check()

    assert refused.value.errors == [{"subscription_id": "sub_1", "name": "Support plan"}]


@pytest.mark.parametrize(
    ("leaving", "rest"),
    [
        (CARD_1, [a_card("pm_9")]),
        (CARD_1, [EXPIRED, VALID]),
        (DETAILS, [CARD_1]),
        (DETAILS, [a_card("pm_9", chargeable=False)]),
        (EXPIRED, [CARD_1]),
        (EXPIRED, [a_card("pm_9", year=2025)]),
        (INVALID, [EXPIRED]),
    ],
)
def test_what_another_stands_in_for_may_go(leaving: WithMandate, rest: list[WithMandate]) -> None:
    removal_of(leaving, rest, [PLAN], NOW).check()


@pytest.mark.parametrize(
    ("rest", "best"),
    [
        ([], None),
        ([EXPIRED, DETAILS, CARD_1, a_card("pm_9")], CARD_1),
        ([EXPIRED, DETAILS], DETAILS),
        ([INVALID, EXPIRED], INVALID),
        ([INVALID, VALID], VALID),
    ],
)
def test_the_newest_of_those_that_can_do_most_is_the_default(
    rest: list[WithMandate], best: WithMandate | None
) -> None:
    leaving = a_card("pm_0")[0]
    assert removal_of((leaving, None), rest, [], NOW).heir is None
    leaving = replace(leaving, is_default=True)
    assert removal_of((leaving, None), rest, [], NOW).heir == (best[0] if best else None)


def test_what_is_removed_is_neither_the_default_nor_charged() -> None:
    method = removed(replace(CARD_1[0], is_default=True), NOW)

    assert (method.is_default, method.is_chargeable, method.version) == (False, False, 2)
    assert method.status(NOW + timedelta(days=9999)) is MethodStatus.REMOVED
