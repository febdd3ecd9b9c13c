"""Doors and calls between Foyer's processes: who calls, problem documents, idempotency, clients, health."""
