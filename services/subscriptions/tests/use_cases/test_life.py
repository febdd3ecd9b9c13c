"""Whatever is commanded and however time passes: no period overlaps or is missing, every cent is paid for."""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.ids import new_id
from foyer_shared.basics.money import Money
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import InvoiceData
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work
from foyer_shared.testing.makers import an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.billing_policy import BillingPolicy
from foyer_subscriptions.domain.cancel import CancelTiming
from foyer_subscriptions.domain.coupon import Coupon, Duration, Reduction
from foyer_subscriptions.domain.declaration import Declaration
from foyer_subscriptions.domain.periods import Interval, add_months, to_the_second
from foyer_subscriptions.domain.plan import ChangeTiming
from foyer_subscriptions.domain.policy import (
    CancellationCredit,
    CancellationMode,
    NoticePolicy,
    PauseTiming,
    PauseUnused,
    PlanChangeTiming,
    Proration,
    SelfServicePolicy,
    TrialChange,
)
from foyer_subscriptions.domain.price_migration import NOTICE
from foyer_subscriptions.domain.pricing import Pricing, UsageType
from foyer_subscriptions.domain.renew import seconds_between
from foyer_subscriptions.domain.states import ENDED, Status
from foyer_subscriptions.domain.subscribe import Terms
from foyer_subscriptions.domain.subscription import Collection, PausedBy, Subscription
from foyer_subscriptions.storage.rows import BusinessRow, CustomerRow, PaymentMethodRow
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_due_subscriptions import advance_due_subscriptions
from foyer_subscriptions.use_cases.apply_declaration import apply_declaration
from foyer_subscriptions.use_cases.apply_discount import apply_discount
from foyer_subscriptions.use_cases.cancel_subscription import cancel_subscription
from foyer_subscriptions.use_cases.confirm_plan_change import confirm_plan_change
from foyer_subscriptions.use_cases.create_coupon import create_coupon
from foyer_subscriptions.use_cases.create_price import create_price
from foyer_subscriptions.use_cases.create_product import create_product
from foyer_subscriptions.use_cases.create_subscription import create_subscription
from foyer_subscriptions.use_cases.find_redeemable import Asked
from foyer_subscriptions.use_cases.give_up_collecting import give_up_collecting
from foyer_subscriptions.use_cases.give_up_plan_change import give_up_plan_change
from foyer_subscriptions.use_cases.migrate_price import migrate_price
from foyer_subscriptions.use_cases.note_invoice_standing import note_invoice_standing
from foyer_subscriptions.use_cases.pause_subscription import pause_subscription
from foyer_subscriptions.use_cases.quote_plan_change import AskedChange, quote_plan_change
from foyer_subscriptions.use_cases.record_usage import record_usage
from foyer_subscriptions.use_cases.remove_discount import remove_discount
from foyer_subscriptions.use_cases.resubscribe import resubscribe
from foyer_subscriptions.use_cases.resume_subscription import resume_subscription
from foyer_subscriptions.use_cases.schedule_resume import schedule_resume
from foyer_subscriptions.use_cases.settle_plan_change import settle_plan_change
from foyer_subscriptions.use_cases.spread_price_migrations import spread_price_migrations
from foyer_subscriptions.use_cases.update_price import update_price
from foyer_subscriptions.use_cases.withdraw_cancellation import withdraw_cancellation
from foyer_subscriptions.use_cases.withdraw_pending_change import withdraw_pending_change
from foyer_subscriptions.use_cases.withdraw_price_migration import withdraw_price_migration
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

BEGINS = datetime(2090, 1, 31, 9, 30, tzinfo=UTC)
"""Ahead of every real clock, as the business's is."""
FIRST = 2999
"""Cents for an interval of what is subscribed to."""
BY_USE = Pricing(unit_amount=Money(7, "EUR"), usage_type=UsageType.METERED, included_units=10)
RUNNING = frozenset({Status.TRIALING, Status.ACTIVE, Status.PAST_DUE})


def moment(data: dict[str, Any], name: str) -> datetime:
    """A moment that an event tells."""
    return datetime.fromisoformat(data[name])


def cents(lines: Sequence[dict[str, Any]]) -> int:
    """What lines come to, less what comes off."""
    return sum(line["amount"]["amount"] - comes_off(line) for line in lines)


def comes_off(line: dict[str, Any]) -> int:
    """The discount of a line."""
    return int(line["discount_amount"]["amount"]) if line["discount_amount"] else 0


def rounded(amount: int, parts: int) -> int:
    """One of so many parts, half a cent rounded up."""
    return (2 * amount + parts) // (2 * parts)


@dataclass(frozen=True)
class Off:
    """What comes off an interval: hundredths of a percent, or cents."""

    hundredths: int = 0
    cents: int = 0

    def of(self, amount: int) -> int:
        """Never more than all of it."""
        return rounded(amount * self.hundredths, 10_000) or min(self.cents, amount)


@dataclass(frozen=True)
class Given:
    """A discount, and when the first interval began that has it, on the business's clock."""

    id: str
    off: Off
    months: int | None
    """Without end where it is None; one that counts once has none of them."""
    began: datetime | None = None

    @classmethod
    def told(cls, data: dict[str, Any]) -> "Given":
        """As the event of it says."""
        amount = data["amount_off"]["amount"] if data["amount_off"] else 0
        months = {"once": 0, "forever": None}.get(data["duration"], data["duration_in_months"])
        return cls(data["discount_id"], Off(round((data["percent_off"] or 0) * 100), amount), months)

    def at_interval(self, begins: datetime) -> "Given | None":
        """It in an interval that begins then; None if it is over."""
        if self.began is None:
            return replace(self, began=begins)
        over = self.months is not None and begins.date() >= add_months(self.began, self.months).date()
        return None if over else self


@dataclass(frozen=True)
class Paid:
    """Of the interval that runs: from which second until which was paid, at how many cents an interval."""

    whole: int = 0
    spans: tuple[tuple[int, int, int], ...] = ()
    off: Off = Off()

    @property
    def until(self) -> int:
        """Where what was paid ends."""
        return self.spans[-1][1] if self.spans else 0

    def worth(self, begins: int) -> int:
        """What was paid from then on."""
        return sum(
            self._share(price, ends) - self._share(price, max(begins, start))
            for start, ends, price in self.spans
            if ends > begins
        )

    def _share(self, price: int, second: int) -> int:
        """What an interval costs until then, less what comes off that much of it."""
        until = rounded(price * second, self.whole)
        return until - rounded(self.off.of(price) * until, price)

    def charged(self, lines: Sequence[dict[str, Any]], price: int, seconds: int) -> "Paid":
        """So much more is paid: of the rest of the interval, or of a new one."""
        before = self
        if self.until == self.whole:
            (line,) = lines
            before = Paid(line["proration_denominator"] or seconds, off=self.off)
        span = (before.until, before.until + seconds, price)
        after = replace(before, spans=(*before.spans, span))
        assert after.until <= after.whole
        after.check(lines, before.until)
        return after

    def credited(self, lines: Sequence[dict[str, Any]], left: int) -> "Paid":
        """What was paid for the seconds that are left comes back: no more and no less than that."""
        begins = self.until - min(left, self.until)
        self.check(lines, begins)
        kept = ((start, min(ends, begins), price) for start, ends, price in self.spans if start < begins)
        return replace(self, spans=tuple(kept))

    def check(self, lines: Sequence[dict[str, Any]], begins: int) -> None:
        """The lines are for the seconds from then on, and come to what those are worth."""
        assert cents(lines) == self.worth(begins)
        for line in lines:
            part, whole = self.until - begins, self.whole
            told = (line["proration_numerator"], line["proration_denominator"])
            assert told == ((None, None) if part == whole else (part, whole))


@dataclass(frozen=True)
class Account:
    """What the events said until now, all that a period changes, so that it can be taken back with it."""

    paid: Paid
    covered: datetime
    """Until when there are periods."""
    price_id: str
    """What is subscribed to."""
    discount: Given | None = None
    paused_at: datetime | None = None


@dataclass(frozen=True)
class Charge:
    """A period or a change of plan: what was before it, and its lines."""

    before: Account
    carried: list[dict[str, Any]]
    own: list[dict[str, Any]]
    """What was invoiced for it at once."""
    discount: Given | None
    """The one that there was after it."""
    quote_id: str | None = None

    @property
    def gives_back(self) -> bool:
        """Whether more was given back at once than charged."""
        beside = self.carried if self.own else []
        return cents([*self.own, *beside]) < 0

    def came_back(self) -> list[dict[str, Any]]:
        """The lines of the invoice that is credited."""
        return [line for line in self.own if not self.gives_back or cents([line]) > 0]

    def carried_again(self) -> list[dict[str, Any]]:
        """What waits for the next invoice once it is voided."""
        if not self.gives_back:
            return self.carried
        charged = [line for line in self.carried if cents([line]) > 0]
        return [*charged, *(reversed_line(line) for line in self.own if cents([line]) < 0)]


def reversed_line(line: dict[str, Any]) -> dict[str, Any]:
    """A line that charges what it gave back, or gives back what it charged."""
    off = line["discount_amount"]
    return line | {
        "amount": line["amount"] | {"amount": -line["amount"]["amount"]},
        "discount_amount": off and off | {"amount": -off["amount"]},
    }


class Life:
    """A subscription in a business of its own, with the clock, the money and what was told."""

    subscription: Subscription
    account: Account
    undo: list["Charge"]
    """Of each period and each change of plan that can be voided, the latest one last."""
    carried: list[dict[str, Any]]
    """The lines that wait for the next invoice."""
    canceled_to: datetime | None
    total: int
    """All that was charged for periods, less what came back, unless what they cost was changed."""
    repriced: bool
    used: list[tuple[datetime, int]]
    """When so much was used of what is metered that no invoice has yet."""
    announced_price: tuple[str, datetime] | None
    """The one that waits, and from when on it can hold."""
    price_before: Account | None
    """What was before the new price of the period that begins next."""
    over: int
    """How many more discounts were over than were told to be."""

    def __init__(self, database: Database, zone: str) -> None:
        self.database, self.zone = database, ZoneInfo(zone)
        self.business_id, self.customer_id = new_id("biz"), new_id("cus")
        self.now = BEGINS
        self.prices: dict[str, int] = {}
        self.policies: dict[str, SelfServicePolicy] = {}
        self.metered: str | None = None
        self.migration: tuple[str, str] | None = None
        self.requested: str | None = None
        self.invoice_version = 0

    async def begin(
        self,
        interval: Interval,
        terms: Terms,
        policies: Sequence[SelfServicePolicy],
        country: str | None,
        *,
        metered: bool,
    ) -> None:
        """Three products with four prices are sold, and the customer subscribes to the first one; maybe to
        something that is paid by use as well.
        """
        ids: dict[str, Any] = {"business_id": self.business_id, "version": 1}
        async with self.database.session() as session:
            session.add(BusinessRow(id=self.business_id, version=1, zone=self.zone.key))
            session.add(CustomerRow(id=self.customer_id, company=False, country=country, **ids))
            session.add(PaymentMethodRow(id=new_id("pm"), customer_id=self.customer_id, kind="card", **ids))
        other = Interval.WEEK if interval is Interval.DAY else Interval.DAY
        sold = (((FIRST, interval), (10_007, other)), ((4999, interval),), ((997, interval),))
        async with self.work(PausedBy.BUSINESS) as work:
            for policy, prices in zip(policies, sold, strict=True):
                product = await create_product(
                    work, name="Studio", description=None, self_service=policy, billing=BillingPolicy()
                )
                self.policies[product.id] = policy
                for amount, each in prices:
                    pricing = Pricing(unit_amount=Money(amount, "EUR"))
                    price = await create_price(
                        work, product_id=product.id, pricing=pricing, interval=each, interval_count=1
                    )
                    self.prices[price.id] = amount
            if metered:
                product = await create_product(
                    work, name="Clicks", description=None, self_service=policies[0], billing=BillingPolicy()
                )
                self.policies[product.id] = policies[0]
                price = await create_price(
                    work, product_id=product.id, pricing=BY_USE, interval=interval, interval_count=1
                )
                self.metered = price.id
        sold_first = next(iter(self.prices))
        items = [(one, 1) for one in (sold_first, self.metered) if one]
        async with self.work(PausedBy.CUSTOMER) as work:
            subscription = await create_subscription(
                work, customer_id=self.customer_id, items=items, terms=terms
            )
        self.follow(subscription)
        await self.hear()

    def follow(self, begun: Subscription) -> None:
        """From its beginning on."""
        trial = begun.status is Status.TRIALING
        self.subscription = begun
        covered = begun.current_period_end if trial else begun.current_period_start
        self.account = Account(Paid(), covered, begun.items[0].price_id)
        self.undo, self.carried, self.canceled_to = [], [], None
        self.total, self.repriced = 0, False
        self.used, self.announced_price, self.price_before, self.over = [], None, None, 0

    def work(self, by: PausedBy) -> AbstractAsyncContextManager[Work]:
        """For the business, or for its customer."""
        customer_id = self.customer_id if by is PausedBy.CUSTOMER else None
        return self.database.work(an_origin(self.business_id, customer_id=customer_id, now=self.now))

    def invoice(self, change_id: str | None = None) -> InvoiceData:
        """Of the subscription, or of a change of its plan."""
        return InvoiceData(
            invoice_id=f"inv_{self.subscription.id}",
            number="NW-2090-00001",
            customer_id=self.customer_id,
            subscription_id=self.subscription.id,
            change_id=change_id,
            total=Amount(amount=FIRST, currency="EUR"),
            open=Amount(amount=0, currency="EUR"),
            issued_on=self.now.date(),
            due_on=self.now.date(),
        )

    async def hear(self) -> None:
        """Read what was told, and how it is stored."""
        events = [event for event in await announced(self.database) if event.subject == self.subscription.id]
        async with self.database.session() as session:
            await session.execute(self.database.tables.outbox.delete())
        for event in events:
            self.check_not_after_the_end(event)
            kind = event.type.removeprefix("subscription.")
            self.book_terms(kind, event.data)
            self.book(kind, event.data, events)
        self.subscription = await self.stored()
        kinds = Counter(change.kind for change in self.subscription.waiting)
        assert all(count == 1 for count in kinds.values())
        assert self.over == 0
        if self.subscription.status not in ENDED:
            assert self.subscription.current_period_end == self.account.covered
            discount, given = self.subscription.discount, self.account.discount
            assert (discount and discount.id) == (given and given.id)
            assert self.subscription.items[0].price_id == self.account.price_id
            assert (self.subscription.waiting_price is not None) == (self.announced_price is not None)

    async def stored(self) -> Subscription:
        async with self.database.work(an_origin(self.business_id)) as work:
            return await Subscriptions(work.session).get(work.scope, self.subscription.id)

    def check_not_after_the_end(self, event: Envelope) -> None:
        """Nothing is charged that comes after the end that a cancellation has."""
        kind, data = event.type.removeprefix("subscription."), event.data
        if kind in {"cancellation_requested", "cancellation_scheduled"}:
            self.canceled_to = moment(data, "effective_at")
        if kind in {"cancellation_withdrawn", "reactivated"}:
            self.canceled_to = None
        if self.canceled_to is None:
            return
        if kind == "period_started":
            assert moment(data, "period_end") <= self.canceled_to
        assert kind not in {"plan_changed", "quantity_changed", "price_changed"}
        if kind == "canceled":
            assert moment(data, "canceled_at") <= self.canceled_to

    def price(self, data: dict[str, Any]) -> int:
        (item,) = (item for item in data["items"] if item["price_id"] != self.metered)
        return self.prices[item["price_id"]] * int(item["quantity"])

    def book_terms(self, kind: str, data: dict[str, Any]) -> None:
        """What the periods to come cost."""
        match kind:
            case "discount_applied":
                given = Given.told(data["discount"])
                self.account, self.repriced = replace(self.account, discount=given), True
            case "discount_ended" if data["cause"] == "removed":
                self.account = replace(self.account, discount=None)
            case "discount_ended":
                self.over -= 1
            case "price_change_announced":
                self.announced_price = (data["after"]["items"][0]["price_id"], self.now + NOTICE)
                assert moment(data, "effective_at") >= self.now + NOTICE
            case "price_change_withdrawn":
                self.announced_price = None
            case "price_changed":
                self.book_price(data)
            case _:
                pass

    def book(self, kind: str, data: dict[str, Any], events: Sequence[Envelope]) -> None:
        match kind:
            case "period_started":
                self.book_period(data)
            case "period_voided":
                self.book_void(data)
            case "plan_changed" | "quantity_changed":
                self.book_change(data, events)
            case "plan_change_requested":
                self.requested = data["change_id"]
            case "paused":
                self.book_pause(data)
            case "resumed":
                self.book_resumption(data)
            case "recovered":
                ends = moment(data["subscription"], "current_period_end")
                assert ends in {self.account.covered, self.now}
                self.account = replace(self.account, covered=ends)
            case "canceled":
                self.book_end(data)
            case "completed":
                self.book_use(data["usage_lines"], moment(data, "completed_at"))
                assert data["lines"] == self.carried
                assert moment(data, "completed_at") == self.account.covered
                assert self.repriced or self.total == FIRST * (self.subscription.periods or 0)
            case _:
                pass

    def book_void(self, data: dict[str, Any]) -> None:
        """All is as it was before."""
        charge = self.undo.pop()
        assert (data["quote_id"], data["lines"]) == (charge.quote_id, charge.came_back())
        given = self.account.discount
        used = [line for line in self.carried if line["used_from"]]
        self.account, self.carried = charge.before, [*charge.carried_again(), *used]
        if (given and given.id) != (charge.discount and charge.discount.id):
            # It was given, or taken away, after what is voided.
            self.account = replace(self.account, discount=given)
        if charge.quote_id is None:
            self.total -= cents(charge.own)

    def book_period(self, data: dict[str, Any]) -> None:
        """It begins where the one before ended, and costs its share of the interval."""
        start, end = moment(data, "period_start"), moment(data, "period_end")
        if data.get("change_id"):
            assert start <= self.account.covered
            assert data["lines"] == []
            self.account = replace(self.account, covered=end)
            return
        assert start == self.account.covered < end
        line, *others = data["lines"]
        used = others[: len(others) - len(self.carried)]
        assert others == [*used, *self.carried]
        self.book_use(used, start)
        before, self.price_before = self.price_before or self.account, None
        if self.account.paid.until == self.account.paid.whole:
            self.begin_interval(start)
        self.undo.append(Charge(before, others, [line], self.account.discount))
        self.carried = []
        price = self.price(data["subscription"])
        paid = self.account.paid.charged([line], price, seconds_between(start, end))
        self.account = replace(self.account, paid=paid, covered=end)
        self.total += cents([line])

    def begin_interval(self, begins: datetime) -> None:
        """The discount that reaches its beginning comes off all of it."""
        given = self.account.discount
        discount = given and given.at_interval(begins.astimezone(self.zone))
        self.over += given is not None and discount is None
        paid = Paid(off=discount.off if discount else Off())
        self.account = replace(self.account, paid=paid, discount=discount)

    def book_use(self, lines: Sequence[dict[str, Any]], until: datetime) -> None:
        """What was used by then is paid for once, and what a trial used is not."""
        used = [quantity for at, quantity in self.used if at < until]
        self.used = [(at, quantity) for at, quantity in self.used if at >= until]
        if not used or not self.undo:
            assert lines == []
            return
        (line,) = lines
        amount = max(0, sum(used) - BY_USE.included_units) * BY_USE.unit_amount.amount
        off = replace(self.account.paid.off, cents=0).of(amount)
        assert (line["price_id"], line["quantity"]) == (self.metered, sum(used))
        assert (line["amount"]["amount"], comes_off(line)) == (amount, off)

    def book_price(self, data: dict[str, Any]) -> None:
        """With a whole interval, after the notice, and only what was announced."""
        at, price_id = moment(data, "effective_at"), data["after"]["items"][0]["price_id"]
        assert self.announced_price
        announced, not_before = self.announced_price
        assert (at, price_id) == (self.account.covered, announced)
        assert at >= not_before
        assert self.account.paid.until == self.account.paid.whole
        self.price_before, self.announced_price, self.repriced = self.account, None, True
        self.account = replace(self.account, price_id=price_id)

    def book_change(self, data: dict[str, Any], events: Sequence[Envelope]) -> None:
        """What is left of the period comes back at the old price and is charged at the new one."""
        self.repriced = True
        own, due, paid, carried = data["lines"], data["due"], self.account.paid, self.carried
        at_once = due in ("now", "paid")
        if at_once:
            assert own[: len(carried)] == carried
            own, self.carried = own[len(carried) :], []
        if due == "next_invoice":
            self.carried = [*carried, *own]
        before = self.account
        assert (due == "nothing") <= (own == [])
        begun = [
            e.data
            for e in events
            if e.type == "subscription.period_started" and e.data.get("change_id") == data["change_id"]
        ]
        left = seconds_between(moment(data, "effective_at"), self.account.covered)
        back = [reversed_line(line) for line in own if line["amount"]["amount"] < 0]
        charged = [line for line in own if line["amount"]["amount"] >= 0]
        price = self.price(data["after"])
        if begun:
            if back:
                paid.credited(back, left)
            start, end = moment(begun[0], "period_start"), moment(begun[0], "period_end")
            self.begin_interval(start)
            paid = self.account.paid.charged(charged, price, seconds_between(start, end))
        elif own:
            rest = min(left, paid.until)
            paid = paid.credited(back, left).charged(charged, price, rest)
        if not begun and data["before"]["interval"] != data["after"]["interval"]:
            paid = replace(paid, whole=paid.until)
        self.account = replace(self.account, paid=paid, price_id=data["after"]["items"][0]["price_id"])
        own = own if at_once else []
        self.undo.append(Charge(before, carried, own, self.account.discount, data["quote_id"]))

    def book_pause(self, data: dict[str, Any]) -> None:
        account = replace(self.account, paused_at=moment(data, "paused_at"))
        if data["credit_to"]:
            at = to_the_second(moment(data, "paused_at"))
            paid = account.paid.credited(data["credit_lines"], seconds_between(at, account.covered))
            self.total -= cents(data["credit_lines"])
            whole = paid.whole if self.subscription.periods else paid.until
            account = replace(account, covered=at, paid=replace(paid, whole=whole), paused_at=at)
        self.account = account

    def book_resumption(self, data: dict[str, Any]) -> None:
        paused_at = self.account.paused_at
        assert paused_at
        length = max(moment(data, "resumed_at") - paused_at, timedelta())
        covered = to_the_second(self.account.covered + length)
        boundary = "current_period_start" if data["begins_period"] else "current_period_end"
        assert moment(data["subscription"], boundary) == covered
        self.account = replace(self.account, covered=covered, paused_at=None)

    def book_end(self, data: dict[str, Any]) -> None:
        used_until = min(moment(data, "canceled_at"), self.account.paused_at or self.account.covered)
        left = seconds_between(used_until, self.account.covered)
        self.book_use(data["usage_lines"], moment(data, "canceled_at"))
        assert data["lines"] == self.carried
        if data["credit_lines"]:
            self.account.paid.credited(data["credit_lines"], left)
        elif data["mode"] == CancellationMode.IMMEDIATE and self._credits(data["subscription"]):
            paid = self.account.paid
            assert not paid.worth(paid.until - min(left, paid.until))

    def _credits(self, subscription: dict[str, Any]) -> bool:
        policy = self.policies[subscription["items"][0]["product_id"]]
        return policy.cancellation_credit is CancellationCredit.PRORATE

    @asynccontextmanager
    async def commanded(self, by: PausedBy) -> AsyncIterator[Work]:
        """A command in its transaction; one that is refused has changed nothing and told nothing."""
        before = self.subscription
        try:
            async with self.work(by) as work:
                yield work
        except FoyerError:
            assert (await self.stored(), await announced(self.database)) == (before, [])
        else:
            await self.hear()

    @asynccontextmanager
    async def job(self) -> AsyncIterator[None]:
        """It runs by the business's clock, which goes on meanwhile."""
        ahead = -((real_now() - self.now) // timedelta(seconds=1))
        async with self.database.session() as session:
            row = await session.get(BusinessRow, self.business_id)
            assert row
            row.clock_offset = ahead
        yield
        self.now = to_the_second(real_now() + timedelta(seconds=ahead + 1))

    async def spread_prices(self) -> None:
        """Until each subscription has heard."""
        async with self.job():
            while await spread_price_migrations(self.database):
                pass
            await self.hear()

    async def run_job(self) -> None:
        """Until nothing is due."""
        async with self.job():
            while await advance_due_subscriptions(self.database):
                pass
            await self.hear()
        if self.subscription.status in RUNNING:
            assert self.subscription.current_period_start <= self.now < self.subscription.current_period_end
        if self.canceled_to and self.canceled_to <= self.now:
            assert self.subscription.status in ENDED


async def pause(life: Life, number: int) -> None:
    """For some days, now or when the period ends."""
    when = (None, PauseTiming.NOW, PauseTiming.PERIOD_END)[number % 3]
    begins = life.subscription.current_period_end if when is PauseTiming.PERIOD_END else life.now
    back = begins + timedelta(days=number + 1, hours=7) if number % 4 else None
    async with life.commanded(by := one_of(number)) as work:
        await pause_subscription(work, life.subscription.id, resumes_at=back, when=when, by=by)


async def resume(life: Life, number: int) -> None:
    """Before its time."""
    async with life.commanded(by := one_of(number)) as work:
        await resume_subscription(work, life.subscription.id, by=by)


async def choose_another_day(life: Life, number: int) -> None:
    """For the end of the pause."""
    back = life.now + timedelta(days=number + 1)
    async with life.commanded(by := one_of(number)) as work:
        await schedule_resume(work, life.subscription.id, resumes_at=back, by=by)


async def cancel(life: Life, number: int) -> None:
    """As the policy says; the business to the moment that it chooses."""
    by = one_of(number)
    when = None if by is PausedBy.CUSTOMER else (None, *CancelTiming)[number // 5 % 3]
    async with life.commanded(by) as work:
        await cancel_subscription(work, life.subscription.id, by=by, when=when)


async def declare(life: Life, number: int) -> None:
    """A cancellation that is heard of late, when the job has run."""
    declaration = Declaration(id=new_id("dcl"), number="NW-D-1001", received_at=life.now)
    await pass_time(life, number // 3)
    async with life.commanded(PausedBy.CUSTOMER) as work:
        await apply_declaration(work, life.subscription.id, declaration, declared_by=work.actor)


async def declare_before_a_change(life: Life, number: int) -> None:
    """A cancellation that is heard of late, when the job has run and the plan was changed since."""
    declaration = Declaration(id=new_id("dcl"), number="NW-D-1001", received_at=life.now)
    await pass_time(life, number // 3)
    await change_plan(life, number)
    await pay_change(life, 0)
    await pass_time(life, number % 3)
    async with life.commanded(PausedBy.CUSTOMER) as work:
        await apply_declaration(work, life.subscription.id, declaration, declared_by=work.actor)


async def declare_before_a_discount(life: Life, number: int) -> None:
    """A cancellation that is heard of late, when the job has run and a discount was given or taken since."""
    declaration = Declaration(id=new_id("dcl"), number="NW-D-1001", received_at=life.now)
    await pass_time(life, number // 3)
    await give_discount(life, number)
    async with life.commanded(PausedBy.CUSTOMER) as work:
        await apply_declaration(work, life.subscription.id, declaration, declared_by=work.actor)


async def take_back(life: Life, number: int) -> None:
    """The cancellation."""
    async with life.commanded(by := one_of(number)) as work:
        await withdraw_cancellation(work, life.subscription.id, by=by)


async def withdraw(life: Life, number: int) -> None:
    """Any change that waits."""
    ids = [change.id for change in life.subscription.waiting] or ["chg_unknown"]
    async with life.commanded(by := one_of(number)) as work:
        await withdraw_pending_change(work, life.subscription.id, ids[number % len(ids)], by=by)


async def subscribe_again(life: Life, number: int) -> None:
    """To what has ended, and go on with that."""
    async with life.commanded(by := one_of(number)) as work:
        life.follow(await resubscribe(work, life.subscription.id, by=by))


async def change_plan(life: Life, number: int) -> None:
    """To another price, another cycle, or other seats, as it was quoted."""
    price_id = (*life.prices, None)[number % (len(life.prices) + 1)]
    quantity = number % 3 + 1 if number % 2 or price_id is None else None
    when = (None, *ChangeTiming)[number // 5 % 3]
    asked = AskedChange(price_id=price_id, quantity=quantity, when=when)
    async with life.commanded(by := one_of(number)) as work:
        quote = await quote_plan_change(work, life.subscription.id, asked, by=by)
        await confirm_plan_change(work, life.subscription.id, quote.id, for_customer=by is PausedBy.CUSTOMER)


async def give_discount(life: Life, number: int) -> None:
    """A percentage or an amount, once, for some months, or for good; or take the discount away."""
    kind, duration = number % 5, tuple(Duration)[number // 5 % 3]
    reduction = (Reduction(hundredths_off=3333), Reduction(hundredths_off=10_000))[kind] if kind < 2 else None
    async with life.commanded(PausedBy.BUSINESS) as work:
        if kind == 4:
            await remove_discount(work, life.subscription.id)
            return
        coupon = Coupon(
            id=new_id("cpn"),
            business_id=life.business_id,
            name="Less",
            reduction=reduction or Reduction(amount_off=Money(number * 50 + 1, "EUR")),
            duration=duration,
            duration_in_months=number % 3 + 1 if duration is Duration.REPEATING else None,
        )
        await create_coupon(work, coupon)
        asked = Asked(coupon_id=coupon.id)
        await apply_discount(work, life.subscription.id, asked, by=PausedBy.BUSINESS)


async def use(life: Life, number: int) -> None:
    """Something that is metered, today or some days ago."""
    used_at = life.now - timedelta(days=number % 4)
    async with life.commanded(PausedBy.BUSINESS) as work:
        await record_usage(
            work, life.subscription.id, price_id=None, quantity=number, key=new_id("key"), used_at=used_at
        )
        life.used.append((used_at, number))


async def migrate(life: Life, number: int) -> None:
    """What is subscribed to gets another price; or it is withdrawn."""
    async with life.commanded(PausedBy.BUSINESS) as work:
        if number % 5 == 4 and life.migration:
            await withdraw_price_migration(work, *life.migration)
        else:
            item, interval = life.subscription.items[0], life.subscription.interval
            pricing = Pricing(unit_amount=Money(2003 + number * 31, "EUR"))
            to = await create_price(
                work, product_id=item.product_id, pricing=pricing, interval=interval, interval_count=1
            )
            begins = life.now + NOTICE + timedelta(days=number % 3 * 9)
            migration = await migrate_price(work, item.price_id, to=to.id, effective_from=begins)
            await update_price(work, item.price_id, active=False)
            life.prices[to.id], life.migration = pricing.unit_amount.amount, (item.price_id, migration.id)
    await life.spread_prices()


async def pay_change(life: Life, number: int) -> None:
    """What was requested last, however late; or its invoice is void."""
    async with life.commanded(PausedBy.BUSINESS) as work:
        await (settle_plan_change if number % 4 else give_up_plan_change)(work, life.invoice(life.requested))


async def owe(life: Life, number: int) -> None:
    """An invoice is overdue, or collecting it has failed for the last time."""
    life.invoice_version += 1
    async with life.commanded(PausedBy.BUSINESS) as work:
        if number % 2:
            await give_up_collecting(work, life.invoice(), version=life.invoice_version)
        else:
            await note_invoice_standing(work, life.invoice(), overdue=True, version=life.invoice_version)


async def pay(life: Life, _: int) -> None:
    """What is overdue."""
    life.invoice_version += 1
    async with life.commanded(PausedBy.BUSINESS) as work:
        await note_invoice_standing(work, life.invoice(), overdue=False, version=life.invoice_version)


async def pass_time(life: Life, number: int) -> None:
    """Some days, and then the job runs."""
    life.now += timedelta(days=number, seconds=3_601)
    await life.run_job()


async def pass_time_without_the_job(life: Life, number: int) -> None:
    """Some hours, or some weeks: it is late, and the next command does what is due."""
    life.now += timedelta(seconds=number * 1_977, days=number if number % 4 == 0 else 0)


def one_of(number: int) -> PausedBy:
    """Mostly the customer."""
    return PausedBy.CUSTOMER if number % 5 else PausedBy.BUSINESS


Command = Callable[[Life, int], Awaitable[None]]
COMMANDS: tuple[Command, ...] = (
    pause,
    resume,
    choose_another_day,
    cancel,
    declare,
    declare_before_a_change,
    declare_before_a_discount,
    take_back,
    withdraw,
    subscribe_again,
    change_plan,
    change_plan,
    pay_change,
    give_discount,
    use,
    migrate,
    owe,
    pay,
    pass_time,
    pass_time,
    pass_time_without_the_job,
)
POLICIES = st.builds(
    SelfServicePolicy,
    allow_upgrade=st.just(True),
    allow_downgrade=st.just(True),
    allow_cycle_change=st.just(True),
    allow_quantity_change=st.just(True),
    cancellation_mode=st.sampled_from(CancellationMode),
    notice_policy=st.sampled_from(NoticePolicy),
    notice_days=st.sampled_from([0, 14, 40]),
    cancellation_credit=st.sampled_from(CancellationCredit),
    pause_unused=st.sampled_from(PauseUnused),
    plan_change_timing=st.sampled_from(PlanChangeTiming),
    proration=st.sampled_from(Proration),
    trial_change=st.sampled_from(TrialChange),
)
WILLING = SelfServicePolicy(
    allow_upgrade=True,
    allow_downgrade=True,
    allow_cycle_change=True,
    allow_quantity_change=True,
    cancellation_mode=CancellationMode.IMMEDIATE,
    plan_change_timing=PlanChangeTiming.NOW,
)
NOT_PRORATED = replace(WILLING, proration=Proration.NONE)
NOTICED = replace(
    WILLING, cancellation_mode=CancellationMode.REQUEST, notice_policy=NoticePolicy.NOTICE, notice_days=40
)
LATER = replace(WILLING, plan_change_timing=PlanChangeTiming.PERIOD_END)
PLAIN: dict[str, Any] = {
    "interval": Interval.MONTH,
    "zone": "Europe/Amsterdam",
    "terms": Terms(collection=Collection.AUTOMATIC),
    "country": None,
    "metered": False,
}


@settings(
    max_examples=30,
    deadline=None,
    # Each example has a business of its own in the one database.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    interval=st.sampled_from([Interval.DAY, Interval.WEEK, Interval.MONTH]),
    zone=st.sampled_from(["Europe/Amsterdam", "America/New_York", "UTC"]),
    terms=st.builds(
        Terms,
        collection=st.sampled_from([Collection.AUTOMATIC, Collection.AUTOMATIC, Collection.INVOICE]),
        trial_days=st.sampled_from([0, 0, 14]),
        periods=st.sampled_from([None, None, 3]),
    ),
    country=st.sampled_from([None, "NL"]),
    metered=st.booleans(),
    policies=st.lists(POLICIES, min_size=3, max_size=3),
    steps=st.lists(st.tuples(st.sampled_from(COMMANDS), st.integers(0, 70)), min_size=3, max_size=12),
)
@example(
    **PLAIN,
    policies=[NOT_PRORATED] * 3,
    steps=[(pass_time, 5), (change_plan, 7), (cancel, 1)],
)
@example(
    **PLAIN,
    policies=[WILLING] * 3,
    steps=[(pass_time, 5), (change_plan, 7), (pass_time, 9), (change_plan, 8), (pass_time, 40), (cancel, 1)],
)
@example(
    **PLAIN,
    policies=[NOTICED] * 3,
    steps=[(cancel, 1), (pass_time, 35), (take_back, 1), (pass_time, 7), (pass_time, 40), (cancel, 5)],
)
@example(
    **PLAIN,
    policies=[LATER] * 3,
    steps=[(change_plan, 2), (change_plan, 3), (pass_time, 40), (declare, 6), (subscribe_again, 1)],
)
@example(
    **PLAIN,
    policies=[WILLING, replace(WILLING, cancellation_mode=CancellationMode.PERIOD_END), WILLING],
    steps=[(pass_time, 20), (declare_before_a_change, 43), (pass_time, 40)],
)
@example(
    **PLAIN,
    policies=[replace(NOTICED, proration=Proration.INVOICE_NOW)] * 3,
    steps=[(change_plan, 7), (pass_time, 20), (declare_before_a_change, 44), (pass_time, 60)],
)
@example(
    **PLAIN,
    policies=[replace(WILLING, proration=Proration.RESET)] * 3,
    steps=[(pass_time, 20), (declare_before_a_change, 47), (subscribe_again, 1), (pass_time, 40)],
)
@example(
    **PLAIN,
    policies=[replace(NOTICED, plan_change_timing=PlanChangeTiming.PERIOD_END)] * 3,
    steps=[(pass_time, 20), (change_plan, 2), (declare, 59), (pass_time, 40)],
)
@example(
    **PLAIN,
    policies=[NOTICED] * 3,
    steps=[(migrate, 0), (pass_time, 40), (pass_time_without_the_job, 1), (declare, 69), (pass_time, 40)],
)
@example(
    **PLAIN,
    policies=[NOTICED] * 3,
    steps=[
        (give_discount, 5),
        (pass_time, 20),
        (declare_before_a_discount, 62),
        (take_back, 1),
        (pass_time, 70),
    ],
)
@example(
    **PLAIN,
    policies=[NOTICED] * 3,
    steps=[
        (give_discount, 10),
        (pass_time, 20),
        (declare_before_a_discount, 59),
        (take_back, 1),
        (pass_time, 70),
    ],
)
@example(
    **PLAIN | {"metered": True},
    policies=[NOTICED] * 3,
    steps=[
        (give_discount, 10),
        (use, 32),
        (pass_time, 20),
        (declare, 59),
        (use, 5),
        (take_back, 1),
        (pass_time, 70),
    ],
)
@example(
    **PLAIN,
    policies=[WILLING] * 3,
    steps=[
        (give_discount, 5),
        (pass_time, 30),
        (change_plan, 8),
        (pass_time, 9),
        (change_plan, 7),
        (cancel, 1),
    ],
)
@example(
    **PLAIN | {"metered": True},
    policies=[replace(WILLING, pause_unused=PauseUnused.CREDIT)] * 3,
    steps=[(pause, 0), (pass_time, 1), (use, 1), (resume, 0)],
)
async def test_periods_follow_each_other_money_adds_up_and_nothing_is_charged_after_the_end(
    database: Database,
    interval: Interval,
    zone: str,
    terms: Terms,
    country: str | None,
    metered: bool,
    policies: list[SelfServicePolicy],
    steps: list[tuple[Command, int]],
) -> None:
    life = Life(database, zone)
    await life.begin(interval, terms, policies, country, metered=metered)
    for command, number in steps:
        await command(life, number)
    if life.subscription.status in ENDED:
        version = life.subscription.version
        life.now += timedelta(days=400)
        await life.run_job()
        assert life.subscription.version == version
