"""Takes what the customer does on a page: pays, confirms to the bank, or refuses."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from foyer_shared.storage.sealing import Seal
from sqlalchemy.ext.asyncio import AsyncSession

from foyer_sandbox_provider.domain.decision import Decision, decide_charge, decide_setup
from foyer_sandbox_provider.domain.kinds import KINDS, Kind
from foyer_sandbox_provider.domain.outcomes import CHALLENGE_FAILED, OUTCOMES, REFUSED_BY_CUSTOMER
from foyer_sandbox_provider.domain.typed import Typed, as_saved, read_typed
from foyer_sandbox_provider.storage.ids import new_id
from foyer_sandbox_provider.storage.rows import ChargeRow, MethodRow, SetupRow
from foyer_sandbox_provider.use_cases.apply_decision import apply_decision


async def answer_page(
    session: AsyncSession,
    seal: Seal,
    row: ChargeRow | SetupRow,
    form: Mapping[str, str],
    *,
    now: datetime,
    settles_after: timedelta,
) -> None:
    """The row is locked; what is decided already stays as it is, and a button of another page, such as the
    one before pressed twice, changes nothing. Raises Mistyped.
    """
    goes_on = "confirm" if row.challenged else "pay"
    if row.status != "requires_action" or form.get("act") not in {goes_on, "refuse"}:
        return
    refuses = form["act"] == "refuse"
    kind: Kind | None = None
    if row.challenged is not None:
        method = await session.get_one(MethodRow, row.challenged)
        kind = KINDS[method.kind]
        decision = _decide(row, method, kind, confirmed=True)
        if refuses:
            decision = Decision("failed", CHALLENGE_FAILED)
    elif refuses:
        method, decision = None, Decision("failed", REFUSED_BY_CUSTOMER)
    else:
        kind = KINDS[form.get("kind", "")] if form.get("kind") in row.kinds else KINDS[row.kinds[0]]
        method = await _new_method(session, seal, row, read_typed(kind, form, now), kind, now)
        decision = _decide(row, method, kind, confirmed=False)
        if decision.status == "requires_action":
            row.challenged = method.id
    await apply_decision(session, row, decision, kind=kind, now=now, settles_after=settles_after)
    if method is not None and decision.status != "requires_action":
        _keep_if_wanted(row, method, decision)
        await _amend(session, row, method, now)


def _decide(row: ChargeRow | SetupRow, method: MethodRow, kind: Kind, *, confirmed: bool) -> Decision:
    outcome = OUTCOMES[method.outcome]
    if isinstance(row, SetupRow):
        return decide_setup(outcome, confirmed=confirmed)
    row.method_id, row.outcome = method.id, outcome.name
    return decide_charge(outcome, kind, with_customer=True, confirmed=confirmed)


async def _new_method(
    session: AsyncSession, seal: Seal, row: ChargeRow | SetupRow, typed: Typed, kind: Kind, now: datetime
) -> MethodRow:
    """It cannot be charged again before it is known to be wanted, and to work."""
    if isinstance(row, SetupRow) or row.is_saving:
        typed = as_saved(typed, kind)
    method = MethodRow(
        id=new_id("sbpm"),
        account_id=row.account_id,
        customer_id=row.customer_id,
        kind=typed.kind,
        outcome=typed.outcome,
        last4=typed.last4,
        brand=typed.brand,
        exp_year=typed.exp_year,
        exp_month=typed.exp_month,
        holder=typed.holder or getattr(row, "holder", None) or "",
        iban_sealed=seal.seal(typed.iban) if typed.iban else None,
        mandate_reference=f"SBX-{new_id('m')[2:14].upper()}" if typed.iban else None,
        forgotten_at=now,
    )
    session.add(method)
    await session.flush()
    return method


def _keep_if_wanted(row: ChargeRow | SetupRow, method: MethodRow, decision: Decision) -> None:
    is_wanted = isinstance(row, SetupRow) or row.is_saving
    if is_wanted and decision.status in {"succeeded", "processing"}:
        row.method_id, method.forgotten_at = method.id, None


async def _amend(session: AsyncSession, row: ChargeRow | SetupRow, method: MethodRow, now: datetime) -> None:
    """The mandate goes on with the account that was typed, and the one before is not charged any more."""
    if not isinstance(row, SetupRow) or row.amends is None or method.forgotten_at is not None:
        return
    old = await session.get(MethodRow, row.amends)
    if (
        old is not None
        and old.forgotten_at is None
        and (old.account_id, old.customer_id) == (row.account_id, row.customer_id)
        and old.mandate_reference is not None
        and method.mandate_reference is not None
    ):
        method.mandate_reference, old.forgotten_at = old.mandate_reference, now
