"""A customer's details change: by the business, or by the customer."""

from collections.abc import Mapping

from foyer_shared.basics.custom_fields import Editor, Value, changed_values
from foyer_shared.contracts.invoicing import CustomerUpdated
from foyer_shared.postal import checked_address
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.change_customer import CustomerChanges, change_customer
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.gateways.tax_ids import read_tax_ids
from foyer_invoicing.gateways.vat_ids import read_vat_id
from foyer_invoicing.storage.addresses import Addresses
from foyer_invoicing.storage.customer_fields import CustomerFields
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.use_cases.await_lookup import await_lookup
from foyer_invoicing.use_cases.told import customer_data


async def update_customer(
    work: Work,
    customer_id: str,
    changes: CustomerChanges,
    custom_fields: Mapping[str, Value | None] | None = None,
    *,
    by: Editor = Editor.BUSINESS,
    looks_up: bool = False,
) -> Customer:
    """Changes that change nothing are not announced. Of the custom fields those stay that are not named.
    Where we look VAT ids up, new ones say that they wait for it.

    Raises AddressInvalid, CountryNotOfAddress, CustomerNotFound, EmailMalformed, EmailTaken,
    LanguageMalformed, TaxIdMalformed, TaxIdTwice, UnknownCountry, UnknownTaxIdType, VatIdMalformed, and what
    `changed_values` raises.
    """
    changes = _checked(changes)
    customers = Customers(work.session)
    customer = await customers.get_for_update(work.scope, customer_id)
    if custom_fields:
        fields = await CustomerFields(work.session).get(work.scope)
        changes["custom_fields"] = changed_values(fields, customer.custom_fields, custom_fields, by=by)
    changed = change_customer(customer, changes)
    if changed is customer:
        return customer
    await customers.save(changed)
    if looks_up:
        changed = await await_lookup(work, changed)
    await Addresses(work.session).keep(changed, at=work.now)
    work.announce(
        CustomerUpdated(customer=customer_data(changed)),
        subject=changed.id,
        version=changed.version,
        customer_id=changed.id,
    )
    return changed


def _checked(changes: CustomerChanges) -> CustomerChanges:
    checked = changes.copy()
    if "tax_ids" in checked:
        checked["tax_ids"] = read_tax_ids(checked["tax_ids"])
    if vat_id := changes.get("vat_id"):
        checked["vat_id"] = read_vat_id(vat_id)
    if billing := changes.get("billing_address"):
        checked["billing_address"] = checked_address(billing, field="billing_address")
    if shipping := changes.get("shipping_address"):
        checked["shipping_address"] = checked_address(shipping, field="shipping_address")
    return checked
