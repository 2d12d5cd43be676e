"""Cadastrar a voz de quem fala, e esquecê-la."""

from assistant.skills import Context, Reply, skill

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
    examples=["cadastrar minha voz", "aprende a minha voz"],
)
def cadastra(ctx: Context, nome: str | None = None) -> Reply:
    return Reply("Ainda não sei reconhecer vozes. Isso chega numa próxima versão.")


@skill(
    "[<quero>] <esquece> <voz> [<alguem>]",
    "[<quero>] <esquece> [o] meu cadastro [de voz]",
    "[<quero>] (me descadastrar|me descadastra|me descadastre)",
    rules=RULES,
    examples=["esquece a minha voz"],
)
def esquece(ctx: Context, nome: str | None = None) -> Reply:
    return Reply("Ainda não guardo nenhuma voz: não há nada para esquecer.")
