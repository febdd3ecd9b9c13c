"""Which scopes a login's role gives for a customer (product.md, Words)."""

from enum import StrEnum

AREAS = ("subscriptions", "invoicing", "payments", "support", "notifications")
"""The areas that customers have; each is the service of that name."""

ALL_SCOPES = frozenset(f"{area}:{right}" for area in (*AREAS, "portal") for right in ("read", "write"))
"""Everything that an API key can be given."""


class Role(StrEnum):
    """What a login is for a customer."""

    OWNER = "owner"
    BILLING_MANAGER = "billing_manager"
    MEMBER = "member"
    ACCOUNTANT = "accountant"


_READ = frozenset(f"{area}:read" for area in AREAS)
_WRITE = frozenset(f"{area}:write" for area in AREAS)

_SCOPES = {
    Role.OWNER: _READ | _WRITE,
    Role.BILLING_MANAGER: _READ | _WRITE,
    Role.MEMBER: _READ,
    Role.ACCOUNTANT: frozenset({"invoicing:read"}),
}


def scopes_of(role: Role) -> frozenset[str]:
    """What the role may do for its customer."""
    return _SCOPES[role]


def roles_with(scope: str) -> frozenset[Role]:
    """The roles that give it."""
    return frozenset(role for role, scopes in _SCOPES.items() if scope in scopes)


def areas_to_read(scopes: frozenset[str]) -> tuple[str, ...]:
    """The areas whose part of the picture these scopes may see."""
    return tuple(area for area in AREAS if f"{area}:read" in scopes)
