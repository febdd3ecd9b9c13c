"""One paper is made, stored and told of: once, and never again."""

import asyncio
from dataclasses import replace

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.bill import Bill
from foyer_invoicing.domain.business import Business
from foyer_invoicing.domain.paper import Paper, PaperForm, PaperKind
from foyer_invoicing.domain.receipt import Receipt
from foyer_invoicing.gateways.paper_store import PaperStore
from foyer_invoicing.gateways.press import Press
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.papers import Papers
from foyer_invoicing.use_cases.announce_paper import announce_paper
from foyer_invoicing.use_cases.read_bill import read_bill
from foyer_invoicing.use_cases.read_credit_bill import read_credit_bill
from foyer_invoicing.use_cases.read_receipt import read_receipt


async def make_paper(database: Database, press: Press, store: PaperStore, paper: Paper) -> None:
    """Setting it takes a thread of its own. What another was quicker to make is dropped again."""
    origin = Origin(Scope(paper.business_id), Actor.system("invoicing"), real_now())
    async with database.work(origin) as work:
        business = await Businesses(work.session).get(work.scope)
        said = await _read(work, paper, business)
    pdf, xml = await asyncio.to_thread(press.print, said, business)
    made = replace(
        paper,
        made_at=origin.now,
        pdf=await store.keep(paper, PaperForm.PDF, pdf),
        xml=await store.keep(paper, PaperForm.XML, xml) if xml else None,
    )
    try:
        async with database.work(replace(origin, now=business.now(origin.now))) as work:
            kept = await Papers(work.session).keep(made)
            if kept:
                await announce_paper(work, made)
    except BaseException:
        await _drop(store, made)
        raise
    if not kept:
        await _drop(store, made)


async def _read(work: Work, paper: Paper, business: Business) -> Bill | Receipt:
    match paper.kind:
        case PaperKind.INVOICE:
            return await read_bill(work, paper.subject_id, business)
        case PaperKind.CREDIT_NOTE:
            return await read_credit_bill(work, paper.subject_id, business)
        case PaperKind.RECEIPT:
            return await read_receipt(work, paper, business)


async def _drop(store: PaperStore, paper: Paper) -> None:
    for file in (paper.pdf, paper.xml):
        if file:
            await store.drop(file)
