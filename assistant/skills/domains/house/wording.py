"""Devices, rooms and their states in Portuguese: with their article, in their gender and number."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.language.announcements import listed
from assistant.language.quantities import numbers
from assistant.language.words.phonetics import fold

_FEMININE_WORDS = """
    luz torre rede tv televisao suite parede iluminacao irrigacao area cave base garagem churrasqueira estante noite
    recepcao varanda ducha ponte climatizacao ventilacao
"""
_FEMININE = frozenset(_FEMININE_WORDS.split())
_MASCULINE = frozenset(("sofa", "problema", "sistema", "cinema", "mapa", "dia", "tema", "closet", "hall"))
_PLACING = frozenset(("de", "do", "da", "dos", "das", "em", "no", "na"))
MOST_NAMED = 6

# domain → (noun, plural); a cover's are those of its class.
NOUNS = {
    "light": ("luz", "luzes"),
    "fan": ("ventilador", "ventiladores"),
    "switch": ("tomada", "tomadas"),
    "cover": ("cortina", "cortinas"),
    "climate": ("ar-condicionado", "ares-condicionados"),
    "media_player": ("televisão", "televisões"),
    "lock": ("fechadura", "fechaduras"),
    "valve": ("válvula", "válvulas"),
    "vacuum": ("aspirador", "aspiradores"),
    "lawn_mower": ("cortador de grama", "cortadores de grama"),
    "person": ("pessoa", "pessoas"),
    "awning": ("toldo", "toldos"),
    "blind": ("persiana", "persianas"),
    "curtain": ("cortina", "cortinas"),
    "door": ("porta", "portas"),
    "garage": ("porta da garagem", "portas da garagem"),
    "gate": ("portão", "portões"),
    "shade": ("estore", "estores"),
    "shutter": ("veneziana", "venezianas"),
    "window": ("janela", "janelas"),
}
_STATES = {
    "on": "ligado",
    "off": "desligado",
    "open": "aberto",
    "closed": "fechado",
    "opening": "abrindo",
    "closing": "fechando",
    "locked": "trancado",
    "unlocked": "destrancado",
    "playing": "tocando",
    "paused": "pausado",
    "idle": "parado",
    "standby": "em espera",
    "cleaning": "aspirando",
    "mowing": "cortando a grama",
    "docked": "na base",
    "returning": "voltando para a base",
    "heat": "aquecendo",
    "cool": "esfriando",
    "auto": "no automático",
    "heat_cool": "no automático",
    "dry": "desumidificando",
    "fan_only": "só ventilando",
    "home": "em casa",
    "not_home": "fora de casa",
}


def is_feminine(name: str) -> bool:
    """By the first word: "Luz do Quarto" is, "Quarto" is not."""
    first = _singular(fold(name).split()[0]) if name.split() else ""
    if first in _MASCULINE:
        return False
    return first in _FEMININE or first.endswith(("a", "agem", "dade", "cao", "sao"))


def is_plural(name: str) -> bool:
    first = fold(name).split()[0] if name.split() else ""
    return first in ("luzes",) or (first.endswith("s") and len(first) > 3 and not first.endswith(("us", "is", "ss")))


def _singular(word: str) -> str:
    if word == "luzes":
        return "luz"
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


def article(name: str) -> str:
    return ("a" if is_feminine(name) else "o") + ("s" if is_plural(name) else "")


def in_sentence(name: str) -> str:
    """As it stands inside a sentence: "Luz do Quarto" → "luz do quarto", "TV da Sala" → "TV da sala"."""
    return " ".join(w if (len(w) > 1 and w.isupper()) or any(c.isdigit() for c in w) else w.lower() for w in name.split())


def the(name: str) -> str:
    """ "a luz do quarto"."""
    return f"{article(name)} {in_sentence(name)}"


def of_the(name: str) -> str:
    return f"d{the(name)}"


def to_the(place: str) -> str:
    """ "à sala", "ao quarto"."""
    return f"{'à' if is_feminine(place) else 'ao'}{'s' if is_plural(place) else ''} {in_sentence(place)}"


def in_the(place: str) -> str:
    """ "na sala", "no primeiro andar"."""
    return f"n{the(place)}"


def agreed(adjective: str, feminine: bool, plural: bool) -> str:
    """ "aceso" → "acesas"; "fechando", "na base" do not change."""
    if adjective not in ("aberto", "aceso") and (not adjective.endswith("do") or adjective.endswith("ndo")):
        return adjective
    return adjective[:-1] + ("a" if feminine else "o") + ("s" if plural else "")


def state_word(domain: str, state: str) -> str:
    """In the masculine: "aceso" for a light that is on."""
    if domain == "light" and state in ("on", "off"):
        return "aceso" if state == "on" else "apagado"
    return _STATES.get(state, state)


def is_in_state(name: str, domain: str, state: str) -> str:
    """ "a luz da sala está acesa"."""
    verb = "estão" if is_plural(name) else "está"
    return f"{the(name)} {verb} {agreed(state_word(domain, state), is_feminine(name), is_plural(name))}"


def group(noun: str, place: str = "") -> str:
    """ "as luzes da sala" """
    plural = NOUNS[noun][1]
    return f"{'as' if is_feminine(NOUNS[noun][0]) else 'os'} {plural}{place}"


def counted(n: int, noun: str) -> str:
    """ "duas luzes", "uma janela"."""
    singular, plural = NOUNS[noun]
    feminine = is_feminine(singular)
    return f"{numbers.speak(n, feminine=feminine)} {singular if n == 1 else plural}"


def enumerated(names: Sequence[str], noun: str | None = None) -> str:
    """ "a luz da sala e o abajur"; after "duas luzes: ", only "a da sala e a do quarto". At most `MOST_NAMED` of them."""
    nouns = {fold(word) for word in NOUNS.get(noun or "", ())}
    said = []
    for name in names[:MOST_NAMED]:
        words = name.split()
        short = len(words) > 2 and fold(words[0]) in nouns and fold(words[1]) in _PLACING
        said.append(f"{article(name)} {in_sentence(' '.join(words[1:]))}" if short else the(name))
    if len(names) > MOST_NAMED:
        said.append(f"mais {numbers.speak(len(names) - MOST_NAMED)}")
    return listed(said)
