"""What is said unasked, and how timers, alarms and reminders are called."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from assistant.language.calendar.clock import speak_at, tell_time
from assistant.language.calendar.moments import bare, of_clock, of_day, speak_moment
from assistant.language.quantities import durations, numbers
from assistant.language.words.phonetics import fold, verb_stem
from assistant.language.words.text import sentence

LATE_S = 60
MAX_TOLD = 5
_FEMININE = ("a", "agem", "dade", "cao", "sao", "niao", "ice")
_MASCULINE = {"cha", "dia", "mapa", "problema", "programa", "cinema", "poema", "sistema", "tema"} | {
    *("sofa", "cafe", "guarana", "grama")
}
_FEMININE_WORDS = {"carne", "massagem", "mae", "noite", "tarde", "ligacao", "aula", "colher", "mulher", "flor", "luz", "cor"}
_ALWAYS_PLURAL = {"lapis", "onibus", "pires", "oculos", "tenis", "virus", "atlas", "arroz", "tres", "mais"}
_PLURALS = (("oes", "ao"), ("aes", "ao"), ("ais", "al"), ("eis", "el"), ("ois", "ol"), ("res", "r"), ("zes", "z"), ("ns", "m"))
_INFINITIVES = ("ar", "er", "ir", "por")
_NO_VERBS = {"acucar", "ar", "jantar", "lugar", "celular", "mulher", "colher", "talher", "par", "bar", "mar"}

_TO_DO_WORDS = """
    ligar desligar acender apagar abrir fechar trancar destrancar tocar parar pausar aumentar abaixar baixar diminuir reduzir
    limpar esquentar esfriar colocar botar mudar ativar desativar tirar deixar mandar passar cortar subir descer regular ajustar
    avisar anunciar adicionar anotar repetir contar
"""
_TO_DO = {verb_stem(word): word for word in _TO_DO_WORDS.split()} | {verb_stem("põe"): "pôr"}


def is_feminine(word: str) -> bool:
    """A guess by the ending, with the exceptions that people name timers and put on lists."""
    one = singular(word)
    return one in _FEMININE_WORDS or (one.endswith(_FEMININE) and one not in _MASCULINE)


def is_plural(word: str) -> bool:
    return fold(word).endswith("s") and len(word) > 3


def singular(word: str) -> str:
    """Folded: "ovos" → "ovo", "pães" → "pao", "limões" → "limao", "flores" → "flor"."""
    folded = fold(word)
    if not is_plural(word) or folded in _ALWAYS_PLURAL or folded.endswith("ss"):
        return folded
    for ending, one in _PLURALS:
        if folded.endswith(ending):
            return folded.removesuffix(ending) + one
    return folded.removesuffix("s")


def is_action(text: str) -> bool:
    """Whether it is something to do: "tirar o bolo", not "jantar"."""
    first = fold(text).split()[0] if text.split() else ""
    return first.endswith(_INFINITIVES) and first not in _NO_VERBS and " " in text


def infinitive(command: str) -> str | None:
    """What was asked for as something to do: "liga a luz e fecha a cortina" → "ligar a luz e fechar a cortina"."""
    words = command.split()
    for at, word in enumerate(words):
        if at == 0 or words[at - 1] == "e":
            known = _TO_DO.get(verb_stem(word) or "")
            if at == 0 and known is None:
                return None
            words[at] = known or word
    return " ".join(words)


def of_name(name: str) -> str:
    """The name of a timer after "temporizador": "do macarrão", "da pizza", "dos ovos", "para tirar o bolo"."""
    if is_action(name):
        return f"para {name}"
    first = name.split(maxsplit=1)[0]
    return f"d{'a' if is_feminine(first) else 'o'}{'s' if is_plural(first) else ''} {name}"


def call_timer(name: str | None, duration_s: int) -> str:
    """ "temporizador do macarrão", or by its length when it has no name: "temporizador de dez minutos"."""
    return f"temporizador {of_name(name)}" if name else f"temporizador de {durations.speak(duration_s)}"


def timer_finished(name: str | None, duration_s: int) -> str:
    """What is said when a timer is due."""
    return sentence(f"o {call_timer(name, duration_s)} terminou")


def alarm_rings(name: str | None, now: datetime, n_rung: int) -> str:
    """What is said when an alarm rings, `n_rung` being how often it did so before."""
    called = f"Alarme {of_name(name)}!" if name else "Alarme!"
    hint = " Diga para ou soneca." if n_rung in {1, 4} else ""
    return f"{called} {tell_time(now.time())}{hint}"


def reminder_due(text: str, speaker: str | None = None) -> str:
    return sentence(f"{speaker}, lembrete: {text}" if speaker else f"lembrete: {text}")


def missed(parts: Sequence[str]) -> str:
    """What is said when the assistant is back; each part is one of the sentences below, without a capital or an end."""
    told = "; ".join(parts[:MAX_TOLD])
    rest = len(parts) - MAX_TOLD
    if rest > 0:
        told += f"; e mais {numbers.speak(rest, feminine=True)} {'coisa' if rest == 1 else 'coisas'}"
    return sentence(f"Enquanto eu estava desligado, {told}")


def missed_timer(name: str | None, duration_s: int, late_s: float) -> str:
    return f"o {call_timer(name, duration_s)} terminou há {durations.speak(durations.rounded(late_s))}"


def missed_command(command: str, due: datetime, now: datetime) -> str:
    at = speak_moment(due, now)
    to_do = infinitive(command)
    if to_do is None:
        return f"passou a hora do que você pediu para {bare(at)}: {command}; não fiz"
    return f"passou a hora de {to_do}, {at}, e não fiz"


def missed_alarm(name: str | None, due: datetime, now: datetime) -> str:
    day = "" if due.date() == now.date() else f" {of_day(due.date(), now.date())}"
    if name:
        return f"o alarme {of_name(name)}, {speak_at(due.time())}{day}, não tocou"
    return f"o alarme {of_clock(due.time())}{day} não tocou"


def missed_reminder(text: str, due: datetime, now: datetime) -> str:
    at = of_clock(due.time())
    if due.date() != now.date():
        at = f"{of_day(due.date(), now.date())} {speak_at(due.time())}"
    return f"passou o lembrete {at}: {text}"


def listed(items: Sequence[str]) -> str:
    """ "a", "a e b", "a, b e c"."""
    return " e ".join((", ".join(items[:-1]), items[-1])) if len(items) > 1 else "".join(items)
