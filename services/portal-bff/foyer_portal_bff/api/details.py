"""`/api/details`: the customer's own details."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from foyer_shared.http.addresses import AddressBody
from foyer_shared.http.models import Body
from pydantic import Field, StringConstraints

from foyer_portal_bff.api.fields import Cursor, Limit, RepeatKey
from foyer_portal_bff.api.portal import PortalHere
from foyer_portal_bff.api.session import signed_in_with
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.domain.switched_doors import SwitchedOff
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.gateways.models.invoicing import PastAddress, Profile
from foyer_portal_bff.gateways.models.subscriptions import FieldValue
from foyer_portal_bff.gateways.models.tolerant import PageOf
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command

router = APIRouter(prefix="/details")
Reader = Annotated[SignedIn, Depends(signed_in_with("invoicing:read"))]
Writer = Annotated[SignedIn, Depends(signed_in_with("invoicing:write"))]

Text = Annotated[str, StringConstraints(max_length=200)]


class TaxIdBody(Body):
    """A tax id, such as `eu_vat` `NL004495445B01`."""

    type: Text
    value: Text


class DetailsBody(Body):
    """What is to be different: a detail that is left out stays, null empties one that may be empty."""

    name: Text | None = None
    company: Text | None = None
    phone: Text | None = None
    language: Text | None = None
    billing_address: AddressBody | None = None
    shipping_address: AddressBody | None = None
    tax_ids: Annotated[list[TaxIdBody], Field(max_length=10)] = Field(default_factory=list)
    """All of them."""
    custom_fields: Annotated[dict[str, FieldValue | None], Field(max_length=50)] = Field(default_factory=dict)


@router.get("")
async def get_details(who: Reader, portal: PortalHere) -> Profile:
    """As they are."""
    return await portal.services.invoicing.profile(customer_caller(who))


@router.patch("")
async def patch_details(body: DetailsBody, who: Writer, portal: PortalHere, key: RepeatKey) -> Profile:
    """Change what is sent, leave the rest. The email changes by a link to the new address."""
    changes: dict[str, Any] = body.model_dump(exclude_unset=True)
    for name in sorted(who.configuration.fixed_details() & changes.keys()):
        raise SwitchedOff("This detail cannot be changed here.", field=name)
    return await carry_out_command(
        portal.database,
        who,
        action="change_details",
        target=who.customer_id,
        owner="invoicing",
        call=portal.services.invoicing.change_profile(customer_caller(who), changes, idempotency_key=key),
    )


@router.get("/addresses")
async def get_addresses(
    who: Reader, portal: PortalHere, limit: Limit = 20, cursor: Cursor = None
) -> PageOf[PastAddress]:
    """Which addresses there are and were, the newest first."""
    return await portal.services.invoicing.addresses(customer_caller(who), limit=limit, cursor=cursor)
