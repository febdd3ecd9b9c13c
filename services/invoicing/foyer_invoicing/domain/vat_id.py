"""The VAT identification number of a company in the European Union, with its country in front."""

from foyer_shared.basics.errors import Invalid

_COUNTRIES_OF_THEIR_OWN_PREFIX = {"EL": "GR"}


class VatIdMalformed(Invalid):
    """No member state gives out such a number."""

    code = "vat_id_malformed"


def vat_country(vat_id: str) -> str:
    """The country that gave it out, by ISO 3166-1: Greece, whose numbers begin with EL, is GR."""
    prefix = vat_id[:2]
    return _COUNTRIES_OF_THEIR_OWN_PREFIX.get(prefix, prefix)
