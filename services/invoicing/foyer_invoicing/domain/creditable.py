"""What of an invoice can still be given back: all of the rest, an amount of it, or some of its lines."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate, pairwise

from foyer_shared.basics.money import Money

from foyer_invoicing.domain.credit_refusals import (
    CreditAboveRest,
    CreditCurrencyDiffers,
    CreditLineTwice,
    CreditNotPositive,
    CreditQuantityOutOfRange,
    NoSuchInvoiceLine,
    NothingToCredit,
)
from foyer_invoicing.domain.line import Line, TaxedLine
from foyer_invoicing.domain.tax import TaxCategory

Rate = tuple[Decimal, TaxCategory]


@dataclass(frozen=True, slots=True)
class LineToCredit:
    """So many of a line of the invoice, counted from 1; all that is left of it without a quantity."""

    line: int
    quantity: int | None = None


@dataclass(frozen=True, slots=True)
class Creditable:
    """An invoice's lines, and those of its credit notes so far. `words` describe what has no line."""

    invoiced: Sequence[TaxedLine]
    credited: Sequence[TaxedLine]
    words: str

    @property
    def total(self) -> Money:
        """What is left, with tax."""
        return sum((net + tax for net, tax in self._by_rate().values()), self._nothing)

    def rest(self) -> tuple[TaxedLine, ...]:
        """All that is left: line by line, or by rate once amounts were given back. Raises NothingToCredit."""
        if self.total.amount <= 0:
            raise NothingToCredit("All of the invoice was given back before.")
        by_rate = self._by_rate()
        numbers = range(1, len(self.invoiced) + 1)
        lines = tuple(self._part(number, left) for number in numbers if (left := self._left_of(number)))
        if _by_rate(lines) == by_rate:
            return lines
        return tuple(self._line_of_rate(rate, net, tax) for rate, (net, tax) in by_rate.items())

    def amount(self, amount: Money) -> tuple[TaxedLine, ...]:
        """So much with tax, from each rate its share of what is left.

        Raises CreditNotPositive, CreditCurrencyDiffers, CreditAboveRest.
        """
        self.check(amount)
        by_rate = self._by_rate()
        up_to = accumulate((net + tax for net, tax in by_rate.values()), initial=self._nothing)
        shares = [each.share(amount.amount, self.total.amount) for each in up_to]
        lines = []
        for (rate, (net, tax)), (before, after) in zip(by_rate.items(), pairwise(shares), strict=True):
            part, whole = after - before, net + tax
            its_tax = tax.share(part.amount, whole.amount) if whole.amount else self._nothing
            lines.append(self._line_of_rate(rate, part - its_tax, its_tax))
        return tuple(line for line in lines if line.gross.amount)

    def lines(self, asked: Sequence[LineToCredit]) -> tuple[TaxedLine, ...]:
        """So many of these lines.

        Raises NoSuchInvoiceLine, CreditLineTwice, CreditQuantityOutOfRange, NothingToCredit,
        CreditNotPositive, CreditAboveRest.
        """
        found = []
        for position, each in enumerate(asked):
            field = f"lines.{position}"
            if not 1 <= each.line <= len(self.invoiced):
                raise NoSuchInvoiceLine(f"The invoice has no line {each.line}.", field=f"{field}.line")
            if each.line in {earlier.line for earlier in asked[:position]}:
                raise CreditLineTwice(f"Line {each.line} is named twice.", field=f"{field}.line")
            left = self._left_of(each.line)
            if not left:
                raise NothingToCredit("All of the line was given back before.", field=f"{field}.line")
            quantity = left if each.quantity is None else each.quantity
            if not 1 <= quantity <= left:
                raise CreditQuantityOutOfRange(
                    f"1 to {left} of line {each.line} can be given back.", field=f"{field}.quantity"
                )
            found.append(self._part(each.line, quantity))
        self.check(sum((line.gross for line in found), self._nothing))
        if not self.fits(found):
            raise CreditAboveRest("Of that rate less is left to be given back.", field="lines")
        return tuple(found)

    def check(self, amount: Money) -> None:
        """Refuse an amount with tax that cannot be given back."""
        if amount.amount <= 0:
            raise CreditNotPositive("A credit note is over more than zero.", field="amount.amount")
        if amount.currency != self._nothing.currency:
            raise CreditCurrencyDiffers(
                f"The invoice is in {self._nothing.currency}.", field="amount.currency"
            )
        if self.total < amount:
            raise CreditAboveRest(f"Only {self.total.amount} is left of the invoice.", field="amount.amount")

    def fits(self, lines: Sequence[TaxedLine]) -> bool:
        """Whether no rate is given back more of than is left."""
        rests = self._by_rate()
        return all(
            rate in rests and _within(net, rests[rate][0]) and _within(tax, rests[rate][1])
            for rate, (net, tax) in _by_rate(lines).items()
        )

    @property
    def _nothing(self) -> Money:
        return self.invoiced[0].net * 0

    def _by_rate(self) -> dict[Rate, tuple[Money, Money]]:
        return _by_rate(
            [*self.invoiced, *(replace(line, net=-line.net, tax=-line.tax) for line in self.credited)]
        )

    def _left_of(self, number: int) -> int:
        return self.invoiced[number - 1].line.quantity - self._given_of(number)

    def _given_of(self, number: int) -> int:
        return sum(line.line.quantity for line in self.credited if line.line.of_line == number)

    def _part(self, number: int, quantity: int) -> TaxedLine:
        """Of what was given of it before and with it, so that all parts come to the whole."""
        taxed = self.invoiced[number - 1]
        before, whole = self._given_of(number), taxed.line.quantity

        def part(amount: Money) -> Money:
            return amount.share(before + quantity, whole) - amount.share(before, whole)

        line = replace(
            taxed.line,
            quantity=quantity,
            amount=part(taxed.line.amount),
            discount=part(taxed.line.discount) if taxed.line.discount else None,
            of_line=number,
        )
        return replace(taxed, line=line, net=part(taxed.net), tax=part(taxed.tax))

    def _line_of_rate(self, rate: Rate, net: Money, tax: Money) -> TaxedLine:
        sold = next(line.line for line in self.invoiced if (line.percent, line.category) == rate)
        line = Line(
            description=self.words,
            quantity=1,
            amount=net,
            unit_amount=net,
            tax_class=sold.tax_class,
            supply=sold.supply,
        )
        return TaxedLine(line, *rate, net, tax)


def _by_rate(lines: Sequence[TaxedLine]) -> dict[Rate, tuple[Money, Money]]:
    """Net and tax of each rate that comes to anything, in the order of the lines."""
    sums: dict[Rate, tuple[Money, Money]] = {}
    for line in lines:
        rate = (line.percent, line.category)
        net, tax = sums.get(rate, (line.net * 0, line.tax * 0))
        sums[rate] = (net + line.net, tax + line.tax)
    return {rate: (net, tax) for rate, (net, tax) in sums.items() if net.amount or tax.amount}


def _within(part: Money, whole: Money) -> bool:
    return 0 <= part.amount <= whole.amount or whole.amount <= part.amount <= 0
