"""How a business is paid: its terms, when it reminds, and when a charge that failed is tried again."""

from dataclasses import dataclass

from foyer_shared.basics.errors import Invalid

LONGEST_TERMS = 365
LATEST_REMINDER = 90
LATEST_RETRY = 60
MOST_RETRIES = 8
USUAL_RETRY_DAYS = (1, 3, 7)


class DueDaysOutOfRange(Invalid):
    """Terms longer than a year, or below nothing."""

    code = "due_days_out_of_range"


class ReminderDaysOutOfRange(Invalid):
    """A reminder on the due date itself, or too far from it."""

    code = "reminder_days_out_of_range"


class RetryDaysNotAscending(Invalid):
    """Days to try again that do not follow each other, too many of them, or too late."""

    code = "retry_days_not_ascending"


@dataclass(frozen=True, slots=True, kw_only=True)
class DunningSettings:
    """Days are the business's. Reminders that are None are not sent."""

    due_days: int = 14
    """From the invoice's day to its due date, unless the invoice has terms of its own."""
    remind_before_days: int | None = 3
    remind_after_days: int | None = 7
    retry_days: tuple[int, ...] = USUAL_RETRY_DAYS
    """After the first failure. None of them: a charge is tried once."""


USUAL_DUNNING = DunningSettings()


def check_dunning_settings(settings: DunningSettings) -> None:
    """Refuse what cannot be meant."""
    if not 0 <= settings.due_days <= LONGEST_TERMS:
        raise DueDaysOutOfRange(f"Terms are 0 to {LONGEST_TERMS} days.", field="due_days")
    for field in ("remind_before_days", "remind_after_days"):
        days = getattr(settings, field)
        if days is not None and not 1 <= days <= LATEST_REMINDER:
            raise ReminderDaysOutOfRange(f"A reminder is 1 to {LATEST_REMINDER} days away.", field=field)
    days = settings.retry_days
    if len(days) > MOST_RETRIES or list(days) != sorted({*days}) or (days and not _in_range(days)):
        raise RetryDaysNotAscending(
            f"At most {MOST_RETRIES} days, each later than the one before, from 1 to {LATEST_RETRY}.",
            field="retry_days",
        )


def _in_range(days: tuple[int, ...]) -> bool:
    return days[0] >= 1 and days[-1] <= LATEST_RETRY
