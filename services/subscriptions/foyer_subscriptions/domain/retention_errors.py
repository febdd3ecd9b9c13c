"""What can be wrong with retention offers."""

from foyer_shared.basics.errors import Conflict, Invalid


class RetentionOffersNotDistinct(Invalid):
    """Each offer has a code of its own."""

    code = "retention_offers_not_distinct"


class RetentionOfferInvalid(Invalid):
    """An offer lacks what its kind needs, or has what another kind needs."""

    code = "retention_offer_invalid"


class RetentionOfferNotOpen(Conflict):
    """It was not shown for this subscription, or was taken or declined since, or is no longer offered."""

    code = "retention_offer_not_open"
