"""A voz do assistente: mais devagar, mais rápido, outra voz, como era antes."""

from dataclasses import dataclass

from assistant.language.announcements import listed
from assistant.skills import Context, Reply, World, skill

STEP = 1.2
SLOWEST, FASTEST = 0.5, 2.0
NO_VOICE = "Aqui não dá para mudar a minha voz."
PORTUGUESE, FEMALE, MALE = "p", "f", "m"  # as voices are named: pf_dora

LISTS = {
    "passo": {
        **dict.fromkeys(
            ("mais devagar", "mais lento", "mais lenta", "mais pausado", "mais lentamente", "com mais calma"), "slower"
        ),
        **dict.fromkeys(("mais rápido", "mais rápida", "mais depressa", "mais ligeiro", "mais rapidamente"), "faster"),
        **dict.fromkeys(("devagar", "lento", "pausadamente", "lentamente", "com calma"), "slower"),
        **dict.fromkeys(("rápido", "depressa"), "faster"),
    },
    "mais": {
        **dict.fromkeys(("mais devagar", "mais lento", "mais lentamente", "menos rápido"), "slower"),
        **dict.fromkeys(("mais rápido", "mais depressa", "menos devagar"), "faster"),
    },
    "velocidade": {
        **dict.fromkeys(("diminui", "diminua", "diminuir", "reduz", "reduza", "reduzir", "baixa"), "slower"),
        **dict.fromkeys(("aumenta", "aumente", "aumentar", "acelera", "acelere", "acelerar", "sobe"), "faster"),
    },
    "voz": {
        **dict.fromkeys(("homem", "um homem", "masculina", "masculino", "rapaz"), MALE),
        **dict.fromkeys(("mulher", "uma mulher", "feminina", "feminino", "moça"), FEMALE),
        "dora": "pf_dora",
        "alex": "pm_alex",
        **dict.fromkeys(("santa", "papai noel"), "pm_santa"),
    },
}
RULES = {
    "fala": "(fala|fale|falar|responde|responda|conversa|lê|leia)",
    "pouco": "(um pouco|um pouquinho|bem|só um pouco)",
    "troca": "(troca|troque|trocar|muda|mude|mudar|altera|altere)",
    "usa": "(usa|use|usar|põe|ponha|bota|coloca|coloque|quero|quero ouvir|escolhe|prefiro|ativa)",
    "normal": "(normal|de antes|padrão|original|de sempre|anterior|como antes|como sempre)",
    "voz": "([a|uma] voz|[a] tua voz|[a] sua voz|de voz)",
}


@dataclass(frozen=True, slots=True)
class SpeakAt:
    speed: float

    def run(self, world: World) -> None:
        world.services.voice.speak_at(self.speed, world.speaker)


@dataclass(frozen=True, slots=True)
class SpeakWith:
    voice: str

    def run(self, world: World) -> None:
        world.services.voice.speak_with(self.voice, world.speaker)


@dataclass(frozen=True, slots=True)
class SpeakAsBefore:
    def run(self, world: World) -> None:
        world.services.voice.reset(world.speaker)


@skill(
    "[você] <fala> [comigo|isso] [<pouco>] {passo} [<pouco>]",
    "não (fala|fale) (tão|muito) (rápido|depressa) [assim]",
    "[você] (fala|está falando|tá falando) (tão|muito) (rápido|depressa)",
    "[<pouco>] {mais:passo}",
    "(dá para|pode) falar [<pouco>] {passo}",
    "{velocidade:passo} [um pouco] [a|sua|tua] (velocidade|rapidez) [da|de] [sua|tua] (voz|fala|leitura)",
    rules=RULES,
    lists=LISTS,
    follow_ups=["[ainda|só] [mais] [<pouco>] {passo}", "mais [um pouco|um pouquinho]", "[mais] ainda"],
    examples=["fala mais devagar", "fala mais rápido"],
)
def ritmo(ctx: Context, passo: str = "slower") -> Reply:
    voice = ctx.services.voice
    if voice is None:
        return Reply(NO_VOICE)
    now = voice.manner(ctx.speaker).speed or 1.0
    speed = round(min(max(now * STEP if passo == "faster" else now / STEP, SLOWEST), FASTEST), 2)
    if speed == round(now, 2):
        return Reply("Mais rápido eu não consigo falar." if passo == "faster" else "Mais devagar eu não consigo falar.")
    return Reply("Falo mais rápido agora." if passo == "faster" else "Falo mais devagar agora.", (SpeakAt(speed),))


@skill(
    "<troca> [de|a|a sua|a tua|sua|tua] voz",
    "<troca> [a|a sua|a tua|sua|tua] voz (para|pra|pela|por) [a|uma|a de|a do|a da|o|voz de] {voz}",
    "<troca> para [a] voz (de|do|da) {voz}",
    "[eu] <usa> [a|uma] voz [de|do|da] {voz}",
    "[eu] <usa> (outra voz|uma outra voz|uma voz diferente)",
    "(fala|fale|falar|responde|responda|me responde) com [a|uma] voz [de|do|da] {voz}",
    "(fala|fale|falar|responde|responda) [com|em] (outra voz|uma outra voz|uma voz diferente)",
    "(fala|fale) (como|feito|igual a|que nem) [o|a|um|uma] {voz}",
    "<voz> [de|do|da] {voz}",
    "outra voz",
    "[eu] não (gostei|gosto) (dessa|desta|da sua|da tua) voz [<troca>] [de voz|ela]",
    rules=RULES,
    lists=LISTS,
    follow_ups=["[e] [a|com a|de|do|da|o] [voz de|voz do|voz da] {voz}", "(outra|outra voz|a próxima|não gostei)"],
    examples=["troca de voz", "fala com voz de homem", "quero a voz da Dora"],
)
def troca(ctx: Context, voz: str | None = None) -> Reply:
    own = ctx.services.voice
    if own is None:
        return Reply(NO_VOICE)
    now = own.manner(ctx.speaker).voice or ""
    voices = [voice for voice in own.voices if voice.startswith(PORTUGUESE)]
    if voz in (FEMALE, MALE):
        if _sex(now) == voz:
            return Reply("Já estou falando com voz de homem." if voz == MALE else "Já estou falando com voz de mulher.")
        voices = [voice for voice in voices if _sex(voice) == voz]
    elif voz is not None:
        voices = [voice for voice in voices if voice == voz]
        if now == voz:
            return Reply("Esta já é a minha voz.")
    others = [voice for voice in voices if voice != now]
    if not others:
        return Reply("Essa voz eu não tenho aqui." if voz else "Não tenho outra voz aqui.")
    following = [voice for voice in others if voice > now] if voz is None else others
    chosen = (following or others)[0]
    return Reply(f"Pronto, agora falo com a voz {_of(chosen)}.", (SpeakWith(chosen),))


@skill(
    "(volta|volte|voltar) [a falar] [para|a|à|com] [a|sua|tua] (voz|velocidade) <normal>",
    "(fala|fale|falar) [de novo] (<normal>|normalmente|como você falava|na velocidade normal|com a voz normal)",
    "(volta|volte) a falar (normal|normalmente|como antes)",
    "(voz|velocidade) (normal|padrão|original)",
    "(restaura|restaure|redefine) [a] [sua|tua] voz",
    rules=RULES,
    follow_ups=["[volta] [ao] normal", "(como|igual) [era] antes", "(volta|volte) [a] como era"],
    examples=["fala normal"],
)
def normal(ctx: Context) -> Reply:
    if ctx.services.voice is None:
        return Reply(NO_VOICE)
    return Reply("Pronto, voltei a falar como antes.", (SpeakAsBefore(),))


@skill(
    "[<diga>] (quais|que|quantas) [são] [as] [suas|tuas] vozes [que] [você] [tem|sabe fazer|há|existem]",
    "[<diga>] (quais|que|quantas) vozes (tem|há|existem|estão disponíveis)",
    "[você] tem (outra voz|outras vozes|mais vozes|voz de homem|voz de mulher)",
    "(lista|liste|mostra) [as] [suas|tuas] vozes",
    examples=["quais vozes você tem"],
)
def vozes(ctx: Context) -> Reply:
    if ctx.services.voice is None:
        return Reply(NO_VOICE)
    names = listed([f"a {_of(voice)}" for voice in ctx.services.voice.voices if voice.startswith(PORTUGUESE)])
    return Reply(f"Tenho {names}." if names else "Só tenho esta voz.")


def _sex(voice: str) -> str:
    return voice[1:2]


def _of(voice: str) -> str:
    """ "da Dora"."""
    return f"{'da' if _sex(voice) == FEMALE else 'do'} {voice.partition('_')[2].capitalize()}"
