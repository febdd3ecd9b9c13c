"""What a line of collection costs says, in the customer's language."""

_COSTS = {
    "en": "Collection costs for invoice {number}",
    "nl": "Incassokosten voor factuur {number}",
    "de": "Kosten der Beitreibung für Rechnung {number}",
}


def costs_of(number: str, language: str) -> str:
    """In English where there are no words of the language."""
    return _COSTS.get(language.partition("-")[0], _COSTS["en"]).format(number=number)
