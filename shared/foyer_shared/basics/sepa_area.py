"""Where SEPA reaches: transfers in euros, and direct debits."""

_COUNTRIES = """
AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO
RS SE SI SK SM VA
"""

COUNTRIES = frozenset(_COUNTRIES.split())
"""ISO 3166-1 codes as IBANs begin with them (EPC409-09); islands bank under their country's code."""
