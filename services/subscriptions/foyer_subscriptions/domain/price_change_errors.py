"""Why existing subscriptions cannot be moved to another price."""

from foyer_shared.basics.errors import Conflict, Invalid, NotFound


class PriceMigrationNotFound(NotFound):
    """The price has no such migration."""

    code = "price_migration_not_found"


class PriceMigrationPending(Conflict):
    """Subscriptions of this price wait for another migration."""

    code = "price_migration_pending"


class PriceMigrationWithdrawn(Conflict):
    """It was withdrawn already."""

    code = "price_migration_withdrawn"


class MigrationToSamePrice(Invalid):
    """Nothing would change."""

    code = "migration_to_same_price"


class MigrationProductDiffers(Invalid):
    """Another product is a change of plan, which its customer agrees to."""

    code = "migration_product_differs"


class MigrationCurrencyDiffers(Invalid):
    """A subscription keeps its currency."""

    code = "migration_currency_differs"


class MigrationTaxBehaviorDiffers(Invalid):
    """One of the prices includes tax and the other does not, or nobody has said it of one."""

    code = "migration_tax_behavior_differs"


class MigrationIntervalDiffers(Invalid):
    """Another interval is a change of plan, which its customer agrees to."""

    code = "migration_interval_differs"


class MigrationSchemeDiffers(Invalid):
    """What is sold by number is not priced flat, nor paid ahead what is metered, nor the other way round."""

    code = "migration_scheme_differs"


class MigrationInThePast(Invalid):
    """The new price would hold from a moment that has passed."""

    code = "migration_in_the_past"


class MigrationNoticeTooShort(Invalid):
    """Customers hear of a new price so many days before it holds."""

    code = "migration_notice_too_short"


class MigrationTooFarAhead(Invalid):
    """Nobody remembers a notice for longer than so many days."""

    code = "migration_too_far_ahead"
