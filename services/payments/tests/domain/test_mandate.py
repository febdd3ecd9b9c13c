"""A mandate from the drawing up to the signature."""

from datetime import UTC, datetime, timedelta

import pytest
from foyer_payments.domain.business import Business
from foyer_payments.domain.errors import (
    HolderMalformed,
    MoveNotPossible,
    NoCreditorIdentifier,
    SignedInFuture,
)
from foyer_payments.domain.iban import Iban
from foyer_payments.domain.mandate import Mandate, draw_up, lapse, revoke, sign, use
from foyer_payments.domain.mandate_states import MOVES, MandateStatus, moved
from foyer_payments.domain.payment_method import MethodStatus
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW

NORTHWIND_BV = Business(NORTHWIND, "NW", "NL98ZZZ12345678901")
IBAN = Iban("NL91ABNA0417164300")


@pytest.fixture
def waiting() -> Mandate:
    """A mandate that nobody has signed."""
    return draw_up(NORTHWIND_BV, customer_id=ADA, iban=IBAN, holder="A. Lovelace", now=NOW)[0]


def test_drawn_up_it_waits_and_its_method_is_masked() -> None:
    mandate, method = draw_up(NORTHWIND_BV, customer_id=ADA, iban=IBAN, holder=" A. Lovelace ", now=NOW)

    assert (mandate.status, mandate.signed_at) == (MandateStatus.PENDING, None)
    assert (mandate.iban_masked, mandate.holder) == ("NL91 •••• 4300", "A. Lovelace")
    assert (mandate.creditor_identifier, mandate.text_version) == ("NL98ZZZ12345678901", "sdd-core-2025-1.0")
    assert mandate.payment_method_id == method.id
    assert (method.kind.name, method.label, method.last4) == ("sepa_debit", "SEPA ···4300", "4300")
    assert (method.brand, method.expires_on) == (None, None)
    assert method.status(NOW + timedelta(days=3650)) is MethodStatus.ACTIVE


def test_signed_it_is_active(waiting: Mandate) -> None:
    signed = sign(waiting, NOW - timedelta(days=2), now=NOW)

    assert (signed.status, signed.signed_at) == (MandateStatus.ACTIVE, NOW - timedelta(days=2))


def test_it_is_not_signed_tomorrow(waiting: Mandate) -> None:
    with pytest.raises(SignedInFuture):
        sign(waiting, NOW + timedelta(seconds=1), now=NOW)


def test_it_is_not_signed_twice(waiting: Mandate) -> None:
    with pytest.raises(MoveNotPossible):
        sign(sign(waiting, NOW, now=NOW), NOW, now=NOW)


def test_without_a_creditor_identifier_there_is_none() -> None:
    with pytest.raises(NoCreditorIdentifier):
        draw_up(Business(NORTHWIND, "NW", None), customer_id=ADA, iban=IBAN, holder="A", now=NOW)


def test_it_has_a_holder() -> None:
    with pytest.raises(HolderMalformed):
        draw_up(NORTHWIND_BV, customer_id=ADA, iban=IBAN, holder="", now=NOW)


@pytest.mark.parametrize("status", MandateStatus)
@pytest.mark.parametrize("to", MandateStatus)
def test_the_table_decides_every_move(status: MandateStatus, to: MandateStatus) -> None:
    if to in MOVES[status]:
        assert moved(status, to) is to
    else:
        with pytest.raises(MoveNotPossible):
            moved(status, to)


def test_what_was_revoked_or_lapsed_stays_so() -> None:
    assert {(status, to) for status, moves in MOVES.items() for to in moves} == {
        (MandateStatus.PENDING, MandateStatus.ACTIVE),
        (MandateStatus.PENDING, MandateStatus.FAILED),
        (MandateStatus.PENDING, MandateStatus.REVOKED),
        (MandateStatus.ACTIVE, MandateStatus.FAILED),
        (MandateStatus.ACTIVE, MandateStatus.REVOKED),
        (MandateStatus.ACTIVE, MandateStatus.LAPSED),
    }
    revoked = revoke(
        sign(draw_up(NORTHWIND_BV, customer_id=ADA, iban=IBAN, holder="A", now=NOW)[0], NOW, now=NOW)
    )
    assert (revoked.status, revoked.version) == (MandateStatus.REVOKED, 2)
    with pytest.raises(MoveNotPossible):
        revoke(revoked)


@pytest.mark.parametrize(
    ("used_at", "lapses_at"),
    [
        (datetime(2026, 3, 10, 9, 30, tzinfo=UTC), datetime(2029, 3, 10, 9, 30, tzinfo=UTC)),
        (datetime(2028, 2, 29, tzinfo=UTC), datetime(2031, 2, 28, tzinfo=UTC)),
        (datetime(2025, 2, 28, tzinfo=UTC), datetime(2028, 2, 28, tzinfo=UTC)),
    ],
)
def test_it_lapses_36_months_after_its_last_use(
    waiting: Mandate, used_at: datetime, lapses_at: datetime
) -> None:
    used = use(sign(waiting, used_at, now=used_at), used_at)
    assert (used.last_used_at, used.lapses_at) == (used_at, lapses_at)
    assert use(used, used_at - timedelta(days=1)) == used
    assert lapse(used, lapses_at - timedelta(seconds=1)) is used

    lapsed = lapse(used, lapses_at)
    assert (lapsed.status, lapsed.version) == (MandateStatus.LAPSED, used.version + 1)
    assert lapse(lapsed, lapses_at) is lapsed
