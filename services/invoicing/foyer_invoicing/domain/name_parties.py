"""The rule for whom a document names: both as they are on the day, never changed after it."""

from foyer_shared.basics.addresses import Address

from foyer_invoicing.domain.business import Business
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.party import Parties, Party


def name_parties(business: Business, customer: Customer, *, ship_to: Address | None = None) -> Parties | None:
    """None while nothing has told us what the business is called in law.

    A customer without a country is taken to live where the business is, as for the tax.
    """
    if not business.legal_name:
        return None
    seller = Party(
        name=business.legal_name,
        email=business.support_email,
        address=business.address,
        country=business.address.country if business.address else business.country,
        vat_id=business.vat_id,
        register_number=business.register_number,
    )
    buyer = Party(
        name=customer.company or customer.name,
        contact=customer.name if customer.company else None,
        email=customer.email,
        address=customer.billing_address,
        country=customer.country or business.country,
        vat_id=customer.vat_id,
    )
    return Parties(seller=seller, buyer=buyer, language=customer.language, ship_to=ship_to)
