"""The lines of an order, as far as they matter here."""

from collections import Counter
from collections.abc import Iterable

from foyer_shared.contracts.invoicing import OrderLineData


def products_of(lines: Iterable[OrderLineData]) -> dict[str, int]:
    """How much of which product the lines are for."""
    products: Counter[str] = Counter()
    for line in lines:
        if line.product_id:
            products[line.product_id] += line.quantity
    return dict(products)
