"""What a euro is worth at both businesses, so that invoices in other currencies have their papers."""

from datetime import datetime

from foyer_local.seed.business_api import BusinessApi, side_by_side

_RATES = {
    "AUD": "1.7610",
    "BHD": "0.4365",
    "CAD": "1.6240",
    "CHF": "0.9315",
    "CNY": "8.2460",
    "CZK": "24.2150",
    "DKK": "7.4686",
    "GBP": "0.8770",
    "HUF": "382.15",
    "INR": "103.62",
    "ISK": "147.20",
    "JOD": "0.8214",
    "JPY": "181.45",
    "KRW": "1698.20",
    "KWD": "0.3554",
    "NOK": "11.7280",
    "OMR": "0.4454",
    "PLN": "4.2290",
    "RON": "5.0845",
    "SEK": "10.9640",
    "TND": "3.4120",
    "USD": "1.1585",
}
"""Invented, though not far off."""


async def say_exchange_rates(api: BusinessApi, *, at: datetime) -> None:
    """From then on."""
    await side_by_side(
        api.post(
            "exchange-rates",
            {
                "from_currency": "EUR",
                "to_currency": currency,
                "rate": rate,
                "valid_from": f"{at:%Y-%m-%d}",
                "source": "The demo",
            },
            name=f"exchange rate {currency}",
            at=at,
        )
        for currency, rate in _RATES.items()
    )
