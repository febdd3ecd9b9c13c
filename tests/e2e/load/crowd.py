"""A crowd that nobody plants one by one: copies of one customer, in the tables of all services."""

import psycopg
from psycopg.sql import SQL, Identifier

ONE = "customer5@example.com"
"""Who is copied: a customer of the demo with a subscription and invoices."""

_THEIRS = "original.customer_id = %(customer)s"
_THEMSELVES = "original.id = %(customer)s"
_THEIR_LOGINS = "original.id IN (SELECT login_id FROM portal.memberships WHERE customer_id = %(customer)s)"
_THEIR_ENTRIES = (
    "original.entry_id IN (SELECT id FROM invoicing.journal_entries WHERE customer_id = %(customer)s)"
)
_ROWS = {
    "portal.customers": _THEMSELVES,
    "portal.logins": _THEIR_LOGINS,
    "portal.memberships": _THEIRS,
    "portal.history": _THEIRS,
    "subscriptions.subscriptions": _THEIRS,
    "subscriptions.payment_methods": _THEIRS,
    "invoicing.customers": _THEMSELVES,
    "invoicing.orders": _THEIRS,
    "invoicing.invoices": _THEIRS,
    "invoicing.payments": _THEIRS,
    "invoicing.balances": _THEIRS,
    "invoicing.journal_entries": _THEIRS,
    "invoicing.journal_lines": _THEIR_ENTRIES,
    "payments.wallets": _THEIRS,
    "payments.payment_methods": _THEIRS,
    "support.customers": _THEMSELVES,
    "support.tickets": _THEIRS,
    "notifications.customers": _THEMSELVES,
    "notifications.messages": _THEIRS,
}
"""A customer's rows, by table, in an order in which what they refer to is there before them."""

# A row as JSON, in which every id but the business's own things has the copy's number in the place of its
# first seven characters; what is unique within the business has it in front.
_COPY = """
    INSERT INTO {table} SELECT copy.* FROM {table} AS original
    CROSS JOIN generate_series(%(first)s::int, %(last)s::int) AS copies(copy_number)
    CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, regexp_replace(
        regexp_replace(
            to_jsonb(original)::text,
            '\\m(cus|lgn|sub|inv|ord|ipay|adj|pm|msg|evt|tkt)_.{{7}}(?=.{{19}}\\M)',
            '\\1_' || lpad(copy_number::text, 7, '0'), 'g'
        ),
        '"(email|number)": "', '"\\1": "' || copy_number || '.', 'g'
    )::jsonb) AS copy
"""


def address(number: int) -> str:
    """Where the copy of this number gets its mail."""
    return f"{number}.{ONE}"


def count_crowd(database_url: str) -> int:
    """How many copies there are."""
    with psycopg.connect(database_url) as connection:
        query = "SELECT count(*) FROM portal.customers WHERE email LIKE %s"
        found = connection.execute(query, [f"%.{ONE}"]).fetchone()
    return int(found[0]) if found else 0


def add_crowd(database_url: str, first: int, last: int) -> None:
    """Make the copies with these numbers, both included."""
    with psycopg.connect(database_url) as connection:
        found = connection.execute("SELECT id FROM portal.customers WHERE email = %s", [ONE]).fetchone()
        assert found is not None
        values = {"customer": found[0], "first": first, "last": last}
        for name, which in _ROWS.items():
            statement = SQL(_COPY).format(table=Identifier(*name.split(".")))
            connection.execute(statement + SQL(f"WHERE {which}"), values)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
