"""Begins a payment: by a method that is kept, or on a page."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from foyer_sandbox_provider.domain.decision import decide_charge
from foyer_sandbox_provider.domain.errors import AmountNotPositive, KeyReused, KindsMissing, ReturnUrlMissing
from foyer_sandbox_provider.domain.kinds import KINDS
from foyer_sandbox_provider.domain.outcomes import OUTCOMES
from foyer_sandbox_provider.storage.books import Books
from foyer_sandbox_provider.storage.ids import new_id
from foyer_sandbox_provider.storage.rows import ChargeRow, MethodRow
from foyer_sandbox_provider.use_cases.apply_decision import apply_decision


async def begin_charge(
    books: Books,
    asked: Mapping[str, Any],
    *,
    key: str,
    fingerprint: str,
    now: datetime,
    settles_after: timedelta,
) -> ChargeRow:
    """Or finds the one that this key began. Raises AmountNotPositive, MethodUnknown, KindsMissing,
    ReturnUrlMissing, KeyReused; nothing is begun then.
    """
    values = {
        "id": new_id("sbch"),
        "key": key,
        "fingerprint": fingerprint,
        "customer_id": asked["customer_id"],
        "status": "requires_action",
        "kinds": [kind for kind in asked["kinds"] if kind in KINDS],
        "language": asked["language"],
        "return_url": asked["return_url"],
        "amount": asked["amount"]["amount"],
        "currency": asked["amount"]["currency"],
        "description": asked["description"],
        "is_saving": asked["save"],
        "began_at": now,
    }
    row, is_new = await books.write_once(ChargeRow, values)
    if row.fingerprint != fingerprint:
        raise KeyReused("This key has begun another charge.")
    if is_new:
        method = await _checked(books, asked, row)
        if method is not None:
            await _charge(books, row, method, on_session=asked["on_session"], now=now, after=settles_after)
    return row


async def _checked(books: Books, asked: Mapping[str, Any], row: ChargeRow) -> MethodRow | None:
    """The method to charge, None when a page asks for one; raising takes the row back."""
    if row.amount <= 0:
        raise AmountNotPositive("An amount is above zero.", field="amount")
    if asked["on_session"] and row.return_url is None:
        raise ReturnUrlMissing("Say where the customer comes back to.", field="return_url")
    if asked["token"] is not None:
        return await books.method_to_charge(asked["token"], row.customer_id)
    if not row.kinds or not asked["on_session"]:
        raise KindsMissing("A page is for a customer who is here, with a kind to choose.", field="kinds")
    return None


async def _charge(
    books: Books, row: ChargeRow, method: MethodRow, *, on_session: bool, now: datetime, after: timedelta
) -> None:
    kind, outcome = KINDS[method.kind], OUTCOMES[method.outcome]
    row.method_id, row.outcome = method.id, outcome.name
    decision = decide_charge(outcome, kind, with_customer=on_session, confirmed=False)
    if decision.status == "requires_action":
        row.challenged = method.id
    await apply_decision(books.session, row, decision, kind=kind, now=now, settles_after=after)
