"""What of an invoice can be asked back: all that is left of it, an amount, or some of its lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from foyer_shared.basics.money import Money

from foyer_support.domain.refund_refusals import (
    InvoiceNotPaid,
    NothingToRefund,
    RefundAboveRest,
    RefundAmountAndLines,
    RefundCurrencyDiffers,
    RefundLineTwice,
    RefundLineUnknown,
    RefundNotPositive,
    RefundQuantityOutOfRange,
)


@dataclass(frozen=True, slots=True)
class LineToRefund:
    """So many of a line of the invoice, counted from 1; all that is left of it without a quantity."""

    line: int
    quantity: int | None = None


@dataclass(frozen=True, slots=True)
class RefundLine:
    """So many of a line of the invoice, counted from 1."""

    line: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Portion:
    """What is to come back. Lines say which; without them it is money alone."""

    amount: Money
    """With tax."""
    whole: bool = False
    """Whether it is all that is left of the invoice."""
    lines: tuple[RefundLine, ...] = ()


@dataclass(frozen=True, slots=True)
class InvoicedLine:
    """So many of one thing on an invoice."""

    description: str
    quantity: int
    net: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class Refundable:
    """An invoice, as support knows it."""

    id: str
    customer_id: str
    number: str
    total: Money
    paid: bool
    lines: Sequence[InvoicedLine]
    credited: Money
    """What its credit notes have given back."""
    given: Mapping[int, int]
    """How many of which lines they have."""

    @property
    def left(self) -> Money:
        """What was paid of it and not given back, with tax."""
        return self.total - self.credited

    def left_of(self, line: int) -> int:
        """How many of a line that the invoice has can still come back."""
        return self.lines[line - 1].quantity - self.given.get(line, 0)

    def amount_of(self, line: int, quantity: int) -> Money:
        """What so many of a line come to with tax: as on credit notes, all parts come to the whole."""
        invoiced, before = self.lines[line - 1], self.given.get(line, 0)

        def part(amount: Money) -> Money:
            return amount.share(before + quantity, invoiced.quantity) - amount.share(
                before, invoiced.quantity
            )

        return part(invoiced.net) + part(invoiced.tax)

    def check(self) -> None:
        """Raises InvoiceNotPaid, NothingToRefund."""
        if not self.paid:
            raise InvoiceNotPaid(f"{self.number} is not paid.")
        if self.left.amount <= 0:
            raise NothingToRefund(f"All of {self.number} was given back before.")

    def portion(self, amount: Money | None = None, lines: Sequence[LineToRefund] = ()) -> Portion:
        """An amount, or lines, or all that is left without both.

        Raises what `check` does, RefundAmountAndLines, RefundNotPositive, RefundCurrencyDiffers,
        RefundAboveRest, RefundLineUnknown, RefundLineTwice, RefundQuantityOutOfRange.
        """
        self.check()
        if amount is not None and lines:
            raise RefundAmountAndLines("Give an amount or lines, not both.", field="amount")
        found: tuple[RefundLine, ...] = ()
        if lines:
            found = self._lines(lines)
            amount = sum((self.amount_of(each.line, each.quantity) for each in found), self.total * 0)
        elif amount is None:
            return Portion(self.left, whole=True)
        self._check_amount(amount)
        return Portion(amount, lines=found)

    def _check_amount(self, amount: Money) -> None:
        if amount.currency != self.total.currency:
            raise RefundCurrencyDiffers(f"The invoice is in {self.total.currency}.", field="amount.currency")
        if amount.amount <= 0:
            raise RefundNotPositive("A refund is over more than zero.", field="amount.amount")
        if self.left < amount:
            raise RefundAboveRest(f"Only {self.left.amount} is left of {self.number}.", field="amount.amount")

    def _lines(self, asked: Sequence[LineToRefund]) -> tuple[RefundLine, ...]:
        found: list[RefundLine] = []
        for position, each in enumerate(asked):
            field = f"lines.{position}"
            if not 1 <= each.line <= len(self.lines):
                raise RefundLineUnknown(f"{self.number} has no line {each.line}.", field=f"{field}.line")
            if each.line in {earlier.line for earlier in found}:
                raise RefundLineTwice(f"Line {each.line} is named twice.", field=f"{field}.line")
            left = self.left_of(each.line)
            if left <= 0:
                raise NothingToRefund(
                    f"All of line {each.line} was given back before.", field=f"{field}.line"
                )
            quantity = left if each.quantity is None else each.quantity
            if not 1 <= quantity <= left:
                raise RefundQuantityOutOfRange(
                    f"1 to {left} of line {each.line} can come back.", field=f"{field}.quantity"
                )
            found.append(RefundLine(each.line, quantity))
        return tuple(found)
