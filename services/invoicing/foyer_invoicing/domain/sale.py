"""What a business sells by its own hand, as it says it, and the lines that this makes."""

from collections.abc import Mapping
from dataclasses import dataclass

from foyer_shared.basics.money import Money

from foyer_invoicing.domain.line import Line
from foyer_invoicing.domain.product import Product, ProductNotFound, ProductNotSold
from foyer_invoicing.domain.tax import TaxBehavior, TaxClass


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleLine:
    """So many of one thing, of a product or described in words alone."""

    description: str
    quantity: int
    unit_amount: Money
    tax_class: TaxClass | None = None
    """None: its product's, else the standard one."""
    tax_behavior: TaxBehavior = TaxBehavior.EXCLUSIVE
    product_id: str | None = None

    @property
    def amount(self) -> Money:
        """For all of them."""
        return self.unit_amount * self.quantity


@dataclass(frozen=True, slots=True)
class Sale:
    """All that is sold at once."""

    lines: tuple[SaleLine, ...]


def lines_of(sale: Sale, products: Mapping[str, Product]) -> tuple[Line, ...]:
    """The lines to be taxed; `products` are those that are known. Raises ProductNotFound, ProductNotSold."""
    return tuple(_line(line, products, f"lines.{place}") for place, line in enumerate(sale.lines))


def _line(line: SaleLine, products: Mapping[str, Product], field: str) -> Line:
    usual = TaxClass.STANDARD
    if line.product_id is not None:
        usual = _sold(line.product_id, products, f"{field}.product_id").tax_class
    return Line(
        description=line.description,
        quantity=line.quantity,
        amount=line.amount,
        unit_amount=line.unit_amount,
        tax_class=line.tax_class or usual,
        tax_behavior=line.tax_behavior,
        product_id=line.product_id,
    )


def _sold(product_id: str, products: Mapping[str, Product], field: str) -> Product:
    product = products.get(product_id)
    if product is None:
        raise ProductNotFound(f"There is no product {product_id}.", field=field)
    if not product.active:
        raise ProductNotSold(f"{product_id} is no longer sold.", field=field)
    return product
