"""What becomes of a customer's grants when what they hold has changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from foyer_shared.basics.ids import new_id

from foyer_subscriptions.domain.entitlement import Entitlement, EntitlementKind
from foyer_subscriptions.domain.grant import Grant, GrantStatus, RevokedBecause
from foyer_subscriptions.domain.holding import Holding


@dataclass(frozen=True, slots=True)
class Settled:
    """A grant that has changed, and what it is a grant of."""

    grant: Grant
    entitlement: Entitlement
    before: GrantStatus | None
    """None for a new one."""

    @property
    def is_given_back(self) -> bool:
        """Whether its customer can use it again."""
        return self.grant.is_usable and self.before is not GrantStatus.GRANTED

    @property
    def is_taken(self) -> bool:
        """Whether its customer had it, and cannot use it now or for another reason than before."""
        gone = {GrantStatus.WITHHELD, GrantStatus.REVOKED}
        return (
            self.grant.granted_at is not None
            and self.grant.status in gone
            and self.before is not self.grant.status
        )


def settle(
    holding: Holding, entitlements: Sequence[Entitlement], grants: Sequence[Grant], *, now: datetime
) -> list[Settled]:
    """Those that are new or changed. `entitlements` are those of the held products, and of `grants`.

    What the business has revoked stays so. What was never there is pending: it has yet to be delivered.
    """
    by_entitlement = {grant.entitlement_id: grant for grant in grants}
    changed: list[Settled] = []
    for entitlement in entitlements:
        grant = by_entitlement.get(entitlement.id)
        after = (
            _begun(holding, entitlement) if grant is None else _settled(grant, holding, entitlement, now=now)
        )
        if after is not None and after != grant:
            changed.append(Settled(after, entitlement, grant.status if grant else None))
    return changed


def _begun(holding: Holding, entitlement: Entitlement) -> Grant | None:
    quantity = holding.products.get(entitlement.product_id, 0)
    if not quantity or holding.withheld or holding.over or not entitlement.active:
        return None
    return Grant(
        id=new_id("grant"),
        business_id=holding.business_id,
        customer_id=holding.customer_id,
        entitlement_id=entitlement.id,
        product_id=entitlement.product_id,
        kind=entitlement.kind,
        name=entitlement.name,
        source=holding.source,
        status=GrantStatus.PENDING,
        quantity=quantity,
        activation_limit=entitlement.activations_for(quantity),
        period=holding.period,
    )


def _settled(grant: Grant, holding: Holding, entitlement: Entitlement, *, now: datetime) -> Grant:
    if grant.cause is RevokedBecause.REVOKED_BY_BUSINESS:
        return grant
    quantity = holding.products.get(entitlement.product_id, 0)
    gone = holding.over or (None if quantity else _why_gone(holding))
    if gone:
        after = replace(grant, status=GrantStatus.REVOKED, cause=gone)
    elif holding.withheld:
        after = replace(grant, status=GrantStatus.WITHHELD, cause=holding.withheld, quantity=quantity)
    else:
        after = _held(grant, holding, entitlement, quantity, now=now)
    return after if after == grant else replace(after, version=grant.version + 1)


def _held(grant: Grant, holding: Holding, entitlement: Entitlement, quantity: int, *, now: datetime) -> Grant:
    delivered = grant.granted_at is not None
    held = replace(
        grant,
        status=GrantStatus.GRANTED if delivered else GrantStatus.PENDING,
        cause=None,
        quantity=quantity,
        activation_limit=entitlement.activations_for(quantity),
        period=holding.period,
    )
    # Whoever has paid for another period can fetch the file in it.
    renewed = delivered and holding.period > grant.period and grant.kind is EntitlementKind.FILE
    return held.fresh(entitlement, at=now) if renewed else held


def _why_gone(holding: Holding) -> RevokedBecause:
    return RevokedBecause.REFUNDED if holding.source.order_id else RevokedBecause.NOT_HELD


def delivered(grant: Grant, entitlement: Entitlement, *, now: datetime) -> Grant:
    """The grant once all is there that it is about."""
    return replace(
        grant.fresh(entitlement, at=now),
        status=GrantStatus.GRANTED,
        granted_at=now,
        version=grant.version + 1,
    )


def revoked_by_business(grant: Grant) -> Grant:
    """The grant once the business has taken it, which nothing else brings back."""
    return replace(
        grant,
        status=GrantStatus.REVOKED,
        cause=RevokedBecause.REVOKED_BY_BUSINESS,
        version=grant.version + 1,
    )
