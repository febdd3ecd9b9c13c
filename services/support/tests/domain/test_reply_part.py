"""What is left of a mail when what it answers, and the signature, are gone."""

from time import process_time

import pytest
from foyer_support.domain.reply_part import reply_part

GMAIL = """It is **off** now.

- at six
- at seven

On Sat, Nov 28, 2026 at 10:00 AM Northwind <no-reply@northwind.example>
wrote:

> Please turn it off.
>
> Northwind
"""
GMAIL_DUTCH = """Hij is uit.

Op za 28 nov 2026 om 10:00 schreef Northwind <no-reply@northwind.example>:

> Zet hem uit.
"""
APPLE_GERMAN = """Sie ist aus.
Viele Grüße

Von meinem iPhone gesendet

> Am 28.11.2026 um 10:00 schrieb Northwind <no-reply@northwind.example>:
>
> \ufeffBitte ausschalten.
"""
APPLE = """It is off.

Sent from my iPhone

> On 28 Nov 2026, at 10:00, Northwind <no-reply@northwind.example> wrote:
>
> Please turn it off.
"""
OUTLOOK = """It is off.

Ada

________________________________
From: Northwind <no-reply@northwind.example>
Sent: Saturday, November 28, 2026 10:00 AM
To: Ada <ada@example.com>
Subject: An answer to your request T-7

Please turn it off.
"""
OUTLOOK_GERMAN = """Sie ist aus.

Von: Northwind <no-reply@northwind.example>
Gesendet: Samstag, 28. November 2026 10:00
An: Ada <ada@example.com>
Betreff: Antwort auf Ihre Anfrage T-7

Bitte ausschalten.
"""
OLD_OUTLOOK = """It is off.

-----Original Message-----
From: Northwind
Please turn it off.
"""
OUTLOOK_HTML = """It is off.
---
**From:** Northwind <no-reply@northwind.example>
**Sent:** Saturday
**To:** Ada
**Subject:** An answer
Please turn it off.
"""
SIGNED = """It is off.

--
Ada Lovelace
Analytical Engines

On 28/11/2026 10:00, Northwind wrote:
> Please turn it off.
"""
YAHOO = """It is off.

On Saturday, November 28, 2026 at 10:00:00 AM GMT+1, Northwind <no-reply@northwind.example> wrote:

Please turn it off.
"""
BELOW = """On 28/11/2026 10:00, Northwind wrote:
> Please turn it off.

It is off.

--
Ada
"""
BETWEEN = """On 28/11/2026 10:00, Northwind wrote:
> Is it off?
Yes.

> Is it warm?
No.
"""
FRENCH = """Elle est éteinte.

Le sam. 28 nov. 2026 à 10:00, Northwind <no-reply@northwind.example> a
écrit :

> Veuillez éteindre.
"""
SWEDISH = """Den är av.

Den lör 28 nov. 2026 kl 10:00 skrev Northwind <no-reply@northwind.example>:

> Stäng av.
"""


@pytest.mark.parametrize(
    ("mail", "words"),
    [
        (GMAIL, "It is **off** now.\n\n- at six\n- at seven"),
        (GMAIL_DUTCH, "Hij is uit."),
        (APPLE, "It is off."),
        (APPLE_GERMAN, "Sie ist aus.\nViele Grüße"),
        (OUTLOOK, "It is off.\n\nAda"),
        (OUTLOOK_GERMAN, "Sie ist aus."),
        (OLD_OUTLOOK, "It is off."),
        (OUTLOOK_HTML, "It is off."),
        (SIGNED, "It is off."),
        (YAHOO, "It is off."),
        (BELOW, "It is off."),
        (BETWEEN, BETWEEN.strip()),
        (FRENCH, "Elle est éteinte."),
        (SWEDISH, "Den är av."),
    ],
)
def test_the_words_alone(mail: str, words: str) -> None:
    assert reply_part(mail) == words


@pytest.mark.parametrize(
    "words",
    [
        "Thanks, it works. But the second lamp does not.",
        "Best regards to all,\nand one question:\nwhere is it?",
        'On the box somebody wrote:\n"fragile".',
        "From: the shop\nI got the wrong lamp.",
        "I measured at 10:\n\n1. warm\n2. cold",
        "    indented\n\tcode",
        "--\n" + "\n".join(f"line {number}" for number in range(20)),
        "> not mine\nMine.\n> not mine either\nMine too.",
        "A - b -- c",
    ],
)
def test_words_that_only_look_like_it_stay(words: str) -> None:
    assert reply_part(words) == words.strip()


@pytest.mark.parametrize(
    "mail",
    [
        "",
        " \n\n",
        "> Please turn it off.\n> \n",
        SIGNED.partition("\n\n")[2],
        "____" + OUTLOOK.partition("____")[2],
    ],
)
def test_nothing_is_left_of_a_mail_without_words(mail: str) -> None:
    assert reply_part(mail) == ""


@pytest.mark.parametrize(
    "line",
    [
        "On a wrote ",
        "On a wrote\n",
        "On 1 <@ wrote:\n",
        "> ",
        ">\n",
        "\n",
        "From: a\nTo: b\n",
        "--\n",
        "_" * 30,
        "*",
        "1:\n",
    ],
)
def test_no_mail_takes_long(line: str) -> None:
    text = line * (200_000 // len(line))
    started = process_time()
    reply_part(text)
    assert process_time() - started < 2
