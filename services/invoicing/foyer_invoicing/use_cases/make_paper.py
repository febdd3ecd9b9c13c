"""One paper is made, stored, and told of: once, and never again."""

import asyncio
from dataclasses import replace

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.contracts.invoicing import FileData, InvoiceDocumentReady
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.paper import Paper, PaperFile, PaperForm
from foyer_invoicing.gateways.paper_store import PaperStore
from foyer_invoicing.gateways.press import Press
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.papers import Papers
from foyer_invoicing.use_cases.read_bill import read_bill


async def make_paper(database: Database, press: Press, store: PaperStore, paper: Paper) -> None:
    """Setting it takes a thread of its own. What another was quicker to make is dropped again."""
    origin = Origin(Scope(paper.business_id), Actor.system("invoicing"), real_now())
    async with database.work(origin) as work:
        business = await Businesses(work.session).get(work.scope)
        bill = await read_bill(work, paper.subject_id, business)
    pdf, xml = await asyncio.to_thread(press.print_bill, bill, business)
    made = replace(
        paper,
        made_at=origin.now,
        pdf=await store.keep(paper, PaperForm.PDF, pdf),
        xml=await store.keep(paper, PaperForm.XML, xml),
    )
    try:
        async with database.work(origin) as work:
            kept = await Papers(work.session).keep(made)
            if kept:
                _announce(work, made)
    except BaseException:
        await _drop(store, made)
        raise
    if not kept:
        await _drop(store, made)


async def _drop(store: PaperStore, paper: Paper) -> None:
    for file in (paper.pdf, paper.xml):
        if file:
            await store.drop(file)


def _announce(work: Work, paper: Paper) -> None:
    work.announce(
        InvoiceDocumentReady(
            invoice_id=paper.subject_id,
            number=paper.number,
            customer_id=paper.customer_id,
            pdf=_file_data(paper.pdf),
            xml=_file_data(paper.xml),
        ),
        subject=paper.subject_id,
        version=1,
        customer_id=paper.customer_id,
    )


def _file_data(file: PaperFile | None) -> FileData | None:
    return FileData(key=file.key, size=file.size, sha256=file.sha256) if file else None
