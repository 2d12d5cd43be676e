"""What is said unasked, and how a timer is called."""

from __future__ import annotations

from assistant.language import durations
from assistant.language.phonetics import fold
from assistant.language.text import sentence

LATE_S = 60
_FEMININE = ("a", "agem", "dade", "cao", "sao", "niao", "ice")
_MASCULINE = {"cha", "dia", "mapa", "problema", "programa", "cinema", "poema", "sistema", "tema", "sofa", "cafe", "guarana"}
_FEMININE_WORDS = {"carne", "massagem", "mae", "noite", "tarde", "ligacao", "aula"}


def of_name(name: str) -> str:
    """The name of a timer after "temporizador": "do macarrão", "da pizza", "dos ovos", "para tirar o bolo"."""
    first = fold(name).split()[0]
    if first.endswith(("ar", "er", "ir", "por")) and " " in name:
        return f"para {name}"
    plural = "s" if first.endswith("s") and len(first) > 3 else ""
    singular = first.removesuffix(plural) if plural else first
    singular = singular[:-2] + "ao" if singular.endswith(("oe", "ae")) and plural else singular
    feminine = singular in _FEMININE_WORDS or (singular.endswith(_FEMININE) and singular not in _MASCULINE)
    return f"d{'a' if feminine else 'o'}{plural} {name}"


def call_timer(name: str | None, duration_s: int) -> str:
    """ "temporizador do macarrão", or by its length when it has no name: "temporizador de dez minutos"."""
    return f"temporizador {of_name(name)}" if name else f"temporizador de {durations.speak(duration_s)}"


def timer_finished(name: str | None, duration_s: int, late_s: float = 0.0) -> str:
    """What is said when a timer is due; `late_s`: how long ago that was, when nobody was there to say it."""
    finished = f"o {call_timer(name, duration_s)} terminou"
    if late_s >= LATE_S:
        finished += f" há {durations.speak(durations.rounded(late_s))}, enquanto eu estava desligado"
    return sentence(finished)


def listed(items: list[str]) -> str:
    """ "a", "a e b", "a, b e c"."""
    return " e ".join((", ".join(items[:-1]), items[-1])) if len(items) > 1 else "".join(items)
