"""Música: tocar, pausar, passar adiante, voltar, e o que está tocando; no tocador de música ou nos aparelhos da casa."""

from assistant.skills import Context, Reply, skill
from assistant.skills.domains.players import DOWN, UP, VOLUME_STEP, CommandMusic, Target, meant
from assistant.skills.domains.timers import paused, resumed, the_only_one

LISTS = {
    "tipo": {
        **dict.fromkeys(("artista", "cantor", "cantora", "banda", "grupo"), "artist"),
        **dict.fromkeys(("álbum", "disco", "cd"), "album"),
        **dict.fromkeys(("música", "faixa", "canção"), "track"),
        **dict.fromkeys(("playlist", "lista de reprodução", "lista de músicas", "seleção"), "playlist"),
        **dict.fromkeys(("podcast",), "podcast"),
        **dict.fromkeys(("filme",), "movie"),
        **dict.fromkeys(("show", "série", "programa"), "tv_show"),
    },
    "sentido": {
        **dict.fromkeys((*UP, "mais alto", "mais alta"), "up"),
        **dict.fromkeys((*DOWN, "mais baixo", "mais baixa"), "down"),
    },
}
KINDS = {"artist": "artist", "album": "album", "track": "title", "playlist": "playlist", "podcast": "", None: ""}
"""As the music player calls them; what is missing it cannot play."""

CONTENT = {None: "music", "tv_show": "tvshow"}
"""As Home Assistant's media players call what is not called as here."""

RULES = {
    "toca": "(toca|toque|tocar|reproduz|reproduza|reproduzir|bota para tocar|põe para tocar|coloca para tocar|me toca)",
    "ouvir": "[eu] (quero|queria|gostaria de|vamos|vou|(tô|estou) (a fim|com vontade) de) (ouvir|escutar)",
    "poe": "(põe|ponha|bota|bote|botar|coloca|coloque|colocar|roda|rode|rodar|começa|comece)",
    "musica": "(música|televisão|programa|vídeo|reprodução|som|canção|podcast|filme)",
    "faixa": "(faixa|música|vídeo|canção)",
    "no_lugar": "((no|na|do|da) {area:area}|em [o|a] {area:area}|(no|na|do|da) [piso|andar] {floor:floor}|em {floor:floor})",
    "no_aparelho": "(no|na|nos|nas|em|pelo|pela) [o|a|os|as] {entity:name} [<no_lugar>]",
    "onde": "(<no_aparelho>|<no_lugar>)",
    "de_quem": "(<onde>|(do|da) [o|a] {entity:name})",
    "que": "({text:busca}|{artist:busca}|{playlist:busca})",
    "conhecido": "({artist:busca}|{playlist:busca}|[o|a] {tipo} [do|da|de|dos|das] <que>)",
    "algo": "(músicas|uma música|alguma coisa|qualquer coisa|algo|qualquer música|alguma música|um som)",
    "de": "(de|do|da|dos|das)",
}


@skill(
    "<toca> <que> [<onde>]",
    "<toca> [o|a|os|as|uma] {tipo} [de|do|da|dos|das|chamada|chamado] <que> [<onde>]",
    "<ouvir> (<conhecido>|(<algo>|música) <de> <que>) [<onde>]",
    "<ouvir> <que>",
    "<poe> [o|a|um|uma|uns|umas] <que> (para|pra) (tocar|(eu|gente|a gente) ouvir) [<onde>]",
    "<poe> [uma] música (bem|mais) {text:busca} [<onde>]",
    "<poe> <conhecido> [para (tocar|mim ouvir|ouvir)] [<onde>]",
    "(<toca>|<poe>) (<algo>|música|o disco|as músicas|uma faixa) <de> [a|o] [banda|cantor|cantora|grupo|artista] <que> [<onde>]",
    "(<poe>|<ouvir>) música [aí|para mim|para tocar|para (eu|gente) ouvir] [<onde>]",
    "(<toca>|<poe>|<ouvir>) <algo> [aí|para mim|para tocar|para (eu|gente) ouvir] [<onde>]",
    rules=RULES,
    lists=LISTS,
    follow_ups=["(não|e|e agora|agora) [<toca>|<poe>|<ouvir>] <conhecido> [<onde>]"],
    examples=["toca Pink Floyd", "põe a playlist jantar", "toca alguma coisa do Tom Jobim", "toca qualquer coisa"],
)
def toca(
    ctx: Context,
    busca: str | None = None,
    tipo: str | None = None,
    name: str | None = None,
    area: str | None = None,
    floor: str | None = None,
) -> Reply:
    target = meant(ctx, name, area, floor)
    if busca is None:
        return target.reply("Tocando música.", CommandMusic("play"), "media_play")
    if target.is_music and tipo not in KINDS:
        return Reply("O tocador de música só toca música.")
    find = CommandMusic("find", (busca, KINDS.get(tipo, "")))
    content = {"media_content_id": busca, "media_content_type": CONTENT.get(tipo, tipo)}
    return target.reply(f"Tocando {busca}.", find, "play_media", content)


def _known_state(ctx: Context, target: Target) -> str | None:
    """The music player's, as far as it is known."""
    playing = ctx.services.music.playing() if target.is_music else None
    return playing.state if playing and playing.reached else None


@skill(
    "(pausa|pause|pausar)",
    "(pausa|pause|pausar|para|pare|parar|interrompe|interrompa) [a|o|essa|esse|com a] (<musica> [<de_quem>]|tv <de_quem>)",
    "(pausa|pause|pausar) [a|o|as|os] {entity:name} [<no_lugar>]",
    "(para|pare|parar) de tocar [<musica>] [<onde>]",
    "(dá|dê|faz|faça) uma pausa na <musica> [<onde>]",
    "(desliga|desligue|desligar|tira|tire|tirar|corta) (a|o|essa|esse) (música|som da música)",
    rules=RULES,
    follow_ups=["(pausa|pause|pausar) [ela|isso|aí]"],
    examples=["pausa a música"],
)
def pausa(ctx: Context, name: str | None = None, area: str | None = None, floor: str | None = None) -> Reply:
    target = meant(ctx, name, area, floor)
    is_quiet = _known_state(ctx, target) in ("pause", "stop")
    is_nobody = not (target.is_music or target.players)
    if (is_quiet or is_nobody) and _says_only_that(ctx) and (timer := the_only_one(ctx, is_paused=False)):
        return paused(timer, ctx)
    if is_quiet:
        return Reply("Não está tocando nenhuma música.")
    return target.reply("Pausei.", CommandMusic("pause"), "media_pause")


def _says_only_that(ctx: Context) -> bool:
    """ "Pausa" por si só: o que se ouve é o que se quer calado; em silêncio, só pode ser o temporizador que corre."""
    return len(ctx.heard.split()) == 1


@skill(
    "(toca|toque|tocar|reproduz|reproduza|reproduzir)",
    "(continua|continue|continuar|retoma|retome|retomar)",
    "(toca|toque|tocar|roda|rode|rodar|continua|continue|continuar|retoma|retome|retomar|reproduz|reproduza|reproduzir|despausa"
    "|despause) [a|o|essa|com a] (<musica> [<de_quem>]|tv <de_quem>)",
    "(toca|toque|roda|rode|continua|continue|continuar|retoma|retome|retomar|reproduz|reproduza|despausa|despause) [a|o|as|os]"
    " {entity:name} [<no_lugar>]",
    "(volta|volte|voltar) a tocar [a|o] [<musica>] [<de_quem>|{entity:name}]",
    "(continua|continue|continuar|segue) (tocando|a tocar) [a|o] [<musica>] [<onde>]",
    "(despausa|despause|despausar|solta|solte) [a|o] [<musica>]",
    "(pode|volta a|volte a) (continuar|voltar) a <musica>",
    rules=RULES,
    follow_ups=["(continua|continue|continuar|retoma|retome|segue|despausa) [ela|aí|tocando]"],
    examples=["continua a música"],
)
def continua(ctx: Context, name: str | None = None, area: str | None = None, floor: str | None = None) -> Reply:
    target = meant(ctx, name, area, floor)
    if _known_state(ctx, target) != "pause" and _says_only_that(ctx) and (timer := the_only_one(ctx, is_paused=True)):
        return resumed(timer, ctx)
    if _known_state(ctx, target) == "play":
        return Reply("A música já está tocando.")
    text = "Continuando." if _known_state(ctx, target) == "pause" else "Tocando."
    return target.reply(text, CommandMusic("play"), "media_play")


@skill(
    "(próxima|próximo|avançar|avance|avança) [a|para a] [<faixa>] [<onde>]",
    "<faixa> seguinte [<onde>]",
    "a (próxima|seguinte) [<faixa>] [<onde>]",
    "(pula|pule|pular) [essa|esse|esta|este|a|o|de|para a próxima|para a|à próxima] [<faixa>] [<onde>]",
    "(passa|passe|passar) (essa|esse|esta|este|a|o|de) <faixa> [<onde>]",
    "(passa|passe|passar) (essa|esta|(para a|à|pra) próxima [<faixa>]) [<onde>]",
    "(toca|toque|põe|ponha|bota|quero|quero ouvir|vai para|passa para) (a próxima|outra|a seguinte|uma outra) [<faixa>] [<onde>]",
    "(troca|troque|trocar|muda|mude|mudar) [de|a|essa] <faixa> [<onde>]",
    "outra música",
    rules=RULES,
    examples=["próxima música", "pula essa"],
)
def proxima(ctx: Context, name: str | None = None, area: str | None = None, floor: str | None = None) -> Reply:
    return meant(ctx, name, area, floor).reply("Próxima.", CommandMusic("next"), "media_next_track")


@skill(
    "(volta|volte|voltar) [a|à|para a|uma] [<faixa>] [anterior|de antes] [<onde>]",
    "[a] <faixa> anterior [<onde>]",
    "a anterior",
    "(toca|toque|põe|ponha|bota) [de novo] a [<faixa>] (anterior|de antes) [de novo] [<onde>]",
    rules=RULES,
    examples=["volta a música anterior"],
)
def anterior(ctx: Context, name: str | None = None, area: str | None = None, floor: str | None = None) -> Reply:
    return meant(ctx, name, area, floor).reply("Voltando.", CommandMusic("previous"), "media_previous_track")


@skill(
    "<poe> ela [um pouco] {sentido:passo}",
    rules=RULES,
    lists=LISTS,
    follow_ups=["[um pouco] {sentido:passo} [ela|isso|aí|mais] [um pouco|um pouquinho|mais um pouco|mais um pouquinho]"],
    shown=False,
)
def volume(ctx: Context, passo: str) -> Reply:
    text, step = ("Aumentei o volume.", VOLUME_STEP) if passo == "up" else ("Abaixei o volume.", -VOLUME_STEP)
    return meant(ctx, None, None, None).reply(text, CommandMusic("volume_by", (step,)), f"volume_{passo}")


@skill(
    "[<diga>] [o] (que|quem|qual) [<faixa>] [é] [que] (está|tá) (tocando|cantando) [agora|aí] [<onde>]",
    "[<diga>] (que|qual) <faixa> [é|está] [que] (é|toca) (essa|esta|isso) [<onde>]",
    "[<diga>] (que|qual|de quem) [é] (essa|esta) <faixa>",
    "[<diga>] (qual|qual é|) o nome (da|dessa|desta) <faixa>",
    "[<diga>] (quem|que banda|que artista|que cantor|que cantora) (canta|toca|está cantando) [isso|essa|esta] [<faixa>]",
    "[<diga>] [de] que (disco|álbum) é (essa|esta|isso) [<faixa>]",
    "como [é que] se chama (essa|esta) <faixa>",
    rules=RULES,
    examples=["o que está tocando", "de quem é essa música"],
)
def o_que_toca(ctx: Context, name: str | None = None, area: str | None = None, floor: str | None = None) -> Reply:
    target = meant(ctx, name, area, floor)
    if target.is_music:
        playing = ctx.services.music.playing()
        if not playing.reached:
            return Reply("O tocador de música não responde.")
        if playing.state == "stop" or not playing.title:
            return Reply("Não está tocando nenhuma música.")
        tags, paused = (playing.title, playing.artist, playing.album), playing.state == "pause"
    elif target.players:
        player = target.players[0]
        tags = tuple(player.attributes.get(key) for key in ("media_title", "media_artist", "media_album_name"))
        paused = player.state == "paused"
        if not tags[0]:
            return Reply("Isso eu não consigo saber.") if player.state == "playing" else Reply("Não está tocando nada.")
    else:
        return Reply(target.text)
    title, artist, album = tags
    text = f"{title}{f', de {artist}' if artist else ''}{f', do álbum {album}' if album and album != title else ''}."
    return Reply(f"Está em pausa: {text}" if paused else f"Está tocando {text}")
