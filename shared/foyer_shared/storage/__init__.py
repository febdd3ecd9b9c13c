"""Postgres: one transaction per request or message, and the only place that commits."""
