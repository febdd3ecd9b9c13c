"""What a business sells by its own hand, as it says it, and the lines that this makes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from foyer_shared.basics.addresses import Address
from foyer_shared.basics.errors import Invalid
from foyer_shared.basics.money import Money

from foyer_invoicing.domain.discount import Discount, DiscountAboveLine, DiscountAboveOrder, WholeDiscount
from foyer_invoicing.domain.line import Line
from foyer_invoicing.domain.product import Product, ProductNotFound, ProductNotSold
from foyer_invoicing.domain.rounding import rounded_together
from foyer_invoicing.domain.tax import Supply, TaxBehavior, TaxClass


class AmountAmbiguous(Invalid):
    """What one costs and what all cost, or neither of the two."""

    code = "amount_ambiguous"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleLine:
    """So many of one thing, of a product or described in words alone."""

    description: str
    quantity: int
    unit_amount: Money
    """For one of them, or for all where `for_all` says so."""
    for_all: bool = False
    tax_class: TaxClass | None = None
    """None: its product's, else the standard one."""
    supply: Supply | None = None
    """None: its product's, else services."""
    tax_behavior: TaxBehavior = TaxBehavior.EXCLUSIVE
    product_id: str | None = None
    reference: str | None = None
    """What whoever made the line knows it by."""
    discount: Discount | None = None

    @property
    def amount(self) -> Money:
        """For all of them, before its discount."""
        return self.unit_amount if self.for_all else self.unit_amount * self.quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipping:
    """What sending it costs, in the currency of the lines."""

    label: str
    amount: Money
    tax_class: TaxClass = TaxClass.STANDARD
    tax_behavior: TaxBehavior = TaxBehavior.EXCLUSIVE


@dataclass(frozen=True, slots=True)
class Sale:
    """All that is sold at once."""

    lines: tuple[SaleLine, ...]
    discount: Discount | None = None
    """Off all lines together, what each still costs; not off the shipping."""
    shipping: Shipping | None = None
    ship_to: Address | None = None


def whole_discount(sale: Sale) -> WholeDiscount | None:
    """What comes off all lines together, if anything. Raises what `lines_of` raises of discounts."""
    if sale.discount is None:
        return None
    lines = enumerate(sale.lines)
    nothing = sale.lines[0].amount * 0
    whole = sum((line.amount - _own_discount(line, f"lines.{place}") for place, line in lines), nothing)
    off = sale.discount.of(whole, above=DiscountAboveOrder, field="discount")
    return WholeDiscount(off, sale.discount.percent) if off.amount else None


def lines_of(sale: Sale, products: Mapping[str, Product]) -> tuple[Line, ...]:
    """The lines to be taxed, what comes off taken off them, the shipping last; `products` are those that are
    known.

    Raises ProductNotFound, ProductNotSold, DiscountAmbiguous, DiscountOutOfRange, DiscountAboveLine,
    DiscountAboveOrder.
    """
    lines = [_line(line, products, f"lines.{place}") for place, line in enumerate(sale.lines)]
    off = whole_discount(sale)
    if off:
        lines = _spread(off.amount, lines)
    if sale.shipping:
        goods = any(line.supply is Supply.GOODS for line in lines)
        lines.append(_shipping(sale.shipping, Supply.GOODS if goods else Supply.SERVICES))
    return tuple(lines)


def _spread(off: Money, lines: Sequence[Line]) -> list[Line]:
    """Each line its share by its amount: to the cent, and never more than the line."""
    whole = sum(line.amount.amount for line in lines)
    shares = rounded_together(Fraction(off.amount * line.amount.amount, whole) for line in lines)
    return [_less(line, Money(share, off.currency)) for line, share in zip(lines, shares, strict=True)]


def _less(line: Line, off: Money) -> Line:
    if not off.amount:
        return line
    return replace(line, amount=line.amount - off, discount=line.discount + off if line.discount else off)


def _own_discount(line: SaleLine, field: str) -> Money:
    if line.discount is None:
        return line.amount * 0
    return line.discount.of(line.amount, above=DiscountAboveLine, field=f"{field}.discount")


def _shipping(shipping: Shipping, supply: Supply) -> Line:
    """It is taxed as the goods that are sent."""
    return Line(
        description=shipping.label,
        quantity=1,
        amount=shipping.amount,
        unit_amount=shipping.amount,
        tax_class=shipping.tax_class,
        supply=supply,
        tax_behavior=shipping.tax_behavior,
        shipping=True,
    )


def _line(line: SaleLine, products: Mapping[str, Product], field: str) -> Line:
    usual, supply = TaxClass.STANDARD, Supply.SERVICES
    if line.product_id is not None:
        product = _sold(line.product_id, products, f"{field}.product_id")
        usual, supply = product.tax_class, product.supply
    whole = Line(
        description=line.description,
        quantity=line.quantity,
        amount=line.amount,
        unit_amount=None if line.for_all else line.unit_amount,
        tax_class=line.tax_class or usual,
        supply=line.supply or supply,
        tax_behavior=line.tax_behavior,
        product_id=line.product_id,
        reference=line.reference,
    )
    return _less(whole, _own_discount(line, field))


def _sold(product_id: str, products: Mapping[str, Product], field: str) -> Product:
    product = products.get(product_id)
    if product is None:
        raise ProductNotFound(f"There is no product {product_id}.", field=field)
    if not product.active:
        raise ProductNotSold(f"{product_id} is no longer sold.", field=field)
    return product
