"""The member states of the European Union, whose companies account for each other's tax."""

_MEMBERS = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"

MEMBER_STATES = frozenset(_MEMBERS.split())
"""ISO 3166-1 alpha-2, since 2020-02-01."""
