"""Parar: o que foi pedido por engano não se faz; o alarme e a música param."""

import re

from assistant.language.words.phonetics import fold
from assistant.skills import Context, Reply, skill
from assistant.skills.domains.appointments import StopRinging
from assistant.skills.domains.players import CommandMusic
from assistant.skills.domains.undoing import CANNOT_UNDO, UNDO

# Not "cancela" or "deixa pra lá": those are about what was asked for.
_SAYS_STOP = re.compile(r"\W*(ja )?(para|pare|parar|chega|basta|silencio|stop)\b")


@skill(
    "(para|pare|parar|chega|basta|silêncio|quieto|calado|cala a boca|cale-se|stop) [com isso|de falar|tudo|aí|já|agora]",
    "[quero] (cancela|cancele|cancelar|esquece|esqueça|esquecer|aborta|aborte|desiste|ignora|ignore) [<isso>]",
    "(deixa|deixe) [isso] (para lá|pra lá|prá lá|para|quieto|assim|isso|estar|para depois)",
    "(nada|não é nada|nada não|não foi nada|foi engano|era engano|foi sem querer|não era com você)",
    "(fica|fique) (quieto|quieta|em silêncio|calado|calada)",
    "não precisa [mais] [de nada|nada]",
    "(não faz|não faça|não fazer) [nada|isso]",
    "já chega",
    "(chega|basta|já chega) [já|aí] (pode (parar|ficar quieto|ficar quieta|calar a boca)|cala a boca)",
    "(silêncio|quieto|cala a boca) (chega|basta|já chega|pode parar)",
    "<deixa> [já] (<deixa>|chega|pode parar) [<isso>|aí]",
    "(não quero|não quero mais) [nada|isso]",
    "[eu] (desisto|desisti|mudei de ideia)",
    rules={
        "deixa": (
            "(deixa [isso] (para lá|pra lá|prá lá|quieto)|esquece|esqueça|cancela|desisti|mudei de ideia|não precisa [mais])"
        ),
        "isso": "(isso|tudo|isto|o que eu (disse|falei|pedi)|o pedido|essa|o comando|esse comando)",
    },
    examples=["para", "cancela", "deixa pra lá"],
    shown=False,
)
def para(ctx: Context) -> Reply:
    if ctx.store.ringing():
        return Reply("Certo, parei o alarme.", (StopRinging(),))
    if _SAYS_STOP.match(fold(ctx.heard)) and ctx.services.music and ctx.services.music.playing().state == "play":
        return Reply("Pausei a música.", (CommandMusic("pause"),))
    return Reply("Tudo bem.")


@skill(*UNDO, shown=False)
def nada_a_desfazer(ctx: Context) -> Reply:
    return Reply(CANNOT_UNDO if ctx.topic else "Não há nada para desfazer.")
