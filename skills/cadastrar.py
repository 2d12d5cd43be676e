"""Cadastrar a voz de quem fala, em três frases, e esquecê-la."""

from assistant.skills import Context, Reply, skill
from assistant.skills.domains.enrolling import (
    COLLECTED,
    Enroll,
    Enrolment,
    Fault,
    Forget,
    is_same,
    known_as,
    name_of,
    with_phrase,
)

WHOSE = "Como você se chama?"
NO_EARS = "Por aqui eu não reconheço vozes. Cadastre pelo microfone ou, no terminal, com gravações: assistant speakers enroll."
NO_VOICES = "Ainda não conheço a voz de ninguém: não há nada para esquecer."
WHICH_VOICE = (
    "Não reconheci a sua voz, e só apago a de quem pede. No terminal dá para apagar qualquer uma: assistant speakers remove."
)

PHRASES = (
    "Amanhã cedo eu vou à feira comprar queijo e goiabada.",
    "O vizinho guardou a bicicleta azul no fundo da garagem.",
    "Choveu tanto que o cachorro ficou molhado no quintal.",
    "Minha avó faz um bolo de fubá muito gostoso.",
    "Ontem o trem chegou atrasado, mas ninguém reclamou.",
    "Gosto de ouvir os pássaros quando o sol vem nascendo.",
    "Achei um jornal velho debaixo do travesseiro.",
    "No inverno a serra amanhece coberta de neblina.",
)
"""Com quase todos os sons da língua em três seguidas; cada uma dura uns três segundos."""
FAULTS = {
    Fault.SHORT: "Essa ficou curta demais. Diga a frase inteira",
    Fault.NOISY: "Ouvi muito barulho. Chegue mais perto e diga",
    Fault.CLIPPED: "Ficou alto demais e o som estourou. Fale mais longe do microfone e diga",
    Fault.OTHER_VOICE: "Essa me pareceu a voz de outra pessoa. Só você, {nome}, diga",
}
NEXT = ("", "Ótimo. Agora diga", "Muito bem. Só mais uma")

RULES = {
    "cadastra": (
        "(cadastra|cadastre|cadastrar|registra|registre|registrar|aprende|aprenda|aprender"
        "|memoriza|memorize|memorizar|decora|decore|salva|salve|salvar)"
    ),
    "esquece": (
        "(esquece|esqueça|esquecer|apaga|apague|apagar|remove|remova|remover|exclui|exclua|excluir|deleta|delete|deletar"
        "|descadastra|descadastre|descadastrar)"
    ),
    "voz": "[o cadastro da|o registro da] [a] (minha voz|voz)",
    "alguem": "[de|do|da|como|com o nome] ({person:nome}|{name:nome})",
    "quero": "[eu] (quero|queria|preciso|gostaria de|pode|vamos)",
}


@skill(
    "[<quero>] <cadastra> [a] (minha voz|voz|nova voz|uma voz|uma nova voz) [nova] [<alguem>]",
    "[<quero>] [me] (cadastrar|cadastra|cadastre|registrar|registra|registre) [me] [pela voz|por voz]",
    "[<quero>] <cadastra> (uma nova pessoa|uma pessoa|mais uma pessoa|um usuário|um novo usuário|outra pessoa)",
    "[<quero>] (fazer|faz|faça|começa|comece|começar|iniciar|inicia|inicie) [o] [meu] cadastro [da|de] [minha] [voz]",
    "cadastro de voz",
    "[o] meu nome é {name:nome}",
    "[eu] me chamo {name:nome}",
    "[pode] me (chama|chame|chamar) de {name:nome}",
    "[eu] quero que você (aprenda|memorize|cadastre|registre) [a] minha voz",
    rules=RULES,
    follow_ups=["[eu] sou [o|a] {name:nome}", "[o] [meu] nome é [o|a] {name:nome}"],
    examples=["cadastrar minha voz", "aprende a minha voz"],
)
def cadastra(ctx: Context, nome: str | None = None, de_novo: bool = False, voz: bool = False) -> Reply:
    """de_novo: quem já é conhecido quis. voz: o que se ouviu é uma frase, e importa a voz."""
    people = ctx.services.people
    if people is None:
        return Reply(NO_EARS)
    collected = ctx.topic.mentions.get(COLLECTED) if voz and ctx.topic else None
    if collected is not None:
        return _listen(ctx, nome, de_novo, collected)
    if nome is None and ctx.speaker:
        return _again(ctx.speaker)
    if nome is None:
        return Reply(WHOSE, asks="nome")
    if (nome := name_of(nome)) is None:
        return Reply(f"Esse nome eu não consigo guardar. {WHOSE}", asks="nome")
    if people.has_voice_of(nome) and not (de_novo and is_same(ctx.speaker, nome)):
        if is_same(ctx.speaker, nome):
            return _again(ctx.speaker)
        return Reply(f"Já conheço uma voz com o nome {nome}, e não parece ser esta. Que outro nome eu uso?", asks="nome")
    return Reply(
        f"Certo, {nome}. Vou pedir três frases, uma de cada vez. Diga: “{PHRASES[0]}”",
        asks="voz",
        mentions={COLLECTED: Enrolment()},
    )


def _again(name: str) -> Reply:
    return Reply(
        f"Eu já conheço a sua voz, {name}. Quer cadastrar de novo?",
        offers=("cadastrar.cadastra", {"nome": name, "de_novo": True}),
        refused="Tudo bem, fica como está. Quem ainda não tem cadastro pode dizer: cadastrar minha voz.",
    )


def _listen(ctx: Context, name: str | None, again: bool, before: Enrolment) -> Reply:
    """Mais uma frase; no fim, o cadastro."""
    if name is None:  # an answer to nothing that is still known
        return Reply(WHOSE, asks="nome", mentions={COLLECTED: None})
    name = name_of(name)
    now = with_phrase(ctx, name, again, before)
    if now.is_complete:
        effect = Enroll(name, tuple(it.voice for it in now.phrases), again)
        return Reply(f"Pronto, {name}! Agora eu conheço a sua voz.", (effect,), mentions={COLLECTED: None})
    if now.has_failed:
        text = f"Não consegui aprender a sua voz desta vez, {name}. Tente de novo num lugar mais quieto."
        return Reply(text, mentions={COLLECTED: None})
    said = FAULTS[now.fault].format(nome=name) if now.fault else NEXT[min(len(now.phrases), len(NEXT) - 1)]
    phrase = PHRASES[now.n_heard % len(PHRASES)]
    return Reply(f"{said}: “{phrase}”", asks="voz", mentions={COLLECTED: now})


@skill(
    "[<quero>] <esquece> <voz> [<alguem>]",
    "[<quero>] <esquece> [o] meu cadastro [de voz]",
    "[<quero>] (me descadastrar|me descadastra|me descadastre)",
    rules=RULES,
    examples=["esquece a minha voz"],
)
def esquece(ctx: Context, nome: str | None = None) -> Reply:
    people = ctx.services.people
    if people is None:
        return Reply(NO_EARS)
    if not people.names():
        return Reply(NO_VOICES)
    if nome is not None and not is_same(ctx.speaker, nome):
        return _others(ctx, nome)
    if ctx.speaker is None:
        return Reply(WHICH_VOICE)
    return Reply(
        f"{ctx.speaker}, eu esqueço a sua voz e apago também as suas listas, os seus lembretes e as suas preferências. Pode ser?",
        confirms=(Forget(ctx.speaker),),
        confirmed="Pronto, esqueci a sua voz e tudo o que era seu.",
        refused="Tudo bem, não apaguei nada.",
    )


def _others(ctx: Context, nome: str) -> Reply:
    name = known_as(ctx, nome)
    if name is None:
        return Reply(f"Não conheço nenhuma voz com o nome {nome}.")
    return Reply(f"Isso só {name} pode pedir, com a própria voz. No terminal também dá: assistant speakers remove {name}.")
