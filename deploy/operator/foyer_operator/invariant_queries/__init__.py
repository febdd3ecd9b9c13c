"""The invariants, one query each, by what they are about."""
