"""A pause is told of once, and whoever hears of it acts once."""

from sqlalchemy import text

from foyer_operator.invariant_queries.invariant import Invariant

# The outbox forgets what it sent seven days ago, and the history forgets nothing: of what is older the
# history is the only witness, and an event that it has lost shows as a pause that was never told of.
_EVENTS = """
    SELECT message_id AS event, envelope ->> 'subject' AS subscription,
           (envelope ->> 'businesstime')::timestamptz AS paused_at
    FROM subscriptions.outbox, LATERAL (SELECT convert_from(body, 'UTF8')::jsonb AS envelope) AS read
    WHERE routing_key = 'subscriptions.subscription.paused'
    UNION
    SELECT event_id, subject, at FROM portal.history WHERE type = 'subscription.paused'
"""

A_PAUSE_IS_TOLD_ONCE = Invariant(
    "a_pause_is_told_once",
    "Every pause that began has exactly one event, and every event of a pause has its pause.",
    text(
        # Each pause that begins leaves its end waiting as a change of its own, which is never deleted: of the
        # same transaction as the event, and so of the same moment.
        f"""
        WITH told AS (
            SELECT subscription, paused_at, array_agg(event ORDER BY event) AS events
            FROM ({_EVENTS}) AS known GROUP BY subscription, paused_at
        ), pauses AS (
            SELECT subscription_id AS subscription, requested_at AS paused_at, count(*) AS pauses
            FROM subscriptions.pending_changes WHERE kind = 'resume' GROUP BY subscription_id, requested_at
        )
        SELECT subscription, paused_at, coalesce(pauses, 0) AS pauses, coalesce(events, '{{}}') AS events
        FROM pauses FULL JOIN told USING (subscription, paused_at)
        WHERE pauses IS DISTINCT FROM cardinality(events) ORDER BY subscription, paused_at
        """  # noqa: S608  Both parts are written here.
    ),
)

A_PAUSE_HAS_ONE_MAIL = Invariant(
    "a_pause_has_one_mail",
    "Every event of a pause has exactly one mail, which was sent, or held for its business.",
    text(
        f"""
        SELECT event, subscription, array_remove(array_agg(state ORDER BY state), NULL) AS mails
        FROM ({_EVENTS}) AS known
        LEFT JOIN notifications.messages ON cause = event AND kind = 'subscription_paused'
        GROUP BY event, subscription
        HAVING count(id) <> 1 OR bool_or(state NOT IN ('sent', 'held')) ORDER BY event
        """  # noqa: S608  As above.
    ),
)

A_PAUSE_HAS_ONE_HISTORY_LINE = Invariant(
    "a_pause_has_one_history_line",
    "Every event of a pause has exactly one line in the history.",
    text(
        # A second one has an event of its own, as that is its key, and so no pause and no mail.
        f"""
        SELECT event, subscription FROM ({_EVENTS}) AS known
        WHERE event NOT IN (SELECT event_id FROM portal.history) ORDER BY event
        """  # noqa: S608  As above.
    ),
)
