"""What a customer wants to be mailed about: their switches, and the link in a mail that needs no sign-in."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response
from foyer_shared.http.door import Door, customer_door, internal_door
from foyer_shared.http.models import Answer, Body
from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work
from pydantic import Field, SecretStr

from foyer_notifications.domain.catalogue import Category
from foyer_notifications.domain.preferences import ALWAYS_ON, SWITCHED, Preferences, switched_category
from foyer_notifications.storage.preferences import PreferencesOf
from foyer_notifications.storage.unsubscribe_links import read_unsubscribe_token
from foyer_notifications.use_cases.switch_category import switch_category
from foyer_notifications.use_cases.unsubscribe import unsubscribe


class CategoryAnswer(Answer):
    """A category of messages; the mandatory ones in it come whether it is on or not."""

    category: Category
    on: bool
    can_be_switched: bool


class PreferencesAnswer(Answer):
    """All of them, in the order in which they are shown."""

    categories: list[CategoryAnswer]


class SwitchBody(Body):
    """How it is to be."""

    on: bool


class LookBody(Body):
    """The token of a link."""

    token: SecretStr = Field(max_length=1_000)


class UnsubscribeBody(LookBody):
    """What it does: off, or, by the same link, on again."""

    on: bool = False


class LinkAnswer(Answer):
    """Which mails the link is about."""

    category: Category


def preferences_router(seal: Seal) -> APIRouter:
    """The doors, with the seal of the links."""
    router = APIRouter()

    @router.get("/customer/preferences")
    async def read(door: Annotated[Door, Depends(customer_door("notifications:read"))]) -> PreferencesAnswer:
        """The customer's switches."""
        customer_id = door.caller.customer_id or ""
        async with door.reading() as work:
            return preferences_answer(await PreferencesOf(work.session).get(work.scope, customer_id))

    @router.put("/customer/preferences/{category}", response_model=PreferencesAnswer)
    async def switch(
        category: Annotated[str, Path(max_length=64)],
        body: SwitchBody,
        door: Annotated[Door, Depends(customer_door("notifications:write"))],
    ) -> Response:
        """Switch one of them."""
        customer_id = door.caller.customer_id or ""

        async def effect(work: Work) -> PreferencesAnswer:
            switched = switched_category(category)
            return preferences_answer(await switch_category(work, customer_id, switched, on=body.on))

        return await door.once(effect)

    @router.post("/internal/unsubscribe/look")
    async def look(
        body: LookBody, door: Annotated[Door, Depends(internal_door("notifications:write"))]
    ) -> LinkAnswer:
        """Which mails a link is about. It is a POST, so that no log of addresses holds the token."""
        async with door.reading() as work:
            _, category = read_unsubscribe_token(body.token.get_secret_value(), seal, work.scope)
        return LinkAnswer(category=category)

    @router.post("/internal/unsubscribe", response_model=LinkAnswer)
    async def use(
        body: UnsubscribeBody, door: Annotated[Door, Depends(internal_door("notifications:write"))]
    ) -> Response:
        """Whoever has the link may do it; the customer in it is whose switch moves."""
        token = body.token.get_secret_value()

        async def effect(work: Work) -> LinkAnswer:
            return LinkAnswer(category=await unsubscribe(work, seal, token, on=body.on))

        return await door.once(effect)

    return router


def preferences_answer(preferences: Preferences) -> PreferencesAnswer:
    """What is always on comes first."""
    return PreferencesAnswer(
        categories=[
            CategoryAnswer(
                category=category, on=category not in preferences.off, can_be_switched=category in SWITCHED
            )
            for category in (ALWAYS_ON, *SWITCHED)
        ]
    )
