"""What of an invoice is to come back, in the words of the events that tell of it."""

from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.support import RefundLineData, RefundPortionData

from foyer_support.domain.refundable import Portion


def portion_data(portion: Portion) -> RefundPortionData:
    """What is asked for or agreed to."""
    return RefundPortionData(
        amount=Amount.of(portion.amount),
        whole=portion.whole,
        lines=tuple(RefundLineData(line=each.line, quantity=each.quantity) for each in portion.lines),
    )
