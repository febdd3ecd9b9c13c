"""How the portal's things look in its events."""

from dataclasses import asdict
from typing import Any

from foyer_shared.contracts.portal import BusinessData

from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.declaration import Declaration, Kind
from foyer_portal_bff.domain.portal_configuration import PortalConfiguration
from foyer_portal_bff.domain.visitor_declaration import VisitorDeclaration


def business_data(business: Business) -> BusinessData:
    """A business as others need to know it."""
    return BusinessData.model_validate({**asdict(business), "business_id": business.id})


def declaration_facts(declaration: Declaration) -> dict[str, Any]:
    """What the events of a declaration have in common."""
    return {
        "declaration_id": declaration.id,
        "number": declaration.number,
        "kind": "cancellation",
        "is_withdrawal": declaration.kind is Kind.WITHDRAWAL,
        "customer_id": declaration.customer_id,
        "subscription_id": declaration.words.subscription_id,
        "subscription_name": declaration.shown.subscription_name,
        "received_at": declaration.received_at,
        "when": declaration.words.when,
        "reason": declaration.words.reason,
        "message": declaration.words.message,
        "promise": declaration.shown.promise,
        "content_hash": declaration.content_hash,
    }


def visitor_declaration_facts(declared: VisitorDeclaration) -> dict[str, Any]:
    """What the events of a visitor's declaration have in common."""
    return {
        "declaration_id": declared.id,
        "number": declared.number,
        "kind": declared.words.kind.value,
        "received_at": declared.received_at,
        "contract": declared.words.contract,
        "message": declared.words.message,
    }


def configuration_facts(configuration: PortalConfiguration) -> dict[str, Any]:
    """What others may need to know of a portal configuration."""
    return {
        "configuration_id": configuration.id,
        "is_default": configuration.is_default,
        "active": configuration.active,
        "off": sorted(configuration.off),
    }
