"""What is said about a forecast: of now, of a day or of a weekend; about all of it, or about what was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from assistant.language import sky
from assistant.language.calendar import dates
from assistant.language.quantities import durations, numbers
from assistant.language.words.text import sentence
from assistant.services.weather.protocol import Day, Forecast
from assistant.skills.effects import World

FRESH = timedelta(minutes=30)
WEEKEND, WEEK = "weekend", "week"
N_DAYS_TOLD = 4
_LIKELY, _POSSIBLE = 50, 20
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Question:
    """place: None is the configured one. day: as dates.resolve takes it, "week" for the next days, None for now and today.

    about: None for all, else "chuva", "guarda-chuva", "chovendo", "sol", "máxima", "mínima", "temperatura".
    """

    place: str | None = None
    day: str | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class TellWeather:
    """The effect that asks the weather service, and tells what it found out."""

    question: Question

    def run(self, world: World) -> str:
        return tell(world.services.weather.fetch(self.question.place, world.now), self.question, world.now)


def tell(forecast: Forecast, question: Question, now: datetime) -> str:
    text = _answer(forecast, question, now.date())
    age = now - forecast.fetched
    if age <= FRESH:
        return text
    return f"Estou sem conexão. A previsão de {durations.speak(durations.rounded(age.total_seconds()))} atrás era esta: {text}"


def _answer(forecast: Forecast, question: Question, today: date) -> str:
    place = f" em {forecast.place}" if question.place else ""
    if question.day is None and question.about in (None, "chovendo", "temperatura"):
        return _now(forecast, question.about, place, today)
    days = _days(forecast, question.day, today)
    if not days:
        return _beyond(forecast, today)
    return " ".join(sentence(_of_day(day, question.about, dates.speak_on(day.day, today) + place)) for day in days)


def _now(forecast: Forecast, about: str | None, place: str, today: date) -> str:
    if about == "chovendo":
        fallen = sky.speak(forecast.code)
        return f"Sim, agora{place}: {fallen}." if sky.is_wet(forecast.code) else f"Não, agora não está chovendo{place}: {fallen}."
    if about == "temperatura":
        return sentence(f"agora faz {_degrees(forecast.temperature)}{place or ' lá fora'}")
    text = f"Agora{place}: {sky.speak(forecast.code)}, {_degrees(forecast.temperature)}."
    days = _days(forecast, None, today)
    return f"{text} {sentence(_range('hoje', days[0]))}" if days else text


def _days(forecast: Forecast, day: str | None, today: date) -> list[Day]:
    """Those that are asked for, as far as the forecast goes."""
    if day == WEEK:
        return [d for d in forecast.days if d.day >= today][:N_DAYS_TOLD]
    wanted = {dates.resolve(day or "+0d", today)}
    if day == WEEKEND:
        first = min(filter(None, wanted))
        wanted |= {first + timedelta(days=1)} if first.weekday() == _SATURDAY else set()
    return [d for d in forecast.days if d.day in wanted]


def _beyond(forecast: Forecast, today: date) -> str:
    ahead = [day.day for day in forecast.days if day.day >= today]
    if not ahead:
        return "Essa previsão não diz nada sobre os próximos dias."
    return f"Tão longe a previsão não vai: só sei o tempo até {dates.speak_day(max(ahead)).rpartition(' de ')[0]}."


def _of_day(day: Day, about: str | None, when: str) -> str:
    match about:
        case "chuva" | "chovendo":
            return _rain(day, when)
        case "guarda-chuva":
            return _umbrella(day, when)
        case "sol":
            return f"{'sim' if sky.is_sunny(day.code) else 'não'}, {when}: {sky.speak(day.code)}"
        case "máxima":
            return f"{when}, máxima de {_degrees(day.high)}"
        case "mínima":
            return f"{when}, mínima de {_degrees(day.low)}"
        case "temperatura":
            return f"{when}, entre {_whole(day.low)} e {_degrees(day.high)}"
    return _range(f"{when}, {sky.speak(day.code)}", day)


def _range(beginning: str, day: Day) -> str:
    text = f"{beginning}, entre {_whole(day.low)} e {_degrees(day.high)}"
    chance = day.rain_probability or 0
    return f"{text}, com {_percent(chance)} de chance de chuva" if chance >= _POSSIBLE else text


def _rain_chance(day: Day) -> int:
    """In percent; where the service gives none, what the day's weather says."""
    if day.rain_probability is not None:
        return day.rain_probability
    return 100 if sky.is_wet(day.code) else 0


def _rain(day: Day, when: str) -> str:
    chance = _rain_chance(day)
    told = f"chance de {_percent(chance)}" if day.rain_probability is not None else sky.speak(day.code)
    amount = round(day.rain_mm)
    if chance >= _LIKELY:
        return f"sim, {when} deve chover: {told}" + (
            f", cerca de {numbers.speak(amount)} {_millimetres(amount)}" if amount else ""
        )
    if chance >= _POSSIBLE:
        return f"talvez chova {when}: {told}"
    return f"não deve chover {when}: {told}"


def _umbrella(day: Day, when: str) -> str:
    chance = _rain_chance(day)
    if chance >= _LIKELY:
        return f"sim, leve o guarda-chuva: {when} a chance de chuva é de {_percent(chance)}"
    if chance >= _POSSIBLE:
        return f"por via das dúvidas, leve: {when} a chance de chuva é de {_percent(chance)}"
    return f"não precisa de guarda-chuva {when}: a chance de chuva é de {_percent(chance)}"


def _whole(temperature: float) -> str:
    return numbers.speak(round(temperature))


def _degrees(temperature: float) -> str:
    whole = round(temperature)
    return f"{numbers.speak(whole)} {'grau' if abs(whole) <= 1 else 'graus'}"


def _percent(chance: int) -> str:
    return f"{numbers.speak(chance)} por cento"


def _millimetres(amount: int) -> str:
    return "milímetro" if amount == 1 else "milímetros"
