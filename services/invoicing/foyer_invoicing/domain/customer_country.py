"""The rule that a customer's country, by which it is taxed, is that of the billing address."""

from dataclasses import replace

from foyer_shared.basics.errors import Invalid

from foyer_invoicing.domain.customer import Customer


class CountryNotOfAddress(Invalid):
    """The country that was given is not that of the billing address."""

    code = "country_not_of_address"


def with_country_of_address(customer: Customer, *, said: bool) -> Customer:
    """The customer with the country of the billing address, where there is one; raises CountryNotOfAddress
    when another country was `said`.
    """
    if customer.billing_address is None or customer.country == customer.billing_address.country:
        return customer
    if said:
        raise CountryNotOfAddress("The billing address is in another country.", field="country")
    return replace(customer, country=customer.billing_address.country)
