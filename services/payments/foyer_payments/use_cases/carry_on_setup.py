"""Goes on with a method that is being added: asks its provider how far it is, or first of all to begin."""

from foyer_shared.storage.database import Database

from foyer_payments.domain.payment_setup import PaymentSetup
from foyer_payments.domain.provided import Failure, SetUp
from foyer_payments.domain.provider_account import ProviderAccount
from foyer_payments.gateways.provider import PaymentProvider, ProviderAway, ProviderRefused, SetupOrder
from foyer_payments.gateways.provider_metrics import provider_away
from foyer_payments.gateways.providers import Providers
from foyer_payments.storage.payment_methods import PaymentMethods
from foyer_payments.storage.payment_setups import PaymentSetups
from foyer_payments.use_cases.apply_setup import apply_setup
from foyer_payments.use_cases.fail_payment_setup import fail_payment_setup
from foyer_payments.use_cases.lapse_setup import lapse_setup
from foyer_payments.use_cases.open_provider import open_provider
from foyer_payments.use_cases.system_origin import system_origin
from foyer_payments.use_cases.webhook_address import webhook_address


async def carry_on_setup(database: Database, providers: Providers, setup_id: str) -> PaymentSetup:
    """The setup as it is then; as it was when the provider is away. No transaction is open while it is asked.
    Raises PaymentSetupNotFound.
    """
    async with database.session() as session:
        setup = await PaymentSetups(session).get_for_everyone(setup_id)
    if setup.status.is_over:
        return setup
    account, provider = await open_provider(database, providers, setup.account_id)
    try:
        said = await _ask(database, provider, account, setup)
    except (ProviderAway, ProviderRefused):
        provider_away.labels(account.provider).inc()
        return setup
    async with database.work(await system_origin(database, setup.business_id)) as work:
        if isinstance(said, Failure):
            return await fail_payment_setup(work, setup_id, said)
        return await lapse_setup(work, await apply_setup(work, providers.seal, setup_id, said))


async def _ask(
    database: Database, provider: PaymentProvider, account: ProviderAccount, setup: PaymentSetup
) -> SetUp | Failure:
    """A failure where the provider will not even begin."""
    if setup.provided_id is not None:
        return await provider.read_setup(setup.provided_id)
    amends = None
    if setup.amends is not None:
        async with database.session() as session:
            amends = await PaymentMethods(session).token_for_everyone(setup.amends)
    order = SetupOrder(
        key=setup.id,
        customer_id=setup.customer_id,
        kinds=setup.kinds,
        currency=setup.currency,
        country=None,
        email=None,
        holder=None,
        language=setup.language,
        return_url=setup.return_url,
        amends=amends,
        webhook_url=await webhook_address(database, account),
    )
    try:
        return await provider.set_up(order)
    except ProviderRefused as refused:
        return Failure(refused.code, "hard")
