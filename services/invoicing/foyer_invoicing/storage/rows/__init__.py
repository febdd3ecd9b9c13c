"""The tables of invoicing, by topic."""

from foyer_invoicing.storage.rows.books import BalanceRow, JournalEntryRow, JournalLineRow, PaymentRow
from foyer_invoicing.storage.rows.collection import (
    CollectionCaseRow,
    CollectionSettingsRow,
    PaymentPlanRow,
)
from foyer_invoicing.storage.rows.customers import (
    AddressRow,
    BusinessRow,
    CustomerFieldsRow,
    CustomerRow,
    ImportedSubscriptionRow,
    ProductRow,
)
from foyer_invoicing.storage.rows.documents import (
    CreditNoteRow,
    DraftRow,
    InvoiceRow,
    NumberSeriesRow,
    OrderRow,
)
from foyer_invoicing.storage.rows.dunning import ChargeRow, CollectingRow, DunningSettingsRow
from foyer_invoicing.storage.rows.papers import PaperRow
from foyer_invoicing.storage.rows.row import OwnedRow, PricedRow, Row
from foyer_invoicing.storage.rows.taxes import ExchangeRateRow, TaxQuoteRow, TaxRateRow

__all__ = [
    "AddressRow",
    "BalanceRow",
    "BusinessRow",
    "ChargeRow",
    "CollectingRow",
    "CollectionCaseRow",
    "CollectionSettingsRow",
    "CreditNoteRow",
    "CustomerFieldsRow",
    "CustomerRow",
    "DraftRow",
    "DunningSettingsRow",
    "ExchangeRateRow",
    "ImportedSubscriptionRow",
    "InvoiceRow",
    "JournalEntryRow",
    "JournalLineRow",
    "NumberSeriesRow",
    "OrderRow",
    "OwnedRow",
    "PaperRow",
    "PaymentPlanRow",
    "PaymentRow",
    "PricedRow",
    "ProductRow",
    "Row",
    "TaxQuoteRow",
    "TaxRateRow",
]
