"""Documents agree with each other, and their numbers add up."""

from sqlalchemy import text

from foyer_operator.invariant_queries.invariant import Invariant

ORDERS_STAND_AS_THEIR_INVOICES = Invariant(
    "orders_stand_as_their_invoices",
    "An order is canceled when its invoice is void, refunded when all of that was given back, paid or "
    "fulfilled when it is paid, else placed.",
    text(
        """
        SELECT orders.id AS "order", orders.status, orders.invoice_id AS invoice,
               invoices.status AS invoice_status
        FROM invoicing.orders LEFT JOIN invoicing.invoices ON invoices.id = orders.invoice_id
        WHERE CASE
            WHEN invoices.status = 'void' THEN orders.status <> 'canceled'
                AND NOT (orders.status = 'refunded' AND credited = invoices.total)
            WHEN credited = invoices.total AND credited > 0 THEN orders.status <> 'refunded'
            WHEN invoices.status = 'paid' THEN orders.status NOT IN ('paid', 'fulfilled')
            ELSE orders.status <> 'placed'
        END OR invoices.id IS NULL
        ORDER BY orders.id
        """
    ),
)

NUMBERS_ARE_GAPLESS = Invariant(
    "numbers_are_gapless",
    "The numbers of documents, orders, cases and tickets run to the last one drawn without a gap.",
    text(
        """
        WITH drawn AS (
            SELECT series, business_id, year, last,
                   CASE WHEN series IN ('order', 'collection_case') THEN 1001 ELSE 1 END AS first
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
            SELECT 'credit_note', business_id,
                   substring(number FROM '-([0-9]+)-[0-9]+$')::int,
                   substring(number FROM '([0-9]+)$')::int
            FROM invoicing.credit_notes
            UNION ALL
            SELECT 'receipt', business_id,
                   substring(number FROM '-([0-9]+)-[0-9]+$')::int,
                   substring(number FROM '([0-9]+)$')::int
            FROM invoicing.papers WHERE kind = 'receipt'
            UNION ALL
            SELECT 'order', business_id, 0, substring(number FROM '([0-9]+)$')::int FROM invoicing.orders
            UNION ALL
            SELECT 'collection_case', business_id, 0, substring(number FROM '([0-9]+)$')::int
            FROM invoicing.collection_cases
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
