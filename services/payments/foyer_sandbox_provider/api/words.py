"""What the provider's pages say, in English and Dutch."""

from collections.abc import Mapping

ENGLISH = {
    "sandbox": "Sandbox: no money moves here.",
    "pay_title": "Pay {amount}",
    "set_up_title": "Add a payment method",
    "choose": "How do you want to pay?",
    "choose_set_up": "What do you want to add?",
    "other": "Another way",
    "number": "Card number",
    "number_hint": "A test card, such as 4242 4242 4242 4242",
    "expiry": "Expires (MM/YY)",
    "cvc": "Security code",
    "holder": "Name of the holder",
    "iban_hint": "A test account, such as DE89 3704 0044 0532 0130 00",
    "bank": "Your bank",
    "agreed": "I agree to this mandate",
    "mandate": "By agreeing, you authorise the creditor to send instructions to your bank to debit your "
    "account, and your bank to debit it as instructed. You may ask your bank for a refund within eight weeks "
    "from the debit. You will be told of each collection beforehand.",
    "consent": "Allow {kind} to pay the merchant when it asks.",
    "consent_once": "Pay {amount} by {kind}.",
    "pay": "Pay {amount}",
    "save": "Save",
    "agree": "Agree",
    "refuse": "Refuse",
    "close": "Close this page",
    "challenge_title": "Confirm to your bank",
    "challenge": "Your bank wants to know that it is you (3-D Secure).",
    "challenge_amount": "It is about {amount}.",
    "confirm": "It is me",
    "not_found_title": "There is no such page",
    "not_found": "Go back to where you came from and begin again.",
    "wrong": "Please check what you have typed.",
    "wrong_number": "This is not a test card. Never type a real one here.",
    "wrong_expiry": "Type the month and the year, such as 08/30.",
    "wrong_expired": "This card has expired.",
    "wrong_cvc": "Type the three or four digits.",
    "wrong_holder": "Type the name, at most 70 characters.",
    "wrong_iban": "This is not a test account. Never type a real one here.",
    "wrong_agreed": "Without your agreement nothing can be collected.",
    "wrong_bank": "Choose your bank.",
}

DUTCH = {
    "sandbox": "Proefomgeving: hier wordt geen geld verplaatst.",
    "pay_title": "{amount} betalen",
    "set_up_title": "Betaalmethode toevoegen",
    "choose": "Hoe wilt u betalen?",
    "choose_set_up": "Wat wilt u toevoegen?",
    "other": "Op een andere manier",
    "number": "Kaartnummer",
    "number_hint": "Een testkaart, zoals 4242 4242 4242 4242",
    "expiry": "Geldig tot (MM/JJ)",
    "cvc": "Beveiligingscode",
    "holder": "Naam van de houder",
    "iban_hint": "Een testrekening, zoals DE89 3704 0044 0532 0130 00",
    "bank": "Uw bank",
    "agreed": "Ik ga akkoord met deze machtiging",
    "mandate": "Door akkoord te gaan geeft u de incassant toestemming om opdrachten aan uw bank te sturen om "
    "bedragen van uw rekening af te schrijven, en uw bank om dat te doen. U kunt een afschrijving binnen "
    "acht weken laten terugboeken. Elke incasso wordt u vooraf gemeld.",
    "consent": "Sta toe dat de verkoper via {kind} afschrijft wanneer hij daarom vraagt.",
    "consent_once": "{amount} betalen met {kind}.",
    "pay": "{amount} betalen",
    "save": "Opslaan",
    "agree": "Akkoord",
    "refuse": "Weigeren",
    "close": "Deze pagina sluiten",
    "challenge_title": "Bevestig bij uw bank",
    "challenge": "Uw bank wil weten of u het bent (3-D Secure).",
    "challenge_amount": "Het gaat om {amount}.",
    "confirm": "Ik ben het",
    "not_found_title": "Deze pagina bestaat niet",
    "not_found": "Ga terug naar waar u vandaan kwam en begin opnieuw.",
    "wrong": "Controleer wat u hebt ingevuld.",
    "wrong_number": "Dit is geen testkaart. Vul hier nooit een echte in.",
    "wrong_expiry": "Vul maand en jaar in, zoals 08/30.",
    "wrong_expired": "Deze kaart is verlopen.",
    "wrong_cvc": "Vul de drie of vier cijfers in.",
    "wrong_holder": "Vul de naam in, hoogstens 70 tekens.",
    "wrong_iban": "Dit is geen testrekening. Vul hier nooit een echte in.",
    "wrong_agreed": "Zonder uw akkoord kan er niets worden geïncasseerd.",
    "wrong_bank": "Kies uw bank.",
}

KINDS = {
    "card": ("Card", "Kaart"),
    "sepa_debit": ("SEPA direct debit", "SEPA-incasso"),
    "ideal": ("iDEAL", "iDEAL"),
    "bancontact": ("Bancontact", "Bancontact"),
    "paypal": ("PayPal", "PayPal"),
    "us_bank_account": ("US bank account", "Amerikaanse bankrekening"),
    "acss_debit": ("Canadian pre-authorised debit", "Canadese incasso"),
    "bacs_debit": ("Bacs Direct Debit", "Bacs-incasso"),
    "au_becs_debit": ("BECS Direct Debit", "BECS-incasso"),
    "boleto": ("Boleto", "Boleto"),
    "cashapp": ("Cash App Pay", "Cash App Pay"),
    "amazon_pay": ("Amazon Pay", "Amazon Pay"),
    "link": ("Link", "Link"),
}


def words(language: str) -> Mapping[str, str]:
    """Of the reader's language; English for those that are not here."""
    return DUTCH if language.startswith("nl") else ENGLISH


def kind_name(kind: str, language: str) -> str:
    """As its page calls it."""
    return KINDS[kind][language.startswith("nl")]
