"""O que o assistente sabe fazer, e quem ele é."""

from collections.abc import Sequence

from assistant.language.announcements import listed
from assistant.language.words.phonetics import fold
from assistant.skills import Context, Reply, skill

N_EXAMPLES = 3
N_OF_SUBJECT = 3
MANY = 20
# What is told of all that there is: the rest is found by asking.
TOLD = {
    "horas": "horas",
    "data": "datas",
    "temporizador": "temporizadores",
    "alarme": "alarmes",
    "lembrete": "lembretes",
    "lista": "listas",
}
TOLD |= {"calculadora": "contas", "clima": "previsão do tempo", "casa": "luzes e aparelhos", "musica": "música"}
SERVICES = {"clima": "weather", "casa": "home", "musica": "music"}

# What people call what a skill is about; its own name is one of the names, too.
SUBJECTS = {
    "horas": "horas|hora|relógio|horário",
    "data": "data|datas|dia|calendário|feriado|feriados",
    "temporizador": "timer|timers|temporizador|temporizadores|cronômetro|contagem [regressiva]",
    "alarme": "alarme|alarmes|despertador",
    "lembrete": "lembrete|lembretes|agenda|compromissos",
    "lista": "lista|listas|[lista de] compras|[lista de] tarefas",
    "calculadora": "calculadora|conta|contas|cálculo|cálculos|matemática",
    "conversao": "conversão|conversões|medidas|unidades|moedas|converter [medidas|unidades|moedas]",
    "clima": "clima|tempo|previsão [do tempo]|chuva|temperatura",
    "casa": "casa|luz|luzes|lâmpadas|automação|ar-condicionado|cortina|cortinas|aparelhos|dispositivos|tomadas|cenas|aspirador",
    "anuncio": "anúncio|anúncios|avisos|recados",
    "musica": "música|músicas|som|tocar música",
    "volume": "volume",
    "voz": "voz|sua voz|fala|velocidade [da voz|da fala]",
    "quem_sou_eu": "quem sou eu|reconhecer [a|minha] voz|meu nome",
    "cadastrar": "cadastro|cadastrar [a|minha] voz",
    "piada": "piada|piadas",
    "perguntas": "perguntas|este lugar|informações|funcionamento",
    "repetir": "repetir|repetição",
}


@skill(
    "[<diga>] [me dá|dá|dê|uma|preciso de|quero] (ajuda|socorro|help)",
    "(me ajuda|me ajude|ajudar|pode me ajudar|você me ajuda|ajude-me)",
    "[<diga>] [o] que [é] [que] [mais] (você|tu) (sabe|sabes|pode|podes|consegue|faz|fazes|entende) [fazer] [<para_mim>]",
    "[<diga>] [o] que [é] [que] [mais] (você|tu) (sabe|pode|consegue) (responder|me dizer)",
    "[<diga>] [o] que [é] [que] [mais] (eu|a gente) (posso|pode|devo|deve) [te] <dizer> [a você|para você]",
    "[<diga>] [o] que (posso|devo|dá para) [te] (dizer|falar|perguntar|pedir) [a você|para você]",
    "[<diga>] quais [são] [os|as] [seus|suas|teus|tuas] <comandos> [que] [você] [aceita|entende|conhece|sabe|tem|disponíveis]",
    "(lista|liste|mostra|mostre) [os|as] [seus|suas] <comandos>",
    "como [é que] (você|isso|isto|o assistente) funciona",
    "como [eu] [posso|faço para] (usar|uso|falar com|falo com|usar|mexer em) [você|isso|o assistente]",
    "[para] que você serve",
    "[me] (dá|dê) [um|uns] exemplo[s]",
    rules={
        "comandos": "(comandos|funções|habilidades|opções|skills|recursos)",
        "dizer": "(dizer|falar|perguntar|pedir|fazer)",
        "para_mim": "(por mim|para mim|com isso|aí)",
    },
    examples=["ajuda", "o que você sabe fazer"],
    shown=False,
)
def ajuda(ctx: Context) -> Reply:
    examples = _quoted(_working(ctx)[:N_EXAMPLES])
    if not examples:
        return Reply("Ainda não aprendi nada.")
    known = _known(ctx)
    about, more = (f"Eu cuido de {listed(known)}. ", f" Para saber mais, diga: ajuda com {known[0]}.") if known else ("", "")
    return Reply(f"{about}Você pode dizer, por exemplo: {examples}.{more}")


@skill(
    "[<diga>] [quero|preciso de|me dá] ajuda (com|sobre|de|para) [o|a|os|as] {subject:assunto}",
    "[<diga>] ajuda (com|sobre) [o|a|os|as] {name:assunto}",
    "(me ajuda|me ajude) (com|em) [o|a|os|as] {subject:assunto}",
    "[<diga>] [o] que [é] [que] [mais] [você|tu|eu|a gente] <pode> <sobre> [o|a|os|as] {subject:assunto}",
    "[<diga>] [o] que [é] [que] [você|tu] (entende|sabe) <sobre> [o|a|os|as] {subject:assunto}",
    "como [eu|é que eu|é que] [posso|faço para|se] (uso|usar|usa|peço|pedir|mexo no|mexer no) [o|a|os|as] {subject:assunto}",
    "(exemplos|comandos|frases) (de|do|da|para|sobre|com) [o|a|os|as] {subject:assunto}",
    "[<diga>] quais [são] [os] (exemplos|comandos|frases) (de|do|da|para|sobre|com) [o|a|os|as] {subject:assunto}",
    follow_ups=["[e] (com|sobre|de|para|o|a) [o|a|os|as] {subject:assunto}"],
    rules={
        "pode": "(posso|pode|podes|sabe|sabes|consegue|dá para) [te] (dizer|falar|perguntar|pedir|fazer|saber)",
        "sobre": "(sobre|com|a respeito de|em relação a|de|do|da|em matéria de|quanto a)",
    },
    lists={"subject": {f"({names})": skill_name for skill_name, names in SUBJECTS.items()}},
    examples=["ajuda com o temporizador", "o que posso dizer sobre música"],
    shown=False,
)
def sobre(ctx: Context, assunto: str) -> Reply:
    examples = _quoted(ctx.examples_of(fold(assunto).replace(" ", "_"))[:N_OF_SUBJECT])
    return Reply(f"Você pode dizer: {examples}." if examples else "Sobre isso eu ainda não sei nada.")


def _known(ctx: Context) -> list[str]:
    """What it can do here: of what needs a service only that which is configured."""
    return [
        about for name, about in TOLD.items() if ctx.examples_of(name) and getattr(ctx.services, SERVICES.get(name, ""), True)
    ]


def _working(ctx: Context) -> list[str]:
    """Examples that need nothing that is missing here."""
    missing = [name for name, service in SERVICES.items() if not getattr(ctx.services, service)]
    vain = {example for name in missing for example in ctx.examples_of(name)}
    return [example for example in ctx.examples(MANY) if example not in vain]


def _quoted(examples: Sequence[str]) -> str:
    return listed([f"“{example}”" for example in examples])


@skill(
    "[<diga>] (quem|o que) [é] [que] (é você|você é|és tu|tu és)",
    "[<diga>] [qual] [é] [o] (seu|teu) nome",
    "[<diga>] com quem [é que] [eu] (falo|estou falando)",
    "[<diga>] como [é que] [você|tu|se] [se] (chama|chamas) [você]",
    "(quem|que|qual empresa|qual pessoa) [foi que] <fez> você",
    "quem [foi que] te <fez>",
    "você é (gente|pessoa|humano|humana|homem|mulher|um robô|robô) ou [um|uma] (gente|pessoa|máquina|robô|computador|mulher)",
    "você é (um robô|uma pessoa|humano|humana|gente|de verdade|uma máquina|uma inteligência artificial)",
    rules={"fez": "(criou|fez|inventou|programou|desenvolveu|construiu)"},
    examples=["quem é você", "qual é o seu nome"],
    shown=False,
)
def quem_e(ctx: Context) -> Reply:
    return Reply("Sou um assistente de voz em português. O que você diz não sai deste computador.")


@skill(
    "[<diga>] [para|pra] onde (vai|vão|é enviada|são enviados) <dados>",
    "[<diga>] [para|pra] onde vai o que eu (digo|falo)",
    "[você] (grava|guarda|está gravando|envia|manda|está ouvindo|ouve|escuta) (<o_dito>|<dados>|tudo)",
    "[você] (está|fica|tá) sempre <ouvindo> [tudo]",
    "[você] (está|fica|tá) <ouvindo> (tudo|sempre|o tempo todo)",
    "você (está|fica|tá) (ouvindo|gravando|escutando|me gravando)",
    "[<diga>] [o] que (você faz|acontece) com <dados>",
    rules={
        "o_dito": "o que (eu (digo|falo)|a gente (diz|fala))",
        "ouvindo": "(ouvindo|gravando|escutando|me ouvindo|me gravando|me escutando)",
        "dados": "[a|o|os|as] [minha|meus|minhas] (informação|informações|dados|voz|conversa|conversas)",
    },
    examples=["para onde vão os meus dados", "você está sempre ouvindo"],
    shown=False,
)
def privacidade(ctx: Context) -> Reply:
    return Reply("O que você diz fica neste computador e não vai para lugar nenhum.")
