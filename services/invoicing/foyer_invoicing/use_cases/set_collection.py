"""A business says how it collects what is overdue."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.collection_settings import CollectionSettings, check_collection_settings
from foyer_invoicing.storage.collection_rules import CollectionRules


async def set_collection(work: Work, settings: CollectionSettings) -> CollectionSettings:
    """From now on; cases that are open keep the days of their stage.

    Raises what `check_collection_settings` refuses.
    """
    check_collection_settings(settings)
    await CollectionRules(work.session).save_settings(work.scope, settings)
    return settings
