"""The rules of tickets: standard library and `foyer_shared.basics` only."""
