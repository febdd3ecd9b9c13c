"""Whatever is commanded and however time passes: periods follow each other, every cent is accounted for."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.ids import new_id
from foyer_shared.basics.money import Money
from foyer_shared.storage.work import Work
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW, an_origin
from foyer_subscriptions.domain.billing_policy import BillingPolicy
from foyer_subscriptions.domain.cancel import check_cancel_possible
from foyer_subscriptions.domain.catalogue import Product
from foyer_subscriptions.domain.change_plan import (
    await_payment,
    can_still_happen,
    change_plan,
    schedule_plan_change,
)
from foyer_subscriptions.domain.customer import Customer
from foyer_subscriptions.domain.notice import effective_end
from foyer_subscriptions.domain.pause import check_pause_possible, pause_now, schedule_pause
from foyer_subscriptions.domain.pause_credit import is_credited, lines_left, without_the_rest
from foyer_subscriptions.domain.periods import Interval, to_the_second
from foyer_subscriptions.domain.plan import ChangeTiming, PlanChangeKind
from foyer_subscriptions.domain.plan_change import check_plan_change_possible
from foyer_subscriptions.domain.plan_target import Target
from foyer_subscriptions.domain.policy import (
    CancellationMode,
    NoticePolicy,
    PauseUnused,
    Proration,
    SelfServicePolicy,
    TrialChange,
)
from foyer_subscriptions.domain.pricing import Pricing
from foyer_subscriptions.domain.quote import make_quote
from foyer_subscriptions.domain.renew import PeriodReason, seconds_between
from foyer_subscriptions.domain.resume import check_resume_possible
from foyer_subscriptions.domain.resume_date import move_resume
from foyer_subscriptions.domain.standing import after_debt, suspend
from foyer_subscriptions.domain.states import ENDED, Move, Status, can
from foyer_subscriptions.domain.subscribe import Terms, subscribe
from foyer_subscriptions.domain.subscription import (
    Cancellation,
    ChangeKind,
    ChangeState,
    Collection,
    Item,
    PausedBy,
    PendingChange,
    PlannedChange,
    Subscription,
)
from foyer_subscriptions.domain.withdraw import withdraw
from foyer_subscriptions.storage.circumstances import Circumstances
from foyer_subscriptions.use_cases.end_pause import end_pause
from foyer_subscriptions.use_cases.take_due_steps import take_due_steps
from foyer_subscriptions.use_cases.told import announce_period, line_data
from hypothesis import given, settings
from hypothesis import strategies as st

PRICE = Money(2999, "EUR")


class Calm:
    """Circumstances in which only the invoices are late that a test says are."""

    def __init__(self, zone: str) -> None:
        self._zone = ZoneInfo(zone)
        self.owing = False

    async def zone(self, _: Subscription) -> ZoneInfo:
        return self._zone

    async def can_collect(self, _: Subscription) -> bool:
        return True

    async def owes(self, _: Subscription) -> bool:
        return self.owing

    async def product(self, _: Subscription) -> Product:
        return Product(
            id="prod_1",
            business_id=NORTHWIND,
            name="Studio",
            description=None,
            active=True,
            self_service=SelfServicePolicy(),
            billing=BillingPolicy(),
            version=1,
        )


class Ledger:
    """What was paid for the interval that runs, less what came back: its seconds' share, to the cent."""

    def __init__(self) -> None:
        self.seconds, self.whole, self.paid = 0, 0, 0
        self.total = 0
        """All that was ever paid and did not come back."""

    def charge(self, line: dict[str, Any], *, anew: bool) -> None:
        """A period begins: with a new interval, or with what is left of the one before."""
        seconds, whole = line["proration_numerator"], line["proration_denominator"]
        if anew or self.seconds == self.whole:
            self.seconds, self.whole, self.paid = 0, whole or 1, 0
        assert (whole or 1) == self.whole
        self._add(seconds or 1, line["amount"]["amount"])

    def credit(self, line: dict[str, Any], *, left: int) -> None:
        """So many seconds until the period's end come back, as far as they were paid for."""
        seconds, whole = line["proration_numerator"], line["proration_denominator"]
        if whole is None:
            seconds = whole = self.whole
        if self.whole == 1:
            self.seconds = self.whole = whole
        assert whole == self.whole
        assert seconds == min(left, self.seconds)
        self._add(-seconds, -line["amount"]["amount"])

    def _add(self, seconds: int, cents: int) -> None:
        self.seconds, self.paid, self.total = self.seconds + seconds, self.paid + cents, self.total + cents
        assert 0 <= self.seconds <= self.whole
        assert self.paid == PRICE.share(self.seconds, self.whole).amount


class Life:
    """A subscription, its clock, its money and all that was told of it."""

    def __init__(self, interval: Interval, zone: str, trial_days: int, periods: int | None) -> None:
        self.now = NOW
        self.zone = ZoneInfo(zone)
        self.weather = Calm(zone)
        self.calm = cast("Circumstances", self.weather)
        self.ledger: Ledger | None = Ledger()
        """None from a change of plan on: its amounts are accounted for where its lines are tested."""
        self.paused_at: datetime | None = None
        self.told: list[tuple[str, dict[str, Any]]] = []
        item = Item(
            price_id="price_1",
            product_id="prod_1",
            product_name="Studio",
            quantity=1,
            pricing=Pricing(unit_amount=PRICE),
        )
        self.subscription = subscribe(
            Terms(collection=Collection.INVOICE, trial_days=trial_days, periods=periods),
            business_id=NORTHWIND,
            customer_id=ADA,
            items=(item,),
            interval=(interval, 1),
            can_collect=True,
            mandate_days=30,
            zone=self.zone,
            now=NOW,
        )
        if self.subscription.status is Status.ACTIVE:
            work = Work(cast("Any", None), an_origin(customer_id=ADA, now=self.now))
            announce_period(work, self.subscription, PeriodReason.STARTED)
            self.hear(work)

    def pass_time(self, seconds: int, *, charging: bool = True) -> None:
        """So long, and then the job runs."""
        self.now += timedelta(seconds=seconds)
        self.paused_at = self.subscription.paused_at
        work = Work(cast("Any", None), an_origin(customer_id=ADA, now=self.now))
        self.subscription = asyncio.run(take_due_steps(work, self.subscription, self.calm, charging=charging))
        self.hear(work)

    def hear(self, work: Work) -> None:
        """Keep what was told, and book what it costs."""
        for message in work.announced:
            kind, data = message.envelope.type, message.envelope.data
            self.told.append((kind, data))
            if self.ledger:
                self._book(self.ledger, kind, data)

    def _book(self, ledger: Ledger, kind: str, data: dict[str, Any]) -> None:
        if kind == "subscription.period_started":
            for line in data["lines"]:
                ledger.charge(line, anew=data["reason"] == "resumed" and not self._in_term)
        for line in data.get("credit_lines", ()):
            used_until = self.paused_at or datetime.fromisoformat(data["canceled_at"])
            ledger.credit(line, left=seconds_between(used_until, self.subscription.current_period_end))
        if kind == "subscription.completed":
            assert ledger.total == PRICE.amount * (self.subscription.periods or 0)

    @property
    def _in_term(self) -> bool:
        return self.subscription.periods is not None

    def pause(self, days: int) -> None:
        """Now, with its unused days after it or credited, or at the period's end."""
        self.pass_time(0)
        check_pause_possible(
            self.subscription,
            SelfServicePolicy(),
            by=PausedBy.CUSTOMER,
            pauses_in_last_year=0,
            now=self.now,
        )
        if days % 2:
            back, policy = self.now + timedelta(days=days), SelfServicePolicy(pause_unused=PauseUnused.CREDIT)
            if days % 3 and is_credited(self.subscription, policy, begins=self.now):
                left = seconds_between(to_the_second(self.now), self.subscription.current_period_end)
                if self.ledger:
                    for line in line_data(lines_left(self.subscription, at=self.now)):
                        self.ledger.credit(line.model_dump(mode="json"), left=left)
                self.subscription = without_the_rest(self.subscription, at=self.now)
            self.subscription = pause_now(
                self.subscription, by=PausedBy.CUSTOMER, resumes_at=back, at=self.now
            )
        else:
            back = self.subscription.current_period_end + timedelta(days=days + 1)
            self.subscription, _ = schedule_pause(self.subscription, by=PausedBy.CUSTOMER, resumes_at=back)

    def resume(self, _: int) -> None:
        """Before its time."""
        self.pass_time(0)
        check_resume_possible(self.subscription, by=PausedBy.CUSTOMER)
        work = Work(cast("Any", None), an_origin(customer_id=ADA, now=self.now))
        self.subscription = asyncio.run(end_pause(work, self.subscription, self.now, self.calm))
        self.hear(work)

    def choose_another_day(self, days: int) -> None:
        """For the end of the pause."""
        self.pass_time(0)
        check_resume_possible(self.subscription, by=PausedBy.CUSTOMER)
        self.subscription, _ = move_resume(self.subscription, self.now + timedelta(days=days + 1))

    def owe(self, days: int) -> None:
        """An invoice is overdue, or collecting it has failed for the last time."""
        self.pass_time(0)
        self.weather.owing = True
        self.subscription = after_debt(self.subscription, owes=True, now=self.now)
        if days % 2 and can(self.subscription.status, Move.SUSPEND):
            self.subscription = suspend(self.subscription)

    def settle(self, _: int) -> None:
        """Nothing is overdue any more."""
        self.pass_time(0)
        self.weather.owing = False
        self.subscription = after_debt(self.subscription, owes=False, now=self.now)

    def cancel(self, days: int) -> None:
        """By one of the modes and policies."""
        self.pass_time(0, charging=False)
        mode = list(CancellationMode)[days % 3]
        policy = SelfServicePolicy(notice_days=days, notice_policy=list(NoticePolicy)[days // 3 % 3])
        check_cancel_possible(self.subscription, policy, mode, by=PausedBy.CUSTOMER)
        person = Customer(country="NL" if days % 4 else None)
        end = effective_end(self.subscription, policy, mode, customer=person, zone=self.zone, now=self.now)
        change = PendingChange(
            id=new_id("chg"),
            kind=ChangeKind.CANCEL,
            effective_at=end.at,
            requested_by=PausedBy.CUSTOMER,
            cancellation=Cancellation(mode=mode, credit_to=end.credit_to),
        )
        without = self.subscription.settled(ChangeKind.PAUSE, ChangeState.WITHDRAWN)
        without = without.settled(ChangeKind.PLAN, ChangeState.WITHDRAWN)
        self.subscription = without.with_change(change)

    def change_plan(self, days: int) -> None:
        """To another amount, and perhaps cycle: now, when it is paid, or at the period's end."""
        self.pass_time(0)
        by = PausedBy.BUSINESS if days % 2 else PausedBy.CUSTOMER
        policy = SelfServicePolicy(
            allow_upgrade=True,
            proration=list(Proration)[days % 4],
            trial_change=list(TrialChange)[days % 2],
        )
        automatic = replace(self.subscription, collection=Collection.AUTOMATIC)
        check_plan_change_possible(automatic, policy, by=by, methods=set())
        (item,) = automatic.items
        amount = Money(days % 4 * 999, "EUR")
        new = replace(item, price_id=f"price_{days}", pricing=Pricing(unit_amount=amount))
        cycles = [automatic.interval, Interval.WEEK] if automatic.periods is None else [automatic.interval]
        target = Target(
            kind=PlanChangeKind.UPGRADE if len(cycles) == 1 or days % 3 else PlanChangeKind.CYCLE_CHANGE,
            old=item,
            new=new,
            items=(new,),
            interval=cycles[0] if days % 3 else cycles[-1],
            interval_count=1,
            dearer=True,
            longer=False,
        )
        timing = list(ChangeTiming)[days // 2 % 2]
        self.ledger = None
        quote = make_quote(automatic, target, policy, timing, by=by, zone=self.zone, now=self.now)
        if quote.at_period_end:
            self.subscription, _ = schedule_plan_change(automatic, quote.plan, by=by)
        elif quote.must_be_paid_first:
            self.subscription, _ = await_payment(
                automatic, quote.plan, effective_at=quote.effective_at, by=by, now=self.now
            )
        else:
            self._change(quote.plan, quote.effective_at)

    def pay_change(self, _: int) -> None:
        """What waits to be paid."""
        change = self.subscription.waiting_of(ChangeKind.PLAN)
        if change and change.plan and can_still_happen(self.subscription, change, change.plan):
            if change.plan.lapses_at is None:
                return
            self.subscription = self.subscription.settled(ChangeKind.PLAN, ChangeState.APPLIED)
            self._change(change.plan, change.effective_at)

    def _change(self, plan: PlannedChange, at: datetime) -> None:
        self.subscription = change_plan(self.subscription, plan, zone=self.zone, at=at)
        if plan.begins_period:
            period = {
                "period_start": self.subscription.current_period_start.isoformat(),
                "period_end": self.subscription.current_period_end.isoformat(),
                "change_id": plan.quote_id,
            }
            self.told.append(("subscription.period_started", period))

    def take_back(self, _: int) -> None:
        """The cancellation that waits."""
        self.pass_time(0)
        cancel = self.subscription.waiting_of(ChangeKind.CANCEL)
        if cancel:
            self.subscription, _change = withdraw(self.subscription, cancel.id, by=PausedBy.CUSTOMER)


COMMANDS: tuple[Callable[[Life, int], None], ...] = (
    Life.pause,
    Life.resume,
    Life.choose_another_day,
    Life.owe,
    Life.settle,
    Life.cancel,
    Life.take_back,
    Life.change_plan,
    Life.pay_change,
    lambda life, days: life.pass_time(days * 86_400 + 3_601),
    lambda life, days: life.pass_time(days * 977),
)


@settings(max_examples=600, deadline=None)
@given(
    interval=st.sampled_from([Interval.DAY, Interval.WEEK, Interval.MONTH]),
    zone=st.sampled_from(["Europe/Amsterdam", "America/New_York", "UTC"]),
    trial_days=st.sampled_from([0, 0, 14]),
    periods=st.sampled_from([None, None, 3]),
    steps=st.lists(st.tuples(st.sampled_from(COMMANDS), st.integers(0, 70)), max_size=14),
)
def test_no_period_overlaps_money_adds_up_and_nothing_is_charged_after_the_end(
    interval: Interval,
    zone: str,
    trial_days: int,
    periods: int | None,
    steps: list[tuple[Callable[[Life, int], None], int]],
) -> None:
    life = Life(interval, zone, trial_days, periods)
    for command, days in steps:
        before = life.subscription.waiting_of(ChangeKind.CANCEL)
        heard, covered = len(life.told), life.subscription.current_period_end
        try:
            command(life, days)
        except FoyerError:
            continue
        finally:
            kinds = Counter(change.kind for change in life.subscription.waiting)
            assert all(count == 1 for count in kinds.values())
            _check_periods(life, life.told[heard:], covered)
            if before:
                _check_nothing_after(life.told[heard:], before.effective_at)
    if life.subscription.status in ENDED:
        count = len(life.told)
        life.pass_time(400 * 86_400)
        assert len(life.told) == count


def _check_periods(life: Life, told: list[tuple[str, dict[str, Any]]], covered: datetime) -> None:
    """Each period begins where the one before ended; a pause, a suspension and a change of plan move that."""
    for kind, data in told:
        if kind == "subscription.resumed":
            boundary = "current_period_start" if data["begins_period"] else "current_period_end"
            covered = datetime.fromisoformat(data["subscription"][boundary])
        if kind == "subscription.period_started":
            start, end = (datetime.fromisoformat(data[name]) for name in ("period_start", "period_end"))
            if data.get("change_id"):
                # What was left of the period before is credited or given up.
                assert start <= covered
                covered = end
                continue
            assert start == covered < end
            covered = end
            line = data["lines"][0]
            whole = line["proration_denominator"]
            assert 0 <= line["amount"]["amount"] <= PRICE.amount
            assert whole is not None or line["amount"] == line["unit_amount"]
            if life.ledger:
                assert len(data["lines"]) == 1
    if told and told[-1][0] == "subscription.period_started":
        assert life.subscription.current_period_end == covered


def _check_nothing_after(told: list[tuple[str, dict[str, Any]]], end: datetime) -> None:
    """Unless it was taken back in this step, nothing is charged for what comes after the end."""
    for kind, data in told:
        if kind == "subscription.period_started":
            assert datetime.fromisoformat(data["period_end"]) <= end
        if kind == "subscription.canceled":
            assert datetime.fromisoformat(data["canceled_at"]) == end
