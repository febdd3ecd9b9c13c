"""A business says how it wants to be paid."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.dunning_settings import DunningSettings, check_dunning_settings
from foyer_invoicing.storage.dunning import Dunning


async def set_dunning(work: Work, settings: DunningSettings) -> DunningSettings:
    """From now on; invoices keep their due dates, and tries that wait their days.

    Raises what `check_dunning_settings` refuses.
    """
    check_dunning_settings(settings)
    await Dunning(work.session).save_settings(work.scope, settings)
    return settings
