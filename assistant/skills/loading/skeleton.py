"""A new skill to begin from: a file that works as it is, and says where to go on."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from pathlib import Path

from assistant.errors import SkillNameError

_TEXT = '''\
"""What the skill NAME is about, in one sentence."""

from assistant.language.quantities import numbers
from assistant.skills import Context, Reply, skill

# What is said to reach the function below, in the notation of Home Assistant's sentences:
#   [may be left out]   (one|of these)   <rule>   {kind:name} a slot, handed over as the argument of that name
# Kinds: int, number, percent, duration, time, date, repetition, money, color, name, text; area, entity and the like for what
# the house has; or a list of your own: lists={"cor": {"vermelho": "red"}} for {cor}. "me diz" is the common rule <diga>.
# Accents, capitals, "por favor" and small slips are seen to already.


@skill(
    "(testa|teste|testar) [o|a] SPOKEN [com {int:numero}]",
    examples=["testa SPOKEN", "testa SPOKEN com três"],  # shown by the help; each must reach this function
    follow_ups=["[e] com {int:numero}"],  # understood only while the conversation is about this skill
)
def testa(ctx: Context, numero: int | None = None) -> Reply:
    # A plan is pure: it reads ctx (now, store, speaker, last_answer, topic, services) and returns what is said and done.
    # What changes the world is an effect: Reply("Feito.", effects=(…,)); what should be agreed to first: confirms=(…,).
    if numero is None:
        return Reply("Com que número?", asks="numero")
    return Reply(f"SPOKEN com {numbers.speak(numero)}: funciona.")
'''


def write_skeleton(folder: Path, name: str, known: Mapping[str, Path]) -> Path:
    """known: the skills that there are, and their files. Raises SkillNameError; nothing is ever overwritten."""
    if not (name.isascii() and name.isidentifier()) or keyword.iskeyword(name) or name != name.lower() or name.startswith("_"):
        raise SkillNameError(name, "it takes small letters without accents, digits and _, beginning with a letter")
    if name in known:
        raise SkillNameError(name, f"there is {known[name]}, whose place it would take; choose another name")
    path = folder / f"{name}.py"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(_TEXT.replace("NAME", name).replace("SPOKEN", name.replace("_", " ")))
    except FileExistsError:
        raise SkillNameError(name, f"{path} is there already; choose another name") from None
    except OSError as error:
        raise SkillNameError(name, f"{path}: {error.strerror}; choose another folder") from error
    return path
