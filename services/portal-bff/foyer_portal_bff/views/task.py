"""Where somebody stands who was let in for one task."""

from dataclasses import dataclass

from foyer_portal_bff.domain.portal_session import After, FlowType, PortalSession, start_of
from foyer_portal_bff.use_cases.follow_task import Stage
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import Problems
from foyer_portal_bff.views.status import Tone, mark

_NAMES = {
    FlowType.PAYMENT_METHOD_UPDATE: mark("Add a payment method"),
    FlowType.SUBSCRIPTION_CANCEL: mark("Cancel your subscription"),
    FlowType.SUBSCRIPTION_UPDATE: mark("Change your subscription"),
    FlowType.SUBSCRIPTION_UPDATE_CONFIRM: mark("Change your subscription"),
    FlowType.INVOICE_PAY: mark("Pay your invoice"),
}


@dataclass(frozen=True, slots=True)
class TaskPage:
    """What is done or still open, `go_on` to it; `pay` when something of it is to be paid first."""

    heading: str
    tone: Tone
    text: str
    go_on: str = ""
    pay: str = ""
    looks_again: bool = False


def not_possible_page(problems: Problems, reader: Reader) -> TaskPage:
    """The task cannot be done; `problems` say why."""
    text = " ".join(one.text for one in problems.all)
    return TaskPage(reader.say("This is not possible"), "bad", text or reader.say("Please contact us."))


def task_page(
    portal_session: PortalSession, stage: Stage, reader: Reader, *, flash: str = "", pay: str = ""
) -> TaskPage:
    """`flash` is what was just done; `pay` the address where what is open can be paid."""
    flow = portal_session.flow
    if flow is None or stage is Stage.COMPLETE:
        said = (flow.message if flow and flow.after is After.HOSTED_CONFIRMATION else None) or flash
        return TaskPage(reader.say("It is done"), "good", said or reader.say("You can close this page."))
    if stage is Stage.PROCESSING:
        text = flash or reader.say("A bank can take some days. You hear from us by mail.")
        return TaskPage(reader.say("It is under way"), "info", text, pay=pay, looks_again=True)
    text = flash or reader.say("Nothing has changed yet.")
    return TaskPage(reader.say(_NAMES[flow.type]), "info", text, go_on=start_of(flow))
