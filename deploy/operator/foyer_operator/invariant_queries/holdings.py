"""What customers are charged for and hold follows from what they have: once, and for a cause."""

from sqlalchemy import text

from foyer_operator.invariant_queries.invariant import Invariant

PERIODS_DO_NOT_OVERLAP = Invariant(
    "periods_do_not_overlap",
    "No two charged periods of a subscription that stand cover the same time, unless a pause or another plan "
    "had cut the earlier one off.",
    text(
        # A period keeps where its subscription stood before it began: in the earlier one, whose end a pause
        # may have moved, in a later one (another plan's, which is charged otherwise), or in one before both,
        # and then both were begun from there.
        """
        SELECT earlier.subscription_id AS subscription, earlier.id AS period, later.id AS overlaps
        FROM subscriptions.charged_periods AS earlier JOIN subscriptions.charged_periods AS later
            ON later.subscription_id = earlier.subscription_id
            AND (later.begins, later.id) > (earlier.begins, earlier.id) AND later.begins < earlier.ends
        WHERE earlier.voided_at IS NULL AND later.voided_at IS NULL
            AND earlier.quote_id IS NULL AND later.quote_id IS NULL
            AND later.period_start_before <= earlier.begins
            AND (later.period_start_before < earlier.begins OR later.begins < later.period_end_before)
        ORDER BY earlier.subscription_id, earlier.begins, later.begins
        """
    ),
)

ENTITLEMENTS_HAVE_A_CAUSE = Invariant(
    "entitlements_have_a_cause",
    "Whoever holds an entitlement has its product by a subscription that runs, or by an order that is paid "
    "and of which it was not given back.",
    text(
        """
        WITH held AS (
            SELECT id AS source, customer_id, item ->> 'product_id' AS product_id
            FROM subscriptions.subscriptions CROSS JOIN jsonb_array_elements(items) AS item
            WHERE status IN ('trialing', 'active', 'past_due')
            UNION
            SELECT known.id, known.customer_id, product_id
            FROM subscriptions.orders AS known
            JOIN invoicing.orders AS placed ON placed.id = known.id AND placed.status IN ('paid', 'fulfilled')
            CROSS JOIN jsonb_each_text(products) AS bought(product_id, quantity)
            WHERE paid_version > 0 AND reversed_version <= paid_version AND quantity::bigint > (
                SELECT coalesce(sum((given_back ->> product_id)::bigint), 0)
                FROM jsonb_each(refunds) AS refund(id, given_back)
            )
        )
        SELECT grants.id AS grant, grants.status, grants.product_id AS product,
               subscription_id AS subscription, order_id AS "order"
        FROM subscriptions.grants LEFT JOIN held
            ON held.source = coalesce(subscription_id, order_id)
            AND held.customer_id = grants.customer_id AND held.product_id = grants.product_id
        WHERE grants.status IN ('pending', 'granted') AND held.source IS NULL
        ORDER BY grants.id
        """
    ),
)
