"""A collection case that is locked goes to its next stage."""

from dataclasses import replace

from foyer_shared.contracts.invoicing import CollectionCaseAdvanced
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.collection_case import (
    PaymentUnderWay,
    PlanRuns,
    Stage,
    advance,
    check_can_go_on,
)
from foyer_invoicing.storage.collection_cases import CollectionCases
from foyer_invoicing.use_cases.charge_collection_costs import charge_collection_costs
from foyer_invoicing.use_cases.read_case_files import CaseFile, read_case_files
from foyer_invoicing.use_cases.told import announce_case, case_data


async def take_to_next_stage(work: Work, file: CaseFile) -> CaseFile:
    """By staff or by the job; after the last stage it is given to others.

    Raises what `advance` refuses, PaymentUnderWay and PlanRuns.
    """
    check_can_go_on(file.case)
    if file.under_way:
        raise PaymentUnderWay(f"A payment for {file.invoice.number} is under way.")
    if file.live_plan:
        raise PlanRuns(f"There is a payment plan for {file.case.number}.")
    days = file.settings.days_between_stages
    case = advance(file.case, file.fee, today=file.today, days=days, now=work.now)
    if case.stage is Stage.FEES_ADDED and file.case.stage is not Stage.FEES_ADDED and file.fee:
        costs = await charge_collection_costs(work, file, file.fee.amount)
        case = replace(case, fee_invoice_id=costs.id)
    await CollectionCases(work.session).save(case)
    (told,) = await read_case_files(work, [case])
    announce_case(work, case, CollectionCaseAdvanced(case=case_data(told)))
    return told
