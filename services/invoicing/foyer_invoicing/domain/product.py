"""What is known here of a product, and the rule for what can be sold of it."""

from dataclasses import dataclass

from foyer_shared.basics.errors import Conflict, NotFound

from foyer_invoicing.domain.tax import Supply, TaxClass


class ProductNotFound(NotFound):
    """The business has no such product, or it was made a moment ago and has not arrived here."""

    code = "product_not_found"


class ProductNotSold(Conflict):
    """The product is not active."""

    code = "product_not_sold"


@dataclass(frozen=True, slots=True)
class Product:
    """The copy of a product."""

    tax_class: TaxClass
    supply: Supply
    active: bool
