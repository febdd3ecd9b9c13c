"""How the portal's things look in its events."""

from dataclasses import asdict

from foyer_shared.contracts.portal import BusinessData

from foyer_portal_bff.domain.business import Business


def business_data(business: Business) -> BusinessData:
    """A business as others need to know it."""
    return BusinessData.model_validate({**asdict(business), "business_id": business.id})
