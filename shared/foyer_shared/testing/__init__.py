"""Fixtures, makers and doors for tests; nothing but tests imports it."""

from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced

__all__ = ["ADA", "CONTOSO", "NORTHWIND", "NOW", "a_caller", "an_origin", "announced", "client_for"]
