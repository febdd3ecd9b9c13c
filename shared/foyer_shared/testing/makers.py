"""Who asks in tests, and when."""

from datetime import UTC, datetime

from foyer_shared.basics.origin import Actor, ActorKind, Origin, Scope

NORTHWIND = "biz_01jdnrthw1nde8000000000000"
CONTOSO = "biz_01jdc0nt0s0e80000000000000"
ADA = "cus_01jdada00000e8000000000000"
"""A customer of Northwind."""

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
"""When things happen in tests that name no other time: a Tuesday."""

A_LOGIN = Actor(ActorKind.LOGIN, "lgn_01jdada00000e8000000000000")
A_KEY = Actor(ActorKind.KEY, "key_01jdnrthw1nde8000000000000")


def an_origin(
    business_id: str = NORTHWIND,
    customer_id: str | None = None,
    actor: Actor | None = None,
    now: datetime = NOW,
    causation_id: str | None = None,
) -> Origin:
    """Work for a business by its key, or for one of its customers by that one's login."""
    return Origin(
        scope=Scope(business_id, customer_id),
        actor=actor or (A_LOGIN if customer_id else A_KEY),
        now=now,
        causation_id=causation_id,
    )
