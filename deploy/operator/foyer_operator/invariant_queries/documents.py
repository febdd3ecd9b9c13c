"""Money and numbers of documents add up."""

from sqlalchemy import text

from foyer_operator.invariant_queries.invariant import Invariant

OPEN_AMOUNTS_ARE_WHAT_IS_NOT_PAID = Invariant(
    "open_amounts_are_what_is_not_paid",
    "What is open of every invoice is its total less its payments, and it is paid when nothing is.",
    text(
        """
        SELECT invoices.id AS invoice, invoices.status, invoices.currency, total, open, paid.amount AS paid
        FROM invoicing.invoices CROSS JOIN LATERAL (
            SELECT coalesce(sum(amount), 0)::bigint AS amount FROM invoicing.payments
            WHERE invoice_id = invoices.id AND payments.currency = invoices.currency
        ) AS paid
        WHERE open <> total - paid.amount OR (open = 0) <> (invoices.status = 'paid')
        ORDER BY invoices.id
        """
    ),
)

ORDERS_STAND_AS_THEIR_INVOICES = Invariant(
    "orders_stand_as_their_invoices",
    "An order is paid exactly when its invoice is.",
    text(
        """
        SELECT orders.id AS "order", orders.status, orders.invoice_id AS invoice,
               invoices.status AS invoice_status
        FROM invoicing.orders LEFT JOIN invoicing.invoices ON invoices.id = orders.invoice_id
        WHERE (orders.status = 'paid') IS DISTINCT FROM (invoices.status = 'paid')
        ORDER BY orders.id
        """
    ),
)

NUMBERS_ARE_GAPLESS = Invariant(
    "numbers_are_gapless",
    "The numbers of invoices, receipts, orders and tickets run to the last one drawn without a gap.",
    text(
        """
        WITH drawn AS (
            SELECT series, business_id, year, last,
                   CASE series WHEN 'order' THEN 1001 ELSE 1 END AS first
            FROM invoicing.number_series
            UNION ALL
            SELECT 'ticket', business_id, 0, last, 1001 FROM support.number_series
        ), expected AS (
            SELECT series, business_id, year, number FROM drawn, generate_series(first, last) AS number
        ), used AS (
            SELECT 'invoice' AS series, business_id,
                   substring(number FROM '-([0-9]+)-[0-9]+$')::int AS year,
                   substring(number FROM '([0-9]+)$')::int AS number
            FROM invoicing.invoices
            UNION ALL
            SELECT 'receipt', business_id, substring(number FROM '-([0-9]+)-[0-9]+$')::int,
                   substring(number FROM '([0-9]+)$')::int
            FROM invoicing.papers WHERE kind = 'receipt'
            UNION ALL
            SELECT 'order', business_id, 0, substring(number FROM '([0-9]+)$')::int FROM invoicing.orders
            UNION ALL
            SELECT 'ticket', business_id, 0, substring(number FROM '([0-9]+)$')::int FROM support.tickets
        )
        SELECT series, business_id AS business, year, number,
               CASE WHEN used.number IS NULL THEN 'missing' ELSE 'never drawn' END AS how
        FROM expected FULL JOIN used USING (series, business_id, year, number)
        WHERE expected.number IS NULL OR used.number IS NULL
        ORDER BY 1, 2, 3, 4
        """
    ),
)
