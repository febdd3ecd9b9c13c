"""`/v1/portal/configurations`, and which configuration is for whom."""

from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import httpx
import pytest
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.customer import Customer
from foyer_portal_bff.domain.portal_configuration import MOST, Switch
from foyer_portal_bff.domain.signed_in import RequestMark
from foyer_portal_bff.storage.rows import (
    AuditRow,
    CustomerConfigurationRow,
    HostConfigurationRow,
    PortalConfigurationRow,
)
from foyer_portal_bff.use_cases.find_business import find_business
from foyer_portal_bff.use_cases.find_signed_in import find_signed_in
from foyer_portal_bff.use_cases.forget_customer import forget_customer
from foyer_portal_bff.use_cases.update_business import update_business
from foyer_shared.basics.clock import real_now
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NOW, an_origin
from foyer_shared.testing.outbox import announced
from sqlalchemy import delete, select
from sqlmodel import col

ClientFor = Callable[..., httpx.AsyncClient]
PATH = "/v1/portal/configurations"


@pytest.fixture
def api(key_client: httpx.AsyncClient) -> httpx.AsyncClient:
    """Northwind's back end."""
    return key_client


@pytest.fixture
def rows(database: Database) -> Callable[[], Any]:
    """All that is stored of configurations."""

    async def read() -> list[Any]:
        async with database.session() as session:
            return [
                [row.model_dump() for row in await session.scalars(select(table).order_by(*keys))]
                for table, *keys in (
                    (PortalConfigurationRow, PortalConfigurationRow.id),
                    (HostConfigurationRow, HostConfigurationRow.host),
                    (CustomerConfigurationRow, CustomerConfigurationRow.customer_id),
                )
            ]

    return read


async def test_a_business_has_a_default_in_which_everything_is_on(api: httpx.AsyncClient) -> None:
    default = (await api.get(f"{PATH}/default")).json()
    assert default == {
        "id": default["id"],
        "version": 1,
        "name": "Default",
        "is_default": True,
        "active": True,
        "features": {switch: {"enabled": True, "allowed_updates": None} for switch in Switch}
        | {
            "customer_update": {
                "enabled": True,
                "allowed_updates": [
                    "name",
                    "company",
                    "email",
                    "phone",
                    "language",
                    "address",
                    "shipping",
                    "custom_fields",
                ],
            },
        },
        "brand": {"name": None, "accent": None},
        "texts": {"headline": None, "sign_in": None},
        "terms_url": None,
        "privacy_url": None,
        "shop_url": None,
        "default_return_url": None,
        "return_hosts": [],
        "hosts": [],
        "locales": [],
        "created_at": default["created_at"],
        "updated_at": default["updated_at"],
    }
    assert (await api.get(f"{PATH}/{default['id']}")).json() == default
    assert (await api.get(PATH)).json() == {"data": [default], "next_cursor": None}


async def test_put_sets_what_it_names_as_a_whole_and_patch_what_it_names_alone(
    api: httpx.AsyncClient, database: Database
) -> None:
    before = (await api.get(f"{PATH}/default")).json()
    said = {
        "features": {"support": {"enabled": False}, "customer_update": {"allowed_updates": ["phone"]}},
        "brand": {"name": "Northwind Design", "accent": "#112233"},
        "texts": {"headline": "Yours."},
        "terms_url": "https://northwind.example/terms",
        "privacy_url": "https://northwind.example/privacy",
        "shop_url": "https://northwind.example/shop",
        "default_return_url": "https://shop.northwind.example/back",
        "return_hosts": ["shop.northwind.example"],
        "hosts": ["localhost"],
        "locales": ["nl"],
    }
    answer = await api.put(f"{PATH}/default", json=said)
    assert answer.status_code == 200
    one = answer.json()
    assert one == before | said | {
        "version": 2,
        "features": before["features"]
        | {
            "support": before["features"]["support"] | {"enabled": False},
            "customer_update": before["features"]["customer_update"] | {"allowed_updates": ["phone"]},
        },
        "texts": {"headline": "Yours.", "sign_in": None},
        "updated_at": one["updated_at"],
    }
    assert (await api.get(f"{PATH}/default")).json() == one

    merged = await api.patch(
        f"{PATH}/default",
        json={"features": {"history": {"enabled": False}}, "brand": {"name": None}, "terms_url": None},
    )
    assert merged.json() == one | {
        "version": 3,
        "features": one["features"] | {"history": one["features"]["history"] | {"enabled": False}},
        "brand": {"name": None, "accent": "#112233"},
        "terms_url": None,
        "updated_at": merged.json()["updated_at"],
    }
    whole = (await api.put(f"{PATH}/default", json={"features": {}})).json()
    assert (whole["features"], whole["shop_url"]) == (before["features"], said["shop_url"])

    assert [(event.type, event.subject, event.data) for event in await announced(database)] == [
        (
            "portal_configuration.updated",
            one["id"],
            {"configuration_id": one["id"], "is_default": True, "active": True, "off": off},
        )
        for off in (["support"], ["history", "support"], [])
    ]
    async with database.session() as session:
        audit = (await session.scalars(select(AuditRow).order_by(col(AuditRow.id)))).all()
    assert [(row.action, row.target) for row in audit] == [("update_portal_configuration", one["id"])] * 3


async def test_a_repeat_with_the_same_key_makes_none_more(api: httpx.AsyncClient) -> None:
    made = [
        await api.post(
            PATH, json={"name": "For companies", "preset": "b2b"}, headers={"idempotency-key": "one"}
        )
        for _ in range(2)
    ]
    assert [answer.status_code for answer in made] == [201, 201]
    assert made[0].json() == made[1].json()
    off = [name for name, feature in made[0].json()["features"].items() if not feature["enabled"]]
    assert (off, made[0].json()["is_default"]) == (["downloads", "license_keys", "registration"], False)
    assert len((await api.get(PATH)).json()["data"]) == 2


async def test_there_is_always_one_default(api: httpx.AsyncClient) -> None:
    first = (await api.get(f"{PATH}/default")).json()
    second = (await api.post(PATH, json={"name": "Second", "is_default": True})).json()
    assert (await api.get(f"{PATH}/default")).json() == second
    listed = (await api.get(PATH)).json()["data"]
    assert [(one["id"], one["is_default"], one["version"]) for one in listed] == [
        (first["id"], False, 2),
        (second["id"], True, 1),
    ]
    off = await api.patch(f"{PATH}/{first['id']}", json={"active": False})
    assert (off.status_code, off.json()["active"]) == (200, False)


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        (
            {"features": {"invoices": {"enabled": False}, "refund_requests": {"enabled": True}}},
            422,
            "switch_needs_another",
            "features.refund_requests",
        ),
        (
            {"features": {"export": {"enabled": False}, "support": {"enabled": False}}},
            422,
            "required_by_law",
            "features.export",
        ),
        ({"features": {"cancellation": {"enabled": False}}}, 422, "cancellation_is_no_switch", None),
        ({"features": {"newsletter": {"enabled": False}}}, 422, "no_such_switch", "features.newsletter"),
        (
            {"features": {"orders": {"allowed_updates": []}}},
            422,
            "no_such_option",
            "features.orders.allowed_updates",
        ),
        ({"features": {"orders": {"enabeld": False}}}, 422, "invalid", None),
        ({"is_default": False}, 409, "default_stays", "is_default"),
        ({"active": False}, 409, "default_stays", "active"),
        ({"hosts": ["contoso.localhost"]}, 422, "host_not_yours", "hosts"),
        ({"locales": ["xx"]}, 422, "language_not_offered", "locales"),
        ({"shop_url": "javascript:alert(1)"}, 422, "invalid", None),
        (
            {"default_return_url": "https://evil.example/"},
            422,
            "return_url_not_allowed",
            "default_return_url",
        ),
        ({"brand": {"accent": "red"}}, 422, "invalid", None),
        ({"preset": "bank"}, 422, "invalid", None),
    ],
)
async def test_what_cannot_be_is_refused_and_changes_nothing(
    api: httpx.AsyncClient,
    database: Database,
    contoso: Business,
    rows: Any,
    body: dict[str, Any],
    status: int,
    code: str,
    field: str | None,
) -> None:
    before = await rows()
    for method in ("PUT", "PATCH"):
        answer = await api.request(method, f"{PATH}/default", json=body)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert field is None or answer.json()["field"] == field
    assert await rows() == before
    assert await announced(database) == []


async def test_another_business_s_is_not_found(
    api: httpx.AsyncClient, client_at: ClientFor, contoso: Business, rows: Any
) -> None:
    theirs = (await client_at("foyer_sk_contoso").get(f"{PATH}/default")).json()["id"]
    before = await rows()
    answers = [
        await api.get(f"{PATH}/{theirs}"),
        await api.put(f"{PATH}/{theirs}", json={"name": "Mine"}),
        await api.patch(f"{PATH}/{theirs}", json={"name": "Mine"}),
        await api.put(f"/v1/portal/customers/{ADA}", json={"configuration": theirs}),
        await api.post("/v1/portal/sessions", json={"customer_id": ADA, "configuration": theirs}),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert await rows() == before


async def test_more_than_there_may_be_are_refused(
    api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST == 50
    monkeypatch.setattr("foyer_portal_bff.use_cases.create_portal_configuration.MOST", 2)
    assert (await api.post(PATH, json={"name": "Second"})).status_code == 201
    refused = await api.post(PATH, json={"name": "Third"})
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_configurations")
    assert len((await api.get(PATH)).json()["data"]) == 2


async def test_the_scope_is_the_portal_s(
    client_at: ClientFor, api: httpx.AsyncClient, northwind: Business
) -> None:
    made = await api.post("/v1/api-keys", json={"name": "Reader", "scopes": ["portal:read"]})
    reader = client_at(made.json()["key"])
    assert (await reader.get(PATH)).status_code == 200
    assert (await reader.put(f"{PATH}/default", json={"name": "Mine"})).status_code == 403
    other = await api.post("/v1/api-keys", json={"name": "Other", "scopes": ["invoicing:read"]})
    assert (await client_at(other.json()["key"]).get(PATH)).status_code == 403
    assert (await client_at("").get(PATH)).status_code == 401


async def test_the_session_s_comes_before_the_customer_s_the_host_s_and_the_default(
    api: httpx.AsyncClient, ada: Customer, database: Database, token_of: Any, client_at: ClientFor
) -> None:
    async def make(name: str, **more: Any) -> str:
        made = await api.post(PATH, json={"name": name, **more})
        identifier: str = made.json()["id"]
        return identifier

    async def chosen(token: str, host: str = "localhost") -> str:
        who = await find_signed_in(
            database, token=token, host=host, request=RequestMark("req_1", None, ""), now=real_now()
        )
        assert who
        return who.configuration.name

    token = await token_of()
    assert await chosen(token) == "Default"
    hosts = await make("Host's", hosts=["localhost"])
    assert (await chosen(token), await chosen(token, "127.0.0.1")) == ("Host's", "Default")
    assert (await find_business(database, host="localhost")).configuration.name == "Host's"
    assert (await find_business(database, host="127.0.0.1")).configuration.name == "Default"

    own = await make("Customer's")
    path = f"/v1/portal/customers/{ADA}"
    given = await api.put(path, json={"configuration": own})
    assert given.json() == (await api.get(path)).json() == {"customer_id": ADA, "configuration": own}
    assert await chosen(token) == "Customer's"

    sessions = await make("Session's")
    link = await api.post("/v1/portal/sessions", json={"customer_id": ADA, "configuration": sessions})
    opened = await client_at().post(
        "/api/portal-session", json={"token": link.json()["url"].partition("token=")[2]}
    )
    assert await chosen(opened.json()["token"]) == "Session's"
    assert await chosen(token) == "Customer's"

    # What is out of use gives way to the next.
    for identifier, then in ((sessions, "Customer's"), (own, "Host's"), (hosts, "Default")):
        assert (await api.patch(f"{PATH}/{identifier}", json={"active": False})).status_code == 200
        assert await chosen(opened.json()["token"]) == then
    refused = await api.post("/v1/portal/sessions", json={"customer_id": ADA, "configuration": sessions})
    assert (refused.status_code, refused.json()["field"]) == (404, "configuration")
    assert (await api.put(path, json={"configuration": None})).json()["configuration"] is None


async def test_a_host_goes_from_one_to_another(api: httpx.AsyncClient) -> None:
    first = (await api.post(PATH, json={"name": "First", "hosts": ["localhost", "127.0.0.1"]})).json()
    second = (await api.post(PATH, json={"name": "Second", "hosts": ["localhost"]})).json()
    assert (first["hosts"], second["hosts"]) == (["127.0.0.1", "localhost"], ["localhost"])
    assert (await api.get(f"{PATH}/{first['id']}")).json()["hosts"] == ["127.0.0.1"]


async def test_a_host_keeps_its_configuration_when_the_business_s_hosts_are_set(
    api: httpx.AsyncClient, database: Database
) -> None:
    await api.post(PATH, json={"name": "Host's", "hosts": ["localhost"]})
    async with database.work(an_origin()) as work:
        await update_business(work, {}, ["localhost", "more.localhost"])
    assert (await find_business(database, host="localhost")).configuration.name == "Host's"


async def test_customers_of_portal_sessions_return_to_hosts_of_their_configuration_only(
    api: httpx.AsyncClient, ada: Customer
) -> None:
    back = {"customer_id": ADA, "return_url": "https://shop.northwind.example/account"}
    refused = await api.post("/v1/portal/sessions", json=back)
    assert (refused.status_code, refused.json()["code"]) == (422, "return_url_not_allowed")
    await api.patch(f"{PATH}/default", json={"return_hosts": ["shop.northwind.example"]})
    assert (await api.post("/v1/portal/sessions", json=back)).status_code == 201


async def test_what_a_customer_was_given_is_forgotten_with_them(
    api: httpx.AsyncClient, ada: Customer, database: Database, rows: Any
) -> None:
    await api.put(f"/v1/portal/customers/{ADA}", json={"configuration": "default"})
    assert len((await rows())[2]) == 1
    async with database.work(an_origin()) as work:
        await forget_customer(work, ADA, at=NOW)
    assert (await rows())[2] == []


async def test_a_business_from_before_gets_a_default(
    api: httpx.AsyncClient, contoso: Business, database: Database
) -> None:
    before = (await api.get(f"{PATH}/default")).json()
    (path,) = (Path(__file__).parents[2] / "migrations" / "versions").glob("*_choose_what_a_portal_shows.py")
    spec = spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    migration = module_from_spec(spec)
    spec.loader.exec_module(migration)
    async with database.session() as session:
        await session.execute(delete(PortalConfigurationRow))
    assert (await find_business(database, host="localhost")).configuration.off == frozenset()
    async with database.session() as session:
        await (await session.connection()).run_sync(migration.give_defaults)
    after = (await api.get(f"{PATH}/default")).json()
    changing = {name: after[name] for name in ("id", "created_at", "updated_at")}
    assert after == before | changing
