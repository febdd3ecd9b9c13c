"""Which scopes a role gives."""

import pytest
from foyer_portal_bff.domain.roles import Role, areas_to_read, scopes_of

EVERYTHING = {
    f"{area}:{right}"
    for area in ("subscriptions", "invoicing", "payments", "support", "notifications")
    for right in ("read", "write")
}


@pytest.mark.parametrize("role", [Role.OWNER, Role.BILLING_MANAGER])
def test_owners_and_billing_managers_read_and_write_all_five_areas(role: Role) -> None:
    assert scopes_of(role) == EVERYTHING


def test_members_see_and_change_nothing() -> None:
    assert scopes_of(Role.MEMBER) == {scope for scope in EVERYTHING if scope.endswith(":read")}


def test_accountants_see_invoices_only() -> None:
    assert scopes_of(Role.ACCOUNTANT) == {"invoicing:read"}


def test_the_picture_has_the_parts_that_a_role_reads() -> None:
    assert areas_to_read(scopes_of(Role.ACCOUNTANT)) == ("invoicing",)
    assert areas_to_read(scopes_of(Role.MEMBER)) == (
        "subscriptions",
        "invoicing",
        "payments",
        "support",
        "notifications",
    )
