"""Adding ways to pay, for customers."""

from typing import Annotated

from fastapi import APIRouter, Depends
from foyer_shared.http.door import Door, customer_door
from foyer_shared.http.models import Answer, Body
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work
from pydantic import Field

from foyer_payments.api.begun import id_of
from foyer_payments.api.money_answers import PaymentSetupAnswer, payment_setup_answer
from foyer_payments.gateways.providers import Providers
from foyer_payments.storage.payment_setups import PaymentSetups
from foyer_payments.use_cases.begin_setup import begin_setup
from foyer_payments.use_cases.carry_on_setup import carry_on_setup
from foyer_payments.use_cases.find_kinds_to_add import find_kinds_to_add

Reader = Annotated[Door, Depends(customer_door("payments:read"))]
Writer = Annotated[Door, Depends(customer_door("payments:write"))]


class NewSetup(Body):
    """Add a method of one kind, or of whichever the provider's page offers. `{id}` in `return_path` stands
    for the setup's id.
    """

    kind: str | None = None
    amends: str | None = None
    """The id of a method for direct debit that is to be collected from another account."""
    replaces: str | None = None
    """The id of a method whose place the new one is to take, wherever that pays."""
    return_path: str
    language: str = Field(default="en", max_length=35)


class KindAnswer(Answer):
    """A kind of payment methods, and the wallets from which one may come."""

    kind: str
    wallets: list[str]


class KindsAnswer(Answer):
    """All that the provider's page offers."""

    data: list[KindAnswer]


def payment_setups_router(database: Database, providers: Providers) -> APIRouter:
    """The doors, with the providers that they ask, between the transactions."""
    router = APIRouter(prefix="/customer")

    @router.post("/payment-setups", status_code=201)
    async def add_method(body: NewSetup, door: Writer) -> PaymentSetupAnswer:
        """Begin to add a payment method; `action_url` is where the customer goes on."""

        async def effect(work: Work) -> PaymentSetupAnswer:
            setup = await begin_setup(
                work,
                providers.openers,
                customer_id=door.caller.customer_id or "",
                kind=body.kind,
                language=body.language,
                return_path=body.return_path,
                amends=body.amends,
                replaces=body.replaces,
            )
            return payment_setup_answer(setup)

        begun = id_of(await door.once(effect, status=201))
        return payment_setup_answer(await carry_on_setup(database, providers, begun))

    @router.get("/method-kinds")
    async def kinds_to_add(door: Reader) -> KindsAnswer:
        """What may be added now."""
        async with door.reading() as work:
            found = await find_kinds_to_add(work, providers.openers, door.caller.customer_id or "")
            return KindsAnswer(
                data=[KindAnswer(kind=kind.name, wallets=sorted(kind.wallets)) for kind in found]
            )

    @router.get("/payment-setups/{setup_id}")
    async def read_setup(setup_id: str, door: Reader) -> PaymentSetupAnswer:
        """How far it is, as far as is known here."""
        async with door.reading() as work:
            return payment_setup_answer(await PaymentSetups(work.session).get(work.scope, setup_id))

    @router.post("/payment-setups/{setup_id}/look")
    async def look_at_setup(setup_id: str, door: Writer) -> PaymentSetupAnswer:
        """The customer is back: how far it is at the provider."""
        async with door.reading() as work:
            setup = await PaymentSetups(work.session).get(work.scope, setup_id)
        return payment_setup_answer(await carry_on_setup(database, providers, setup.id))

    return router
