"""A business adds a customer."""

from collections.abc import Mapping, Sequence

from foyer_shared.basics.addresses import Address
from foyer_shared.basics.countries import country_code
from foyer_shared.basics.custom_fields import Value, first_values
from foyer_shared.basics.email_address import email_address
from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.invoicing import CustomerCreated
from foyer_shared.postal import checked_address
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.customer_country import with_country_of_address
from foyer_invoicing.domain.language import language_tag
from foyer_invoicing.domain.tax_id import TaxId, with_vat_id
from foyer_invoicing.gateways.tax_ids import read_tax_ids
from foyer_invoicing.gateways.vat_ids import read_vat_id
from foyer_invoicing.storage.addresses import Addresses
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.customer_fields import CustomerFields
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.use_cases.await_lookup import await_lookup
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
    tax_ids: Sequence[TaxId] = (),
    billing_address: Address | None = None,
    shipping_address: Address | None = None,
    custom_fields: Mapping[str, Value | None] | None = None,
    looks_up: bool = False,
) -> Customer:
    """The language is the business's unless one is given, the country that of the billing address. Where we
    look VAT ids up, new ones say that they wait for it.

    Raises AddressInvalid, CountryNotOfAddress, EmailMalformed, EmailTaken, LanguageMalformed, TaxIdMalformed,
    TaxIdTwice, UnknownCountry, UnknownTaxIdType, VatIdMalformed, BusinessNotHere, and what `first_values`
    raises.
    """
    business = await Businesses(work.session).get(work.scope)
    fields = await CustomerFields(work.session).get(work.scope)
    checked = read_tax_ids(tax_ids)
    customer = Customer(
        id=new_id("cus"),
        business_id=business.id,
        email=email_address(email),
        name=name,
        language=language_tag(language) if language else business.language,
        country=country_code(country) if country else None,
        company=company,
        phone=phone,
        tax_ids=with_vat_id(checked, read_vat_id(vat_id)) if vat_id else checked,
        billing_address=billing_address and checked_address(billing_address, field="billing_address"),
        shipping_address=shipping_address and checked_address(shipping_address, field="shipping_address"),
        custom_fields=first_values(fields, custom_fields or {}),
        created_at=work.now,
    )
    customer = with_country_of_address(customer, said=country is not None)
    await Customers(work.session).add(customer)
    if looks_up:
        customer = await await_lookup(work, customer)
    await Addresses(work.session).keep(customer, at=work.now)
    work.announce(
        CustomerCreated(customer=customer_data(customer)),
        subject=customer.id,
        version=customer.version,
        customer_id=customer.id,
    )
    return customer
