"""What a slot means, said in words, means it again; and figures and words are the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language import colors
from assistant.language.calendar import clock, dates, holidays, repetitions
from assistant.language.calendar.days import WEEKDAY_VALUES
from assistant.language.quantities import durations, money, numbers, percentages

hours, minutes = st.integers(0, 23), st.integers(0, 59)
days_of_month = st.dates().map(lambda day: f"{day:%m-%d}")
day_values = (
    st.dates().filter(lambda day: day.year >= 1000).map(str)
    | days_of_month.map("--{}".format)
    | st.integers(1, 31).map("---{:02}".format)
    | st.integers(1, 28).map("---{:02}+1".format)
    | st.integers(-300, 300).map("{:+}d".format)
    | st.integers(-30, 30).filter(bool).map("{:+}m".format)
    | st.tuples(st.sampled_from(WEEKDAY_VALUES), st.sampled_from(["", "+1", "-1"])).map("".join)
    | st.sampled_from(["weekend", "easter", "easter-47d", "easter+60d", "--05-sun2", "--08-sun2"])
)
weekdays = st.sets(st.sampled_from(WEEKDAY_VALUES), min_size=1, max_size=6).map(
    lambda found: sorted(found, key=WEEKDAY_VALUES.index)
)
rules = (
    st.just("daily")
    | weekdays.map(lambda found: f"weekly:{','.join(found)}")
    | st.integers(1, 31).map("monthly:{}".format)
    | days_of_month.map("yearly:{}".format)
    | st.sampled_from(["monthly", "yearly"])
    | st.integers(1, 40 * durations.DAY).filter(lambda seconds: seconds != durations.DAY).map("every:{}".format)
)


@given(hours, minutes)
def test_every_time_of_day(hour, minute):
    closed = f"{hour:02}:{minute:02}"
    assert clock.parse(clock.speak(closed)) == closed
    if 1 <= hour < 12:
        assert clock.parse(clock.speak(closed + "~")) == closed + "~"


@given(day_values)
def test_every_day(value):
    assert dates.parse(dates.speak(value)) == value
    assert dates.parse(f"no {dates.speak(value)}") == value


@given(rules)
def test_every_repetition(rule):
    assert repetitions.parse(repetitions.speak(rule)) == rule


@given(st.integers(0, 10**12), st.sampled_from(["BRL", "USD", "EUR", "GBP"]))
def test_every_amount_of_money(cents, code):
    value = f"{cents // 100}.{cents % 100:02} {code}"
    spoken = money.speak(value)
    if cents % 100 == 0 or cents >= 100 or code == "BRL":
        assert money.parse(spoken) == value


@given(st.integers(0, 10**7))
def test_every_price_in_reais_in_figures_and_in_words(cents):
    written = f"R$ {numbers.digits(cents // 100)},{cents % 100:02}"
    assert money.parse(written) == money.parse(money.speak(f"{cents // 100}.{cents % 100:02} BRL"))


@given(st.decimals(0, 1000, places=1))
def test_every_percentage(percentage):
    assert percentages.parse(percentages.speak(percentage)) == percentage
    assert percentages.parse(f"{numbers.digits(percentage)}%") == percentage


@pytest.mark.parametrize("name", colors.SAID)
def test_every_colour(name):
    assert colors.parse(colors.speak(name)) == colors.parse(colors.speak(name, feminine=True)) == name
    assert all(colors.parse(said) == name for said in colors.SAID[name])


def test_colours_agree_and_unknown_ones_stay():
    assert [colors.speak("red"), colors.speak("red", feminine=True), colors.speak("blue", feminine=True)] == [
        *("vermelho", "vermelha", "azul")
    ]
    assert colors.speak("rebeccapurple") == "rebeccapurple"


@pytest.mark.parametrize("name", holidays.names())
def test_every_named_day(name):
    value = dates.parse(name)
    assert value is not None
    assert dates.parse(dates.speak(value)) == value


@given(hours, minutes)
def test_figures_and_words_are_the_same_hour(hour, minute):
    words = numbers.speak(hour, feminine=True) + (" horas" if not minute or hour == 0 or hour == 20 else "")
    spoken = words + (f" e {numbers.speak(minute)}" if minute else "")
    written = {f"às {hour}h{minute:02}", f"às {hour}:{minute:02}", f"às {hour}h{minute:02}min"}
    assert {clock.parse(text) for text in written} == {clock.parse(f"às {spoken}")}


@given(st.integers(1, 31), st.integers(1, 12), st.integers(1000, 9999))
def test_figures_and_words_are_the_same_day(day, month, year):
    name = dates.MONTHS[month - 1]
    words = f"dia {numbers.speak(day)} de {name} de {numbers.speak(year)}"
    written = (
        f"{day}/{month}/{year}",
        f"{day:02}/{month:02}/{year}",
        f"{day} de {name} de {year}",
        f"{year}-{month:02}-{day:02}",
    )
    assert {dates.parse(text) for text in (words, *written)} == {f"{year}-{month:02}-{day:02}"}


@given(st.integers(1, 23), st.integers(1, 59))
def test_figures_and_words_are_the_same_length_of_time(hour, minute):
    one = "hora" if hour == 1 else "horas"
    words = f"{numbers.speak(hour, feminine=True)} {one} e {numbers.speak(minute)}"
    written = (f"{hour}h{minute:02}", f"{hour}h {minute}min", f"{hour} {one} e {minute}", f"{words} minutos")
    assert {durations.parse(text) for text in (words, *written)} == {hour * 3600 + minute * 60}
