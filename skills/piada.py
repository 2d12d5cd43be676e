"""Piadas curtas, para a família toda."""

from assistant.skills import Context, Reply, skill

JOKES = (
    "Por que o livro de matemática vive triste? Porque só tem problemas.",
    "O que o zero disse para o oito? Que cinto bonito!",
    "Por que a plantinha não fala? Porque ainda é mudinha.",
    "O que uma parede falou para a outra? A gente se encontra no canto.",
    "Qual é o rei dos queijos? O reiqueijão.",
    "Por que o computador foi ao médico? Porque pegou um vírus.",
    "O que o pato disse para a pata? Vem quá!",
    "Por que o jacaré tirou o filhote da escola? Porque ele réptil de ano.",
    "Qual é o peixe que cai do décimo andar? O aaaatum!",
    "O que o tomate foi fazer no banco? Tirar um extrato.",
    "Qual é o café mais apressado? O expresso, que não para em nenhuma estação.",
    "Qual é a cidade brasileira em que não se anda de táxi? Uberlândia.",
    "O que o cavalo foi fazer no orelhão? Passar um trote.",
    "Por que o esqueleto não entra em briga? Porque não tem estômago para isso.",
    "O que uma impressora disse para a outra? Essa folha é sua ou é impressão minha?",
    "Por que o pinheiro nunca se perde na floresta? Porque sempre leva um mapinha.",
    "Qual é o contrário de volátil? Vem cá, sobrinho.",
    "O que o sal disse para a batata? É nós na frita!",
    "O que o semáforo falou para o carro? Não olha agora, que eu estou me trocando.",
    "Qual é o cúmulo da paciência? Esvaziar uma piscina com um garfo.",
    "O que uma nuvem disse para a outra? Hoje eu estou carregada.",
    "Por que o mar é salgado? Porque peixe não gosta de comida sem tempero.",
    "O que o travesseiro disse para o despertador? Você só chega quando o sonho fica bom.",
    "Por que o galo canta de olhos fechados? Porque já sabe a música de cor.",
    "O que um tijolo falou para o outro? Há um cimento entre nós.",
    "O que a galinha foi fazer na igreja? Assistir à missa do galo.",
    "Como o elétron atende o telefone? Próton!",
    "O que é um pontinho verde no canto da sala? Uma ervilha de castigo.",
    "O que um assistente de voz come no lanche? Só uns bytes.",
)
STRIDE = 11  # without a divisor in common with their number: all are told before one comes again


@skill(
    "<conte> [<mim>] [<uma>] <piada> [<boa>] [<mim>|aí]",
    "<conte> [<mim>] <uma> <boa>",
    "(conta|conte|me conta) (outra|mais uma|mais)",
    "<quero> [<uma>] <piada> [<boa>]",
    "[você|tu] (sabe|sabes|conhece|conheces|tem|tens) [contar] [<uma>] <piada> [<boa>]",
    "<conte> [<mim>] (alguma coisa|algo|uma coisa) (engraçada|engraçado|divertida|divertido|para rir)",
    "(me faz|me faça|me fazer|faz a gente|faça a gente|consegue me fazer) (rir|sorrir|gargalhar|dar risada)",
    "[<uma>] <piada>",
    "[eu] (estou|tô) (triste|entediado|entediada|com tédio) <conte> [<mim>] [<uma>] <piada>",
    follow_ups=[
        "[e] [<conte>] [<mim>] (outra|mais uma|mais) [<piada>] [<mim>|aí]",
        "((tem|sabe|não tem) (outra|mais)|de novo|essa foi boa|essa eu já conheço) [<conte>] [outra|mais uma]",
    ],
    rules={
        "conte": (
            "(conta|conte|contar|contes|fala|fale|falar|diz|diga|dizer|manda|mande|mandar|faz|faça|solta|solte|lança|lance"
            "|me conta|me conte|me contar|me fala|me fale|me diz|me diga|me manda)"
        ),
        "mim": "(para mim|pra mim|para nós|para a gente|pra gente)",
        "uma": "(uma|alguma|outra|mais uma|umas|a sua melhor|a melhor|a)",
        "piada": "(piada|piadas|piadinha|piadinhas|anedota|anedotas|charada|charadas|trocadilho)",
        "boa": "(boa|maneira|legal|bacana|da hora|curta|nova|engraçada|rápida|infantil|de criança|para criança|que seja boa)",
        "quero": "([eu] (quero|queria|gostaria de|preciso de|preciso) [ouvir|escutar])",
    },
    examples=["conta uma piada", "me faz rir"],
    replies=JOKES,
)
def conta(ctx: Context) -> Reply:
    if ctx.last_answer in JOKES:
        return Reply(JOKES[(JOKES.index(ctx.last_answer) + STRIDE) % len(JOKES)])
    return Reply(JOKES[int(ctx.now.timestamp()) // 7 % len(JOKES)])
