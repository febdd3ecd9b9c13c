"""Portal configurations: `/v1/portal/configurations`, and which customer has one of their own."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Response
from foyer_shared.http.models import Answer, Body, showing
from foyer_shared.http.pages import Page
from foyer_shared.storage.work import Work
from pydantic import BaseModel, Field, StringConstraints

from foyer_portal_bff.api.fields import Id, Name
from foyer_portal_bff.api.keys import KeyCallHere, OwnDoor
from foyer_portal_bff.domain.portal_configuration import (
    OPTIONS,
    PortalConfiguration,
    Preset,
    Switch,
    Update,
    merged_features,
    preset_features,
)
from foyer_portal_bff.storage.portal_configurations import PortalConfigurations
from foyer_portal_bff.use_cases.create_portal_configuration import create_portal_configuration
from foyer_portal_bff.use_cases.give_configuration import give_configuration
from foyer_portal_bff.use_cases.record_key_command import record_key_command
from foyer_portal_bff.use_cases.update_portal_configuration import update_portal_configuration

router = APIRouter(prefix="/v1/portal")

Accent = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
Link = Annotated[
    str, StringConstraints(pattern=r"^(https://|http://localhost[:/])[^\s\\<>\"]+$", max_length=500)
]
Host = Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]+$", max_length=253)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Code = Annotated[str, StringConstraints(min_length=2, max_length=20)]


class FeatureBody(Body):
    """What is said of a switch: whether it is on, and its options if it has any."""

    enabled: bool | None = None
    allowed_updates: list[Update] | None = Field(default=None, max_length=len(Update))


class LookBody(Body):
    """How the portal looks; null: as the business's own brand."""

    name: Name | None = None
    accent: Accent | None = None


class TextsBody(Body):
    """The business's own words, which are shown as they are: on home, and on the page to sign in."""

    headline: Line | None = None
    sign_in: Line | None = None


class ConfigurationChanges(Body):
    """What is to be different; what is left out stays. `PUT` sets `features`, `brand` and `texts` as a whole,
    `PATCH` changes what they name. A switch that nobody has set is on.
    """

    model_config = showing(
        {"features": {"support": {"enabled": False}}, "brand": {"accent": "#1f6feb"}},
        {"preset": "b2b", "shop_url": "https://northwind.example/shop", "is_default": True},
        {"features": {"customer_update": {"allowed_updates": ["phone", "address"]}}},
    )

    name: Name | None = None
    preset: Preset | None = None
    features: dict[str, FeatureBody] | None = Field(default=None, max_length=50)
    brand: LookBody | None = None
    texts: TextsBody | None = None
    terms_url: Link | None = None
    privacy_url: Link | None = None
    shop_url: Link | None = None
    default_return_url: Link | None = None
    return_hosts: list[Host] | None = Field(default=None, max_length=20)
    hosts: list[Host] | None = Field(default=None, max_length=20)
    locales: list[Code] | None = Field(default=None, max_length=50)
    is_default: bool | None = None
    active: bool | None = None

    def changes(self) -> dict[str, Any]:
        """The same for the domain: what was said, and null where it takes something away."""
        said = self.model_dump(mode="json", exclude_unset=True, exclude={"preset", "features", "hosts"})
        changes = {
            {"brand": "look"}.get(name, name): tuple(value) if isinstance(value, list) else value
            for name, value in said.items()
            if value is not None or name.endswith("_url")
        }
        if self.preset or self.features is not None:
            features = {
                name: one.model_dump(mode="json", exclude_none=True)
                for name, one in (self.features or {}).items()
            }
            changes["features"] = merged_features(
                preset_features(self.preset) if self.preset else {}, features
            )
        return changes


class ConfigurationBody(ConfigurationChanges):
    """A new one, in which everything is on but for what is said."""

    model_config = showing({"name": "For companies", "preset": "b2b"})

    name: Name


class FeatureAnswer(Answer):
    """A switch as it is."""

    enabled: bool
    allowed_updates: list[Update] | None = None


class LookAnswer(Answer):
    """How it looks; null: as the business's own brand."""

    name: str | None
    accent: str | None


class TextsAnswer(Answer):
    """The business's own words."""

    headline: str | None
    sign_in: str | None


class ConfigurationAnswer(Answer):
    """A portal configuration; `features` has every switch there is."""

    id: str
    version: int
    name: str
    is_default: bool
    active: bool
    features: dict[Switch, FeatureAnswer]
    brand: LookAnswer
    texts: TextsAnswer
    terms_url: str | None
    privacy_url: str | None
    shop_url: str | None
    default_return_url: str | None
    return_hosts: list[str]
    hosts: list[str]
    locales: list[str]
    created_at: datetime
    updated_at: datetime


class OwnConfigurationBody(Body):
    """A customer's own; null: the one that everybody gets."""

    model_config = showing({"configuration": "bpc_01jdze00000e8000000000000a"})

    configuration: Id | None


class OwnConfigurationAnswer(Answer):
    """A customer's own portal configuration; null: the one that everybody gets."""

    customer_id: str
    configuration: str | None


@router.get("/configurations")
async def get_configurations(door: OwnDoor) -> Page[ConfigurationAnswer]:
    """All of the business's, the oldest first."""
    async with door.reading() as work:
        configurations = PortalConfigurations(work.session)
        hosts = await configurations.hosts(work.scope)
        return Page(data=[_answer(one, hosts) for one in await configurations.all(work.scope)])


@router.post("/configurations", status_code=201, response_model=ConfigurationAnswer)
async def post_configuration(body: ConfigurationBody, call: KeyCallHere, door: OwnDoor) -> Response:
    """Make one. It is checked as a whole: a switch that contradicts another, or the law, is refused."""

    async def effect(work: Work) -> BaseModel:
        made = await create_portal_configuration(work, body.name, body.changes(), hosts=body.hosts)
        await record_key_command(work, call.request, action="create_portal_configuration", target=made.id)
        return await _told(work, made)

    return await door.once(effect, status=201)


@router.get("/configurations/{configuration_id}")
async def get_configuration(configuration_id: str, door: OwnDoor) -> ConfigurationAnswer:
    """One of them; `default` stands for the id of the default."""
    async with door.reading() as work:
        return await _told(work, await PortalConfigurations(work.session).get(work.scope, configuration_id))


@router.put("/configurations/{configuration_id}", response_model=ConfigurationAnswer)
async def put_configuration(
    configuration_id: str, body: ConfigurationChanges, call: KeyCallHere, door: OwnDoor
) -> Response:
    """Set what is named. `features`, `brand` and `texts` are set as a whole."""
    return await _change(configuration_id, body, call, door, merges=False)


@router.patch("/configurations/{configuration_id}", response_model=ConfigurationAnswer)
async def patch_configuration(
    configuration_id: str, body: ConfigurationChanges, call: KeyCallHere, door: OwnDoor
) -> Response:
    """Change what is named, each switch by itself too. `{"active": false}` takes it out of use: whoever had
    it gets another.
    """
    return await _change(configuration_id, body, call, door, merges=True)


@router.get("/customers/{customer_id}")
async def get_own_configuration(customer_id: str, door: OwnDoor) -> OwnConfigurationAnswer:
    """Which one a customer was given."""
    async with door.reading() as work:
        given = await PortalConfigurations(work.session).of_customer(work.scope, customer_id)
    return OwnConfigurationAnswer(customer_id=customer_id, configuration=given)


@router.put("/customers/{customer_id}", response_model=OwnConfigurationAnswer)
async def put_own_configuration(
    customer_id: str, body: OwnConfigurationBody, call: KeyCallHere, door: OwnDoor
) -> Response:
    """Give a customer one of their own, which comes before that of the host and the default."""

    async def effect(work: Work) -> BaseModel:
        given = await give_configuration(work, customer_id, body.configuration)
        await record_key_command(work, call.request, action="give_portal_configuration", target=customer_id)
        return OwnConfigurationAnswer(customer_id=customer_id, configuration=given)

    return await door.once(effect)


async def _change(
    configuration_id: str, body: ConfigurationChanges, call: KeyCallHere, door: OwnDoor, *, merges: bool
) -> Response:
    async def effect(work: Work) -> BaseModel:
        changed = await update_portal_configuration(
            work, configuration_id, body.changes(), merges=merges, hosts=body.hosts
        )
        await record_key_command(work, call.request, action="update_portal_configuration", target=changed.id)
        return await _told(work, changed)

    return await door.once(effect)


async def _told(work: Work, configuration: PortalConfiguration) -> ConfigurationAnswer:
    return _answer(configuration, await PortalConfigurations(work.session).hosts(work.scope))


def _answer(configuration: PortalConfiguration, hosts: dict[str, str]) -> ConfigurationAnswer:
    features = {
        switch: FeatureAnswer(
            enabled=configuration.has(switch),
            **{name: configuration.option(switch, name) for name in OPTIONS.get(switch, {})},
        )
        for switch in Switch
    }
    return ConfigurationAnswer(
        id=configuration.id,
        version=configuration.version,
        name=configuration.name,
        is_default=configuration.is_default,
        active=configuration.active,
        features=features,
        brand=LookAnswer(name=configuration.look.name, accent=configuration.look.accent),
        texts=TextsAnswer(headline=configuration.texts.headline, sign_in=configuration.texts.sign_in),
        terms_url=configuration.terms_url,
        privacy_url=configuration.privacy_url,
        shop_url=configuration.shop_url,
        default_return_url=configuration.default_return_url,
        return_hosts=list(configuration.return_hosts),
        hosts=[host for host, given in hosts.items() if given == configuration.id],
        locales=list(configuration.locales),
        created_at=configuration.created_at,
        updated_at=configuration.updated_at,
    )
