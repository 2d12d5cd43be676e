"""Numbers, hours, durations, dates, money and measures drawn at random, in the words in which they are said."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from random import Random

from assistant.language import colors
from assistant.language.calendar import clock, dates, repetitions
from assistant.language.calendar.days import WEEKDAY_VALUES
from assistant.language.calendar.recurrences import WORKDAYS
from assistant.language.quantities import durations, numbers

_MEASURES = "quilos gramas litros metros quilômetros graus xícaras colheres pessoas vezes páginas anos semanas meses"
_ROUND_MINUTES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 35, 40, 45, 50, 60, 90, 120, 150, 180)


def integer(random: Random) -> str:
    """Small ones far more often: they are what commands hold."""
    largest = random.choice((10, 20, 60, 100, 100, 1000, 10_000, 10**6))
    return numbers.speak(random.randint(0, largest), feminine=random.random() < 0.1)


def number(random: Random) -> str:
    if random.random() < 0.75:
        return integer(random)
    return numbers.speak(Decimal(random.randint(1, 9999)) / random.choice((10, 100)))


def duration(random: Random) -> str:
    if random.random() < 0.6:
        return durations.speak(60 * random.choice(_ROUND_MINUTES))
    if random.random() < 0.4:
        return durations.speak(random.randint(5, 59))
    return durations.speak(random.randint(61, 5 * 3600))


def hour(random: Random) -> str:
    at = time(random.randrange(24), random.choice((0, 0, 5, 10, 15, 20, 30, 30, 40, 45, random.randrange(60))))
    said = clock.speak_time(at)
    if random.random() < 0.4:
        said = said.replace(" da manhã", "").replace(" da tarde", "").replace(" da noite", "").replace(" da madrugada", "")
    return said


def day(random: Random) -> str:
    drawn = date(1950, 1, 1) + timedelta(days=random.randrange(100 * 365))
    return random.choice(
        (
            dates.speak_date(drawn, year=True),
            dates.speak_date(drawn, year=False),
            dates.weekday(drawn),
            f"dia {numbers.speak(drawn.day)}",
            f"em {dates.month(drawn)}",
            f"em {numbers.speak(drawn.year)}",
        )
    )


def money(random: Random) -> str:
    reais, centavos = (
        random.choice((random.randint(0, 20), random.randint(0, 2000))),
        random.choice((0, 0, 50, random.randint(1, 99))),
    )
    parts = []
    if reais or not centavos:
        parts.append(f"{numbers.speak(reais)} {'real' if reais == 1 else 'reais'}")
    if centavos:
        parts.append(f"{numbers.speak(centavos)} {'centavo' if centavos == 1 else 'centavos'}")
    return " e ".join(parts)


def percentage(random: Random) -> str:
    return f"{integer(random)} por cento"


def repetition(random: Random) -> str:
    weekdays = ",".join(sorted(random.sample(WEEKDAY_VALUES, random.choice((1, 1, 2, 3))), key=WEEKDAY_VALUES.index))
    every = 60 * random.choice(_ROUND_MINUTES)
    monthly = f"monthly:{random.randint(1, 31)}"
    return repetitions.speak(random.choice(("daily", f"weekly:{WORKDAYS}", f"weekly:{weekdays}", monthly, f"every:{every}")))


def colour(random: Random) -> str:
    return random.choice(random.choice(list(colors.SAID.values())))


def measure(random: Random) -> str:
    if random.random() < 0.3:
        return f"{integer(random)} por cento"
    return f"{number(random)} {random.choice(_MEASURES.split())}"


def digits(random: Random) -> str:
    """A telephone number, a code: digit by digit, six often as "meia"."""
    spoken = [numbers.speak(random.randrange(10)) for _ in range(random.randint(2, 9))]
    return " ".join("meia" if word == "seis" and random.random() < 0.4 else word for word in spoken)


def calculation(random: Random) -> str:
    first, second = number(random), integer(random)
    operator = random.choice(("mais", "menos", "vezes", "dividido por", "sobre", "por cento de", "elevado a"))
    power = random.choice(("ao quadrado", "ao cubo"))
    return random.choice((*(3 * (f"{first} {operator} {second}",)), f"{second} {power}", f"raiz quadrada de {second}"))


QUANTITIES = (integer, integer, number, duration, hour, hour, day, day, money, measure, digits, calculation)


def quantity(random: Random) -> str:
    return random.choice(QUANTITIES)(random)
