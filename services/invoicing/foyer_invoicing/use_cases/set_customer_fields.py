"""A business says which custom fields it asks of its customers."""

from collections.abc import Sequence

from foyer_shared.basics.custom_fields import CustomField, checked_fields
from foyer_shared.storage.work import Work

from foyer_invoicing.storage.customer_fields import CustomerFields


async def set_customer_fields(work: Work, fields: Sequence[CustomField]) -> tuple[CustomField, ...]:
    """All of them: what is not named is asked no more. Raises CustomFieldSetupInvalid, CustomFieldTwice."""
    checked = checked_fields(fields)
    await CustomerFields(work.session).save(work.scope, checked)
    return checked
