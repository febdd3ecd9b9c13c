"""The job that makes papers: claim a few, commit, then make each with no transaction open."""

import structlog
from foyer_shared.basics.clock import real_now
from foyer_shared.storage.away import is_away
from foyer_shared.storage.database import Database
from foyer_shared.telemetry.errors import error_fields
from foyer_shared.telemetry.metrics import job_items_failed

from foyer_invoicing.domain.paper import Paper
from foyer_invoicing.gateways.paper_store import PaperStore
from foyer_invoicing.gateways.press import Press
from foyer_invoicing.storage.papers import Papers
from foyer_invoicing.use_cases.make_paper import make_paper

log: structlog.stdlib.BoundLogger = structlog.get_logger()
_BATCH = 20
"""All of them are made well within the first gap of `domain.paper`."""


async def make_due_papers(database: Database, press: Press, store: PaperStore) -> int:
    """How many were tried. Several processes may do this at once; each paper is made by one of them. One that
    fails is tried again later, whatever becomes of the others.
    """
    async with database.session() as session:
        claimed = await Papers(session).claim_for_everyone(real_now(), limit=_BATCH)
    for paper in claimed:
        try:
            await make_paper(database, press, store, paper)
        except Exception as error:
            if is_away(error):
                raise
            _report(paper, error)
    return len(claimed)


def _report(paper: Paper, error: Exception) -> None:
    job_items_failed.labels("invoicing", "make_due_papers").inc()
    log.error("paper_not_made", paper_id=paper.id, subject_id=paper.subject_id, **error_fields(error))
