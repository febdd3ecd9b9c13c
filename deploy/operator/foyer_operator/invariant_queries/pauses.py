"""A pause takes effect once, wherever it is told."""

from sqlalchemy import text

from foyer_operator.invariant_queries.invariant import Invariant

A_PAUSE_HAS_ONE_MAIL = Invariant(
    "a_pause_has_one_mail",
    "Every pause that began has exactly one mail.",
    text(
        # Each pause that begins leaves its end waiting as a change of its own, which is never deleted.
        """
        WITH pauses AS (
            SELECT subscription_id, count(*) AS pauses FROM subscriptions.pending_changes
            WHERE kind = 'resume' GROUP BY subscription_id
        ), told AS (
            SELECT subject AS subscription_id, event_id FROM portal.history WHERE type = 'subscription.paused'
            UNION
            SELECT convert_from(body, 'UTF8')::jsonb ->> 'subject', message_id FROM subscriptions.outbox
            WHERE routing_key = 'subscriptions.subscription.paused'
        ), mails AS (
            SELECT told.subscription_id, count(*) AS mails
            FROM told JOIN notifications.messages ON cause = told.event_id AND kind = 'subscription_paused'
            GROUP BY told.subscription_id
        )
        SELECT subscription_id, coalesce(pauses, 0) AS pauses, coalesce(mails, 0) AS mails
        FROM pauses FULL JOIN mails USING (subscription_id)
        WHERE pauses IS DISTINCT FROM mails ORDER BY subscription_id
        """
    ),
)

A_PAUSE_HAS_ONE_HISTORY_LINE = Invariant(
    "a_pause_has_one_history_line",
    "Every pause that began has exactly one line in the history.",
    text(
        """
        WITH pauses AS (
            SELECT subscription_id, count(*) AS pauses FROM subscriptions.pending_changes
            WHERE kind = 'resume' GROUP BY subscription_id
        ), lines AS (
            SELECT subject AS subscription_id, count(*) AS lines FROM portal.history
            WHERE type = 'subscription.paused' GROUP BY subject
        )
        SELECT subscription_id, coalesce(pauses, 0) AS pauses, coalesce(lines, 0) AS lines
        FROM pauses FULL JOIN lines USING (subscription_id)
        WHERE pauses IS DISTINCT FROM lines ORDER BY subscription_id
        """
    ),
)
