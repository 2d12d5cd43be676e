"""Volume: mais alto, mais baixo, um valor, mudo; da música, de um aparelho da casa ou da própria voz do assistente."""

from dataclasses import dataclass

from assistant.language.quantities import numbers
from assistant.skills import Context, Reply, World, skill
from assistant.skills.domains.players import DOWN, UP, VOLUME_STEP, CommandMusic, Target, named, sounding

OWN_STEP = 0.25
SOFTEST, LOUDEST = 0.1, 2.0
NO_VOICE = "Aqui não dá para mudar a minha voz."

LISTS = {
    "sentido": {**dict.fromkeys(UP, "up"), **dict.fromkeys(DOWN, "down")},
    "alto": {
        **dict.fromkeys(("mais alto", "mais alta", "mais forte", "para cima"), "up"),
        **dict.fromkeys(("mais baixo", "mais baixa", "mais fraco", "para baixo"), "down"),
    },
    # Home Assistant's sentences have a step below zero for what is turned down.
    "queda": {text: -n for n in range(1, 101) for text in (str(n), numbers.speak(n))},
    "nivel": {
        **dict.fromkeys(("máximo", "talo", "último volume"), 100),
        **dict.fromkeys(("mínimo",), 10),
        **dict.fromkeys(("médio", "meio"), 50),
    },
}
RULES = {
    "sobe": "(" + "|".join(UP) + ")",
    "desce": "(" + "|".join(DOWN) + ")",
    "mude": (
        "(põe|ponha|muda|mude|mudar|altera|altere|alterar|coloca|coloque|colocar|deixa|deixe|deixar|define|defina|definir|bota"
        "|bote|botar|seta|setar|ajusta|ajuste|ajustar|regula|regule)"
    ),
    "volume": "[o] (volume|som)",
    "no_lugar": (
        "((no|na|do|da) {area:area}|em [o|a] {area:area}|(no|na|do|da) [piso|andar] {floor:floor} [piso|andar]|em {floor:floor})"
    ),
    "do_aparelho": "(do|da|de|no|na|em) [o|a|os|as] {entity:name} [<no_lugar>]",
    "de_quem": "(<do_aparelho>|<no_lugar>|(da|de) (música|tua voz|sua voz|voz)|aqui)",
    "quanto": "({percent:volume}|{int:volume})",
    "aí": "(aí|isso|mais|mais um pouco|mais um pouquinho|um pouco|um pouquinho)",
    "som": "(música|mídia|vídeo|som|televisão|volume|áudio)",
    "voce": "[você] (fala|fale|falar|fala-me|responde|responda)",
}


@dataclass(frozen=True, slots=True)
class SetOwnVolume:
    """volume: 1 is the voice as it is configured, more is louder."""

    volume: float

    def run(self, world: World) -> None:
        world.services.voice.set_volume(self.volume)


@dataclass(frozen=True, slots=True)
class MuteOwnVoice:
    muted: bool

    def run(self, world: World) -> None:
        world.services.voice.mute(self.muted)


def _target(ctx: Context, name: str | None, area: str | None, floor: str | None) -> Target | None:
    """None is the own voice."""
    return named(ctx, name, area, floor) or sounding(ctx)


@skill(
    "<mude> <volume> [<de_quem>] (para|pra|a|em|no|até|na) <quanto>",
    "<mude> <volume> [<de_quem>] (para o|pro|no|ao|a) {nivel:volume}",
    "(<sobe>|<desce>) <volume> [<de_quem>] (para|pra|até|a) <quanto>",
    "(<sobe>|<desce>) <volume> [<de_quem>] (até o|para o|pro|ao|no) {nivel:volume}",
    "volume [<de_quem>] [em|a|no|para|de] {percent:volume}",
    "volume [<de_quem>] [em|a|no|para] {int:volume}",
    "volume [<de_quem>] [no|ao] {nivel:volume}",
    "<mude> [o] (som|áudio) [<de_quem>] (no|ao) {nivel:volume}",
    "<voce> (no|com o) volume <quanto>",
    rules=RULES,
    lists=LISTS,
    examples=["volume em 50%", "põe o volume no máximo"],
)
def ajusta(ctx: Context, volume: float, name: str | None = None, area: str | None = None, floor: str | None = None) -> Reply:
    if not 0 <= volume <= 100:
        return Reply("O volume vai de zero a cem por cento.")
    text = f"Volume em {numbers.speak(round(volume))} por cento."
    target = _target(ctx, name, area, floor)
    if target:
        return target.reply(text, CommandMusic("volume", (round(volume),)), "volume_set", {"volume_level": volume / 100})
    if ctx.services.voice is None:
        return Reply(NO_VOICE)
    if volume == 0:
        return Reply("Fico em silêncio.", (MuteOwnVoice(True),))
    return Reply(text, (SetOwnVolume(max(volume / 100, SOFTEST)),))


@skill(
    "{sentido:passo} [um pouco|um pouquinho|mais|bem] <volume> [<de_quem>] [um pouco|um pouquinho|mais um pouco|mais|aí]",
    "{sentido:passo} [um pouco|um pouquinho] [a] (música|voz|tua voz|sua voz) [um pouco|um pouquinho]",
    "<sobe> <volume> [<de_quem>] [em|mais] ({percent:passo}|{int:passo})",
    "<desce> <volume> [<de_quem>] [em|menos] {queda:passo} [%|por cento|porcento]",
    "[<volume>] {alto:passo} [<de_quem>]",
    "{sentido:passo} [só|mais] (um pouco|um pouquinho)",
    "{alto:passo} <volume> [<de_quem>]",
    "<mude> [<volume>|a música] [um pouco] {alto:passo} [<de_quem>]",
    "<voce> [um pouco|um pouquinho|bem] {alto:passo} [um pouco|um pouquinho]",
    "(pode|dá para) falar [um pouco] {alto:passo}",
    "(toca|toque|quero ouvir) [isso|a música] [um pouco] {alto:passo}",
    rules=RULES,
    lists=LISTS,
    follow_ups=[
        "[mais] (um pouco|um pouquinho) {alto:passo}",
        "mais um (pouco|pouquinho)",
        "mais",
        "ainda {alto:passo}",
        "{sentido:passo} [<aí>]",
    ],
    examples=["aumenta o volume", "abaixa o som", "fala mais alto"],
)
def muda(
    ctx: Context, passo: float | str = "up", name: str | None = None, area: str | None = None, floor: str | None = None
) -> Reply:
    size = {"up": VOLUME_STEP, "down": -VOLUME_STEP}.get(passo, passo) if isinstance(passo, str) else round(passo)
    target = _target(ctx, name, area, floor)
    text = "Aumentei o volume." if size > 0 else "Abaixei o volume."
    if target is None:
        return _own(ctx, size, exact=not isinstance(passo, str))
    if not target.players or isinstance(passo, str):
        return target.reply(text, CommandMusic("volume_by", (size,)), "volume_up" if size > 0 else "volume_down")
    level = target.players[0].attributes.get("volume_level")
    if not isinstance(level, int | float):
        return Reply("Não sei em que volume está; diga, por exemplo: volume em cinquenta por cento.")
    return target.reply(text, CommandMusic("volume_by", (size,)), "volume_set", {"volume_level": _clamped(level + size / 100)})


def _clamped(level: float) -> float:
    return round(min(max(level, 0.0), 1.0), 2)


def _own(ctx: Context, size: int, exact: bool) -> Reply:
    if ctx.services.voice is None:
        return Reply(NO_VOICE)
    now = ctx.services.voice.volume
    # A step is a part of what there is: what is soft already would vanish, and what is loud hardly change.
    step = size / 100 if exact else OWN_STEP * now * (1 if size > 0 else -1)
    volume = round(min(max(now + step, SOFTEST), LOUDEST), 2)
    if volume == round(now, 2):
        return Reply("Mais alto eu não consigo falar." if size > 0 else "Mais baixo eu não consigo falar.")
    return Reply("Falo mais alto agora." if size > 0 else "Falo mais baixo agora.", (SetOwnVolume(volume),))


@skill(
    "(mute|muta|mutar|silencie|silencia|silenciar|emudece)",
    "(mute|muta|mutar|silencie|silencia|silenciar|emudece|tira) [a|o] (<som> [<de_quem>]|tv <de_quem>)",
    "(mute|muta|mutar|silencie|silencia|silenciar|emudece) [a|o|as|os] {entity:name} [<no_lugar>]",
    "(põe|ponha|bota|coloca|coloque|deixa|deixe) [a|o] [{entity:name}|<som>] (no|em|na) (mudo|mute|modo silencioso) [<no_lugar>]",
    "(modo|fica|fique) (mudo|silencioso)",
    rules=RULES,
    examples=["silencia a música", "coloca no mudo"],
)
def muda_mudo(ctx: Context, name: str | None = None, area: str | None = None, floor: str | None = None) -> Reply:
    target = _target(ctx, name, area, floor)
    if target:
        return target.reply("Sem som.", CommandMusic("mute"), "volume_mute", {"is_volume_muted": True})
    if ctx.services.voice is None:
        return Reply(NO_VOICE)
    return Reply("Fico em silêncio. Para eu voltar a falar, diga: tira do mudo.", (MuteOwnVoice(True),))


@skill(
    "(desmute|desmuta|desmutar)",
    "(desmute|desmuta|desmutar|restaura|restaure|restaurar|devolve|volta|volte) (o|) (som|áudio|volume) [<de_quem>]",
    "(desmute|desmuta|desmutar) [a|o] (<som> [<de_quem>]|tv <de_quem>)",
    "(desmute|desmuta|desmutar) [a|o|as|os] {entity:name} [<no_lugar>]",
    "(tira|tire|tirar|sai|saia) [a|o] [{entity:name}|<som>] (do|da) (mudo|mute|modo silencioso)",
    "(volta|volte|pode voltar) a falar",
    "liga [de volta] o som [<de_quem>]",
    rules=RULES,
    examples=["tira do mudo"],
)
def tira_mudo(ctx: Context, name: str | None = None, area: str | None = None, floor: str | None = None) -> Reply:
    voice = ctx.services.voice
    target = named(ctx, name, area, floor)
    if target is None and voice is not None and voice.is_muted:
        return Reply("Voltei a falar.", (MuteOwnVoice(False),))
    target = target or sounding(ctx)
    if target:
        return target.reply("Com som de novo.", CommandMusic("unmute"), "volume_mute", {"is_volume_muted": False})
    return Reply(NO_VOICE) if voice is None else Reply("Não estou no mudo.")
