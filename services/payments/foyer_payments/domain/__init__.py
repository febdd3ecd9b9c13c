"""The rules of payment methods and mandates: standard library and `foyer_shared.basics` only."""
