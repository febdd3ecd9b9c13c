"""The open pages of a process: told what concerns them, bounded in number and in what waits for them."""

from contextlib import ExitStack

import pytest
from foyer_portal_bff.domain.live import Audience, Change
from foyer_portal_bff.gateways import open_pages
from foyer_portal_bff.gateways.open_pages import News, NoStreamNow, OpenPages, TooManyStreams
from foyer_shared.basics.origin import Scope
from foyer_shared.messaging.fanout import LOST, InProcessFanout
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND

SEES = frozenset({"subscriptions", "invoicing"})
ADAS = Scope(NORTHWIND, ADA)


@pytest.fixture
def fanout() -> InProcessFanout:
    return InProcessFanout()


@pytest.fixture
def pages(fanout: InProcessFanout) -> OpenPages:
    """One process."""
    return OpenPages(fanout)


def a_page(session_id: str = "ses_1", scope: Scope = ADAS) -> Audience:
    """Somebody who looks."""
    return Audience(session_id, scope, SEES)


async def test_a_page_is_told_once_of_all_that_changed(fanout: InProcessFanout, pages: OpenPages) -> None:
    other_process = OpenPages(fanout)
    with pages.open(a_page()) as page:
        for _ in range(1_000):
            other_process.tell(Change(ADAS, "subscriptions"))
            other_process.tell(Change(ADAS, "invoicing"))
            other_process.tell(Change(ADAS, "support"))
            other_process.tell(Change(Scope(CONTOSO, ADA), "invoicing"))
        assert await page.next(0.01) == News(SEES)
        assert await page.next(0.01) is None


async def test_what_changes_for_a_business_is_said_to_concern_many(pages: OpenPages) -> None:
    with pages.open(a_page()) as ada, pages.open(a_page(scope=Scope(CONTOSO, "cus_2"))) as other:
        pages.tell(Change(Scope(NORTHWIND), "subscriptions"))
        assert await ada.next(0.01) == News(SEES, for_many=True)
        assert await other.next(0.01) is None


async def test_when_something_may_be_lost_all_pages_look_for_themselves(
    fanout: InProcessFanout, pages: OpenPages
) -> None:
    with pages.open(a_page()) as ada, pages.open(a_page(scope=Scope(CONTOSO, "cus_2"))) as other:
        fanout.tell(LOST)
        assert await ada.next(0.01) == News(SEES, for_many=True)
        assert await other.next(0.01) == News(SEES, for_many=True)


async def test_a_session_has_only_so_many_streams(pages: OpenPages) -> None:
    with ExitStack() as stack:
        for _ in range(open_pages.MOST_OF_A_SESSION):
            stack.enter_context(pages.open(a_page()))
        with pytest.raises(TooManyStreams), pages.open(a_page()):
            pass
        stack.enter_context(pages.open(a_page("ses_2")))
    with pages.open(a_page()):
        pass
    assert pages._pages == {}


async def test_a_process_has_only_so_many_streams(pages: OpenPages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_pages, "MOST", 1)
    with pages.open(a_page()), pytest.raises(NoStreamNow), pages.open(a_page("ses_2")):
        pass


async def test_a_process_that_stops_ends_its_streams_and_opens_none(pages: OpenPages) -> None:
    with pages.open(a_page()) as page:
        await pages.end_streams()
        assert await page.next(60) is None
        assert page.is_over
        with pytest.raises(NoStreamNow), pages.open(a_page()):
            pass
