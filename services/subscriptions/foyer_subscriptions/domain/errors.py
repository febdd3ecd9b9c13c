"""What can be wrong with a command about products, prices and subscriptions."""

from foyer_shared.basics.errors import Conflict, Invalid, NotAllowed, NotFound, Unavailable


class ProductNotFound(NotFound):
    """No such product in this business."""

    code = "product_not_found"


class PriceNotFound(NotFound):
    """No such price in this business."""

    code = "price_not_found"


class SubscriptionNotFound(NotFound):
    """No such subscription for whoever asks."""

    code = "subscription_not_found"


class PendingChangeNotFound(NotFound):
    """No such change waits on this subscription."""

    code = "pending_change_not_found"


class BusinessNotKnownYet(Unavailable):
    """The business was made a moment ago, and its time zone has not arrived here."""

    code = "business_not_known_yet"


class NothingOwed(Conflict):
    """What is to be suspended is not past due."""

    code = "nothing_owed"


class PriceNotSold(Conflict):
    """The price or its product is not active."""

    code = "price_not_sold"


class PriceNotRecurring(Invalid):
    """A subscription needs prices with an interval."""

    code = "price_not_recurring"


class PricingInvalid(Invalid):
    """The terms of a price contradict each other."""

    code = "pricing_invalid"


class QuantityNotPossible(Invalid):
    """Less than one, or more than one of what is not sold by number."""

    code = "quantity_not_possible"


class NotMetered(Invalid):
    """Usage is recorded for one of the metered prices of a subscription."""

    code = "not_metered"


class UsageInFuture(Invalid):
    """It was used at a moment that has not come."""

    code = "usage_in_future"


class UsageBeforeStart(Invalid):
    """It was used before the subscription began."""

    code = "usage_before_start"


class UsageKeyReused(Conflict):
    """The key names another record already."""

    code = "usage_key_reused"


class PricesDoNotMix(Invalid):
    """The items of one subscription share one currency and one interval."""

    code = "prices_do_not_mix"


class PolicyOutOfRange(Invalid):
    """A limit of a self-service policy is outside what Foyer supports."""

    code = "policy_out_of_range"


class BackdateOutOfRange(Invalid):
    """An imported subscription began before now, and not before 1970."""

    code = "backdate_out_of_range"


class TermIsOver(Invalid):
    """The fixed term of an imported subscription has ended already."""

    code = "term_is_over"


class PauseNotOffered(NotAllowed):
    """The product's self-service policy does not offer pausing."""

    code = "pause_not_offered"


class PauseLimitReached(Conflict):
    """It was paused as often as the policy allows within a year."""

    code = "pause_limit_reached"


class AlreadyPaused(Conflict):
    """It is paused already."""

    code = "already_paused"


class PauseAlreadyScheduled(Conflict):
    """A pause waits already; one change of a kind at a time."""

    code = "pause_already_scheduled"


class CancellationPending(Conflict):
    """A cancellation waits, and it hides every other change."""

    code = "cancellation_pending"


class CancelNotOffered(NotAllowed):
    """The product's self-service policy does not offer canceling."""

    code = "cancel_not_offered"


class CancellationAlreadyPending(Conflict):
    """A cancellation waits already."""

    code = "cancellation_already_pending"


class CancellationNotProven(NotAllowed):
    """Whoever declares it has not signed in, and it would end at once."""

    code = "cancellation_not_proven"


class WithdrawalPeriodOver(Conflict):
    """The days in which a consumer may withdraw from the contract are over."""

    code = "withdrawal_period_over"


class WithdrawalForConsumersOnly(NotAllowed):
    """A company has no right to withdraw."""

    code = "withdrawal_for_consumers_only"


class DeclarationRefused(Conflict):
    """The customer's declaration was refused before, and stays so."""

    code = "declaration_refused"


class SubscriptionAlreadyEnded(Conflict):
    """It is canceled or completed."""

    code = "subscription_already_ended"


class CancellationTimingNotOffered(Invalid):
    """The policy says when a customer's cancellation takes effect."""

    code = "cancellation_timing_not_offered"


class CancellationReasonUnknown(Invalid):
    """The business asks for other reasons."""

    code = "cancellation_reason_unknown"


class NoCancellationPending(Conflict):
    """There is no cancellation to take back."""

    code = "no_cancellation_pending"


class ReactivationNotOffered(NotAllowed):
    """The product's self-service policy does not let customers come back by themselves."""

    code = "reactivation_not_offered"


class SubscriptionNotEnded(Conflict):
    """Only what has ended is subscribed to again."""

    code = "subscription_not_ended"


class NotEndedToArchive(Conflict):
    """Only what is canceled or completed is archived."""

    code = "not_ended_to_archive"


class AlreadyResubscribed(Conflict):
    """It has been subscribed to again already."""

    code = "already_resubscribed"


class MoveNotPossible(Conflict):
    """The subscription's state does not allow this move."""

    code = "wrong_state"


class ResumeDateInPast(Invalid):
    """The date to come back has passed."""

    code = "resume_date_in_past"


class PauseTooShort(Invalid):
    """The date to come back is before the shortest pause allowed."""

    code = "pause_too_short"


class PauseTooLong(Invalid):
    """The date to come back is after the longest pause allowed."""

    code = "pause_too_long"


class PauseTimingNotOffered(Invalid):
    """The policy lets pauses begin at the period's end only."""

    code = "pause_timing_not_offered"


class PausePeriodEnded(Conflict):
    """The paid period is over, so that no pause can begin when it ends."""

    code = "pause_period_ended"


class NoWayToCollect(Conflict):
    """Automatic collection needs a payment method."""

    code = "no_way_to_collect"


class NotPaused(Conflict):
    """Only what is paused can be resumed."""

    code = "not_paused"


class PausedByBusiness(NotAllowed):
    """Whoever paused it resumes it: this was the business."""

    code = "paused_by_business"


class MethodNeeded(NotAllowed):
    """It waits for a way to collect, and goes on by itself once there is one."""

    code = "method_needed"


class ChangeNotWithdrawable(Conflict):
    """A pause always has an end; resume now, or pause again with another date."""

    code = "change_not_withdrawable"


class EntitlementNotFound(NotFound):
    """No such entitlement, of this product or of whoever asks."""

    code = "entitlement_not_found"


class TooManyEntitlements(Conflict):
    """A product grants as many as it can."""

    code = "too_many_entitlements"


class EntitlementTermsOutOfRange(Invalid):
    """A limit of an entitlement is outside what Foyer supports."""

    code = "entitlement_terms_out_of_range"


class WrongEntitlementKind(Conflict):
    """This is done with entitlements of another kind."""

    code = "wrong_entitlement_kind"


class EntitlementNotUsable(Conflict):
    """It is withheld while the subscription is paused or suspended, or was revoked."""

    code = "entitlement_not_usable"


class EntitlementAlreadyRevoked(Conflict):
    """The business has taken it already."""

    code = "entitlement_already_revoked"


class LinkInvalid(Invalid):
    """A link that is granted leads to an https address."""

    code = "link_invalid"


class FileEmpty(Invalid):
    """A file to download has at least one byte."""

    code = "file_empty"


class FileNotThereYet(Conflict):
    """The business has not uploaded the file."""

    code = "file_not_there_yet"


class DownloadExpired(Conflict):
    """The days in which the file could be fetched are over."""

    code = "download_expired"


class DownloadLimitReached(Conflict):
    """The file was fetched as often as it may be."""

    code = "download_limit_reached"


class LicenseKeyPatternInvalid(Invalid):
    """Keys of this pattern could be guessed, or not be typed."""

    code = "license_key_pattern_invalid"


class LicenseKeyInvalid(Invalid):
    """A key of a list could not be typed."""

    code = "license_key_invalid"


class LicenseKeysDrawn(Conflict):
    """The keys of this entitlement are drawn by its pattern, and come from no list."""

    code = "license_keys_drawn"


class LicenseKeyTaken(Conflict):
    """The business uses this key for another entitlement."""

    code = "license_key_taken"


class LicenseKeyNotFound(NotFound):
    """The business has no such license key."""

    code = "license_key_not_found"


class LicenseKeyNotUsable(Conflict):
    """The license key is withheld or revoked."""

    code = "license_key_not_usable"


class ActivationLimitReached(Conflict):
    """The license key is in use on as many devices as it may be."""

    code = "activation_limit_reached"


class ActivationNotFound(NotFound):
    """The license key is not in use on such a device."""

    code = "activation_not_found"


class CancellationChanged(Conflict):
    """The cancellation means something else than what was shown of it."""

    code = "cancellation_changed"
