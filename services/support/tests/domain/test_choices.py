"""What each side may choose for a ticket."""

import pytest
from foyer_support.domain.categories import CHOICES, Category, chosen_category
from foyer_support.domain.errors import LinkMalformed, UnknownCategory, UnknownPriority
from foyer_support.domain.links import Links
from foyer_support.domain.priorities import Priority, chosen_priority
from foyer_support.domain.side import Side

SUB = "sub_01jdm3k8zq7r2t5v8w3x9y4b6c"


@pytest.mark.parametrize("by", Side)
@pytest.mark.parametrize("category", Category)
def test_the_table_decides_who_chooses_a_category(by: Side, category: Category) -> None:
    if category in CHOICES[by]:
        assert chosen_category(category.value, by) is category
    else:
        with pytest.raises(UnknownCategory):
            chosen_category(category.value, by)


def test_what_customers_choose() -> None:
    assert CHOICES[Side.CUSTOMER] == (Category.QUESTION, Category.BILLING, Category.TECHNICAL)
    assert set(CHOICES[Side.STAFF]) == set(Category)


@pytest.mark.parametrize("name", ["", "Billing", "praise"])
def test_there_are_no_other_categories(name: str) -> None:
    with pytest.raises(UnknownCategory):
        chosen_category(name, Side.STAFF)


@pytest.mark.parametrize("name", ["low", "normal", "high", "urgent"])
def test_priorities(name: str) -> None:
    assert chosen_priority(name) is Priority(name)


@pytest.mark.parametrize("name", ["", "HIGH", "whenever"])
def test_there_are_no_other_priorities(name: str) -> None:
    with pytest.raises(UnknownPriority):
        chosen_priority(name)


def test_a_ticket_links_by_ids() -> None:
    assert Links(subscription_id=SUB).subscription_id == SUB


@pytest.mark.parametrize(
    ("links", "field"),
    [
        ({"subscription_id": "sub_1"}, "subscription_id"),
        ({"invoice_id": SUB}, "invoice_id"),
        ({"order_id": ""}, "order_id"),
    ],
)
def test_other_links_are_refused(links: dict[str, str], field: str) -> None:
    with pytest.raises(LinkMalformed) as refused:
        Links(**links)

    assert refused.value.field == field
