"""Why a plan, a cycle or a quantity cannot be changed, and what can be wrong with a quote."""

from foyer_shared.basics.errors import Conflict, Invalid, NotAllowed, NotFound


class PlanChangeNotOffered(NotAllowed):
    """The product's self-service policy offers no change of plan at all."""

    code = "plan_change_not_offered"


class UpgradeNotOffered(NotAllowed):
    """The policy offers no dearer price."""

    code = "upgrade_not_offered"


class DowngradeNotOffered(NotAllowed):
    """The policy offers no cheaper price."""

    code = "downgrade_not_offered"


class CycleChangeNotOffered(NotAllowed):
    """The policy offers no other interval."""

    code = "cycle_change_not_offered"


class QuantityChangeNotOffered(NotAllowed):
    """The policy offers no other quantity."""

    code = "quantity_change_not_offered"


class TimingNotOffered(Invalid):
    """The policy says when such a change takes effect."""

    code = "timing_not_offered"


class PriceNotOffered(Invalid):
    """The price is not sold, is a one-off, or is none of those that this subscription can be changed to."""

    code = "price_not_offered"


class PriceNotUnique(Conflict):
    """The product has several prices of one interval and currency, so that none is the customer's to take."""

    code = "price_not_unique"


class SamePlan(Invalid):
    """Nothing would change."""

    code = "same_plan"


class QuantityOutOfRange(Invalid):
    """Less than one, too many, or more than one of what is not sold by number."""

    code = "quantity_out_of_range"


class SeveralItems(Conflict):
    """Customers change subscriptions with one item; the business names the item."""

    code = "several_items"


class MeteredNotChangeable(Conflict):
    """What is paid by use can be neither left nor reached."""

    code = "metered_not_changeable"


class InvoicedNotChangeable(Conflict):
    """Customers do not change what is paid by invoice."""

    code = "invoiced_not_changeable"


class MethodNotSupported(Conflict):
    """The customer pays with a kind of method that does not allow it."""

    code = "method_not_supported"


class FixedTermNotChangeable(Conflict):
    """A fixed term is counted in intervals, and keeps its own."""

    code = "fixed_term_not_changeable"


class BusinessSchedulePending(Conflict):
    """The business has planned a change, which is not the customer's to end."""

    code = "business_schedule_pending"


class PlanChangePending(Conflict):
    """A change of plan waits already; one at a time."""

    code = "plan_change_pending"


class PauseIsPlanned(Conflict):
    """A pause waits for the end of a period that this would end now, or later than planned."""

    code = "pause_is_planned"


class TaxBehaviorUnspecified(Conflict):
    """A price of which nobody said whether it includes tax can be neither left nor reached."""

    code = "tax_behavior_unspecified"


class TaxBehaviorDiffers(Conflict):
    """One of the prices includes tax, and the other does not."""

    code = "tax_behavior_differs"


class CurrencyDiffers(Conflict):
    """A subscription keeps its currency."""

    code = "currency_differs"


class QuoteNotFound(NotFound):
    """No such quote for this subscription and whoever asks."""

    code = "quote_not_found"


class QuoteAlreadyUsed(Conflict):
    """A quote is used once."""

    code = "quote_already_used"


class QuoteExpired(Conflict):
    """A quote is valid for a quarter of an hour."""

    code = "quote_expired"


class QuoteOutdated(Conflict):
    """The subscription has changed since the quote was made."""

    code = "quote_outdated"
