"""Splits an amount so that every minor unit is kept: by the largest remainder."""

from collections.abc import Sequence

from foyer_shared.basics.money import Money


def distribute(total: Money, weights: Sequence[Money]) -> list[Money]:
    """Shares of `total` in proportion to the weights, which are not negative; they add up to it exactly.

    What is left over goes to the largest remainders, the first one of equals. Without weight the first has
    all of it.
    """
    whole = sum(weight.amount for weight in weights)
    if whole == 0:
        return [total if place == 0 else total * 0 for place in range(len(weights))]
    shares = [divmod(total.amount * weight.amount, whole) for weight in weights]
    left = total.amount - sum(share for share, _ in shares)
    by_remainder = sorted(range(len(shares)), key=lambda place: (-shares[place][1], place))
    extra = set(by_remainder[:left])
    return [Money(share + (place in extra), total.currency) for place, (share, _) in enumerate(shares)]
