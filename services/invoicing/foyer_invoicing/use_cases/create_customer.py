"""A business adds a customer."""

from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.invoicing import CustomerCreated
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.country import country_code
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.email_address import email_address
from foyer_invoicing.domain.language import language_tag
from foyer_invoicing.gateways.vat_ids import read_vat_id
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.use_cases.told import customer_data


async def create_customer(
    work: Work,
    *,
    email: str,
    name: str,
    country: str | None = None,
    language: str | None = None,
    company: str | None = None,
    phone: str | None = None,
    vat_id: str | None = None,
) -> Customer:
    """The language is the business's unless one is given.

    Raises EmailMalformed, EmailTaken, LanguageMalformed, UnknownCountry, VatIdMalformed, BusinessNotHere.
    """
    business = await Businesses(work.session).get(work.scope)
    customer = Customer(
        id=new_id("cus"),
        business_id=business.id,
        email=email_address(email),
        name=name,
        language=language_tag(language) if language else business.language,
        country=country_code(country) if country else None,
        company=company,
        phone=phone,
        vat_id=read_vat_id(vat_id) if vat_id else None,
        created_at=work.now,
    )
    await Customers(work.session).add(customer)
    work.announce(
        CustomerCreated(customer=customer_data(customer)),
        subject=customer.id,
        version=customer.version,
        customer_id=customer.id,
    )
    return customer
