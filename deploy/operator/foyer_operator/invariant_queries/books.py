"""The books of invoicing balance, and say what invoices and customers are shown to owe and to have."""

from sqlalchemy import text

from foyer_operator.invariant_queries.invariant import Invariant

ENTRIES_COME_TO_ZERO = Invariant(
    "entries_come_to_zero",
    "Every entry of the journal has lines, and they come to zero in each currency.",
    text(
        """
        SELECT id AS entry, currency, sum(amount)::bigint AS amount
        FROM invoicing.journal_entries LEFT JOIN invoicing.journal_lines ON entry_id = id
        GROUP BY id, currency HAVING sum(amount) IS DISTINCT FROM 0 ORDER BY id, currency
        """
    ),
)

OPEN_AMOUNTS_ARE_RECEIVABLE = Invariant(
    "open_amounts_are_receivable",
    "What is open of every invoice is what is booked as receivable, and nothing is once it is not open.",
    text(
        """
        SELECT invoices.id AS invoice, status, invoices.currency, total, open, booked.amount AS receivable
        FROM invoicing.invoices CROSS JOIN LATERAL (
            SELECT coalesce(sum(amount), 0)::bigint AS amount FROM invoicing.journal_lines
            WHERE invoice_id = invoices.id AND account = 'receivable' AND currency = invoices.currency
        ) AS booked
        WHERE open <> booked.amount OR (open = 0) = (status = 'open')
        ORDER BY invoices.id
        """
    ),
)

BALANCES_ARE_BOOKED = Invariant(
    "balances_are_booked",
    "What every customer has to their credit is what is booked on their account.",
    text(
        """
        WITH booked AS (
            SELECT customer_id, currency, -sum(amount)::bigint AS amount
            FROM invoicing.journal_entries JOIN invoicing.journal_lines ON entry_id = id
            WHERE account = 'customer_balance' GROUP BY customer_id, currency
        )
        SELECT customer_id AS customer, currency, balances.amount AS balance, booked.amount AS booked
        FROM invoicing.balances FULL JOIN booked USING (customer_id, currency)
        WHERE coalesce(balances.amount, 0) <> coalesce(booked.amount, 0)
        ORDER BY customer_id, currency
        """
    ),
)

CREDIT_PAYS_WHAT_IS_OWED = Invariant(
    "credit_pays_what_is_owed",
    "Nobody owes an invoice and has something to their credit in the same currency.",
    text(
        """
        SELECT invoices.id AS invoice, invoices.currency, open, amount AS balance
        FROM invoicing.invoices JOIN invoicing.balances USING (customer_id, currency)
        WHERE status = 'open' AND amount > 0 ORDER BY invoices.id
        """
    ),
)

CREDIT_NOTES_ARE_WHAT_IS_CREDITED = Invariant(
    "credit_notes_are_what_is_credited",
    "What is shown as given back of every invoice is the total of its credit notes.",
    text(
        """
        SELECT invoices.id AS invoice, credited, coalesce(sum(credit_notes.total), 0)::bigint AS credit_notes
        FROM invoicing.invoices LEFT JOIN invoicing.credit_notes ON invoice_id = invoices.id
        GROUP BY invoices.id HAVING credited <> coalesce(sum(credit_notes.total), 0) ORDER BY invoices.id
        """
    ),
)

BOOKS = (
    ENTRIES_COME_TO_ZERO,
    OPEN_AMOUNTS_ARE_RECEIVABLE,
    BALANCES_ARE_BOOKED,
    CREDIT_PAYS_WHAT_IS_OWED,
    CREDIT_NOTES_ARE_WHAT_IS_CREDITED,
)
"""What holds of invoicing by itself at every moment: its tests ask too."""
