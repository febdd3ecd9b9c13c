"""What the reference shows as the body of each door."""

from pydantic.config import JsonDict

_PRODUCT = "prod_01k9m7x2tqe4vr0p5s8b3f6h1j"
_PRICE = "price_01k9m7y4wzf2xs1q6t9c4g7j3k"
_SUBSCRIPTION = "sub_01k9m81c6bj4zv3s8w1e6j9m5n"
_COUPON = "cpn_01k9m82d7ck5aw4t9x2f7k0n6p"
_CUSTOMER = "cus_01k9m80b5ah3yt2r7v0d5h8k4m"


PRODUCT: JsonDict = {
    "name": "Studio",
    "description": "Unlimited projects, shared with everybody.",
    "tax_class": "standard",
    "supply": "services",
    "custom_fields": [
        {"key": "team_name", "label": "Team name", "type": "text", "editable_by": "customer"},
        {"key": "floor", "label": "Floor", "type": "choice", "options": ["Ground", "First"]},
    ],
    "self_service": {
        "allow_upgrade": True,
        "cancellation_mode": "request",
        "notice_policy": "notice_or_period_end_later",
        "notice_days": 30,
        "plan_change_timing": "upgrade_now_downgrade_later",
        "proration": "prorate",
    },
    "billing": {"after_last_retry": "suspended"},
}
PRODUCT_CHANGES: JsonDict = {
    "description": None,
    "self_service": {"allow_pause": False, "pauses_per_year": 2},
}

MONTHLY_PRICE: JsonDict = {
    "product_id": _PRODUCT,
    "amount": 2900,
    "currency": "EUR",
    "interval": "month",
    "tax_behavior": "exclusive",
}
METERED_PRICE: JsonDict = {
    "product_id": _PRODUCT,
    "amount": 5,
    "currency": "EUR",
    "interval": "month",
    "usage_type": "metered",
    "included_units": 100,
}
PRICE_CHANGES: JsonDict = {"active": False}
PRICE_MIGRATION: JsonDict = {
    "to": "price_01k9m7z1c8g5nv4r2w0x6h9k3q",
    "effective_from": "2027-01-01T00:00:00Z",
}

SUBSCRIPTION: JsonDict = {
    "customer_id": _CUSTOMER,
    "items": [{"price_id": _PRICE, "quantity": 1}],
    "trial_days": 14,
    "linked_services": [{"name": "ada.example", "url": "https://domains.example/ada"}],
    "custom_fields": {"team_name": "Analytical Engines"},
}
IMPORTED_SUBSCRIPTION: JsonDict = {
    "customer_id": _CUSTOMER,
    "items": [{"price_id": _PRICE, "quantity": 5}],
    "collection": "invoice",
    "periods": 24,
    "backdate_start_date": "2026-01-31T09:30:00Z",
}
SUBSCRIPTION_CHANGES: JsonDict = {
    "linked_services": [],
    "custom_fields": {"team_name": None, "floor": "First"},
}
CUSTOM_VALUES: JsonDict = {"custom_fields": {"team_name": "Analytical Engines"}}

USAGE: JsonDict = {
    "subscription_id": _SUBSCRIPTION,
    "quantity": 25,
    "key": "export-2026-03-10-0917",
    "used_at": "2026-03-10T09:17:00Z",
}

RESUME: JsonDict = {"resumes_at": "2027-02-01T00:00:00+01:00"}
PAUSE: JsonDict = {"resumes_at": "2027-01-15T00:00:00+01:00", "when": "now"}
CANCEL: JsonDict = {"reason": "unused", "message": "We no longer need it."}
REASONS: JsonDict = {"reasons": [{"code": "too_expensive"}, {"code": "moved", "label": "I moved away"}]}

FILE_TO_GRANT: JsonDict = {"kind": "file", "name": "Brush pack", "downloads": 5, "days": 30}
KEY_TO_GRANT: JsonDict = {
    "kind": "license_key",
    "name": "Studio for the desktop",
    "keys": "drawn",
    "pattern": "NW-XXXX-XXXX-XXXX",
    "activations": 2,
}
LINK_TO_GRANT: JsonDict = {
    "kind": "link",
    "name": "Makers' forum",
    "url": "https://forum.example/join?member={customer_id}",
}
ENTITLEMENT_CHANGES: JsonDict = {"name": "Brush pack 2", "downloads": 10}
LICENSE_KEYS: JsonDict = {"keys": ["NW-7Q2M-K9RT-4HXZ", "NW-2B8D-VW5N-J6CE"]}
DEVICE_CALL: JsonDict = {"license_key": "NW-7Q2M-K9RT-4HXZ", "instance": "3f2c9a70"}
ACTIVATE_CALL: JsonDict = {**DEVICE_CALL, "name": "Ada's laptop"}
COUPON: JsonDict = {
    "name": "A fifth off for three months",
    "percent_off": 20,
    "duration": "repeating",
    "duration_in_months": 3,
}
COUPON_CHANGES: JsonDict = {"active": False}
PROMOTION_CODE: JsonDict = {"code": "WELCOME20", "coupon": _COUPON, "max_per_customer": 1}
PROMOTION_CODE_CHANGES: JsonDict = {"active": False}
DISCOUNT: JsonDict = {"coupon": _COUPON}
TYPED_CODE: JsonDict = {"code": "WELCOME20"}
QUOTE: JsonDict = {"price_id": _PRICE, "when": "now"}
MORE_SEATS: JsonDict = {"quantity": 5}
QUOTED_CHANGE: JsonDict = {"quote": "quo_01k9m8a4d2cj5zv4t9x2f7k0m6"}

RETENTION_OFFERS: JsonDict = {
    "offers": [
        {
            "code": "half_price",
            "kind": "coupon",
            "coupon": _COUPON,
            "reasons": ["too_expensive"],
            "limit": {"times": 1, "months": 12},
        },
        {"code": "more_days", "kind": "trial_extension", "days": 14},
        {"code": "a_break", "kind": "pause"},
        {"code": "talk", "kind": "contact", "label": "Let us call you", "applies_to": [_PRODUCT]},
    ]
}
CANCEL_REASON: JsonDict = {"reason": "too_expensive"}
