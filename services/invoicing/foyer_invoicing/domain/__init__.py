"""The rules of customers, orders and invoices: standard library and `foyer_shared.basics` only."""
