"""The rules of subscriptions: standard library and `foyer_shared.basics` only; time is an argument."""
