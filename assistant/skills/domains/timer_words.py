"""The words by which people speak of timers: rules, and the longer templates, of skills/temporizador.py."""

RULES = {
    "so_timer": "(timer|temporizador|cronômetro|taimer|contagem [regressiva])",
    "timer": "(<so_timer>|alarme)",
    "alarmes": "(alarme|alarmes)",
    "so_timers": "(timers|temporizadores|cronômetros|contagens)",
    "timers": "(<so_timers>|alarmes)",
    "qualquer": "(<timer>|<timers>)",
    "quero": "([eu] (quero|preciso de)|me dá|vamos de)",
    "falta": "(falta|resta|faltam|restam|sobra|tem)",
    "acabar": "(terminar|acabar|tocar)",
    "um": "(um|uma|o|a|outro|outra|mais um|novo|um novo|um outro|mais uma)",
    "nome": "(para|de|do|da|dos|das|pro|pra|por causa de) [o|a|os|as] {name:nome}",
    "chamado": "(chamado|chamada|com o nome|com nome|de nome|que se chama|nomeado) [de] {name:nome}",
    "nomeado": "(<nome>|<chamado>)",
    "avisa": (
        "(me avisa|me avise|me avisar|avisa|avise|avise-me|me chama|me chame|me chamar|me acorda|me acorde"
        "|me desperta|apita|me alerta|me alerte|me dá um toque|me notifica)"
    ),
    "em": "(daqui a|daqui|em|dentro de|depois de|passados|após|daqui uns)",
    "na_area": "(em|na|no|da|do) {area:area}",
    "qual": (
        "([de|do|da|dos|das|para|pro|pra] [o|a|os|as] {name:nome}|<chamado>|[de|do|da|para] {duration:duracao}"
        "|(em|na|no|da|do) {area:area})"
    ),
    "o_de": "((de|do|da|dos|das) [o|a] {name:nome}|<chamado>|de {duration:duracao})",
    "ativos": "(ativo|ativa|ativos|ativas|ligado|ligados|rodando|correndo|em andamento|contando|marcado|marcados|funcionando)",
    "cancelar": (
        "(cancela|cancele|cancelar|elimina|eliminar|aborta|abortar|desliga|desligue|apaga|apague|apagar|exclui|exclua|excluir"
        "|encerra|encerre|encerrar|desativa|desative|deleta|interrompe|interrompa|termina|termine|finaliza|finalize)"
    ),
    "continuar": "(continua|continue|continuar|retoma|retome|retomar|prossegue|prossiga|prosseguir|despausa|solta|volta com)",
    "mudar": "(muda|mude|mudar|troca|troque|trocar|altera|altere|alterar|corrige|corrija|corrigir|passa|passe)",
    "esse": "(o|a|os|as|um|esse|este|aquele|meu|minha|o meu|a minha)",
    "somar": (
        "(aumenta|aumente|aumentar|adiciona|adicione|adicionar|acrescenta|acrescente|acrescentar|junta|junte|juntar"
        "|incrementa|incremente|incrementar|soma|some|somar|estende|estenda|estender|prolonga|prolongue|prolongar)"
    ),
    "pôr": "(<somar>|põe|ponha|pôr|bota|bote|coloca|coloque|dá|dê|quero|me dá|preciso de)",
    "tirar": (
        "(reduz|reduza|reduzir|remove|remova|remover|retira|retire|retirar|tira|tire|tirar|diminui|diminua|diminuir"
        "|desconta|desconte|descontar|subtrai|subtraia|encurta|encurte|encurtar)"
    ),
    "ao_timer": "(ao|no|a|para o|pro|o|em|do|da) [o|meu|o meu] <qualquer> [<qual>]",
    "do_timer": "(do|da|ao|no|de|o|meu) [o|meu|o meu] <qualquer> [<qual>]",
}

STARTING = (
    "[<ponha>|<quero>] [<um>|meu|minha] (<so_timer>|<so_timers>) [de|para|por|com|<em>] {duration:duracao} [<nomeado>|<na_area>]",
    "[<ponha>|<quero>] [<um>|meu|minha] <alarmes> [de|por|com|<em>|para <em>] {duration:duracao} [<nomeado>|<na_area>]",
    "[<ponha>|<quero>] [<um>] <timer> <nomeado> (de|para|com|por|em|daqui a|) {duration:duracao}",
    "[<ponha>|<quero>] [<um>] <timer> {name:nome} (de|para|com|por|em) {duration:duracao}",
    "[<ponha>|<quero>] [<um>] <timer> <na_area> (de|para|com|por|em) {duration:duracao}",
    "[<ponha>|<quero>] {duration:duracao} (no|de|na) <timer> [<nomeado>]",
    "[<ponha>] {duration:duracao} <nome>",
    "<avisa> [de novo|outra vez|novamente] <em> {duration:duracao} [<nomeado>]",
    "<em> {duration:duracao} <avisa> [<nomeado>]",
    "<avisa> quando (der|passar|passarem|derem|tiver passado|completar) {duration:duracao}",
    "<avisa> [de|da|para] {name:nome} <em> {duration:duracao}",
    "(me lembra|me lembre|me lembrar|lembra|lembre) <em> {duration:duracao}",
    "(conta|conte|contar|cronometra|cronometre|cronometrar|marca|marque|marcar) [para mim] {duration:duracao} [<nomeado>]",
    "(inicia|inicie|começa|comece) a contar {duration:duracao}",
    "{command:comando} <em> {duration:duracao}",
    "<em> {duration:duracao} {command:comando}",
    "[<ponha>|<quero>] [<um>] <so_timer> [de|com|por] {menos} {duration:duracao} [<nomeado>]",
    "(<ponha>|<quero>) [<um>] <so_timer> [<nomeado>|<na_area>]",
    "<so_timer>",
)

HOW_MUCH_IS_LEFT = (
    "[<diga>] quanto tempo [ainda] <falta> [ainda]",
    "[<diga>] quanto [tempo] [ainda] <falta> [ainda] (no|do|para [o]|de|ao|em) [<esse>] <timer> [<qual>] [<acabar>]",
    "[<diga>] quanto [tempo] [ainda] <falta> [ainda] (nos|dos|para os|de|em) [os|meus|os meus|todos os] <timers>",
    "[<diga>] [(qual|que)] [é|está] [o|a] (estado|status|tempo|tempo restante) [do|no|de] [o|meu|o meu] <timer> [<qual>]",
    "[<diga>] [(qual|que)] [é|está] [o|a] (estado|status|tempo|tempo restante) [dos|nos|de] [os|meus|os meus] <timers>",
    "[<diga>] como (está|anda|vai) o <timer> [<qual>]",
    "[<diga>] como (estão|andam) os [meus] <timers>",
    "[<diga>] (quais|que) [são] [os] [meus] <so_timers> [que] [eu] [estão|tenho|tem|há|existem] [<ativos>]",
    "[<diga>] quantos <so_timers> [eu] [estão|tenho|tem|há|existem] [<ativos>]",
    "[eu] (tem|tenho|há|existe|está|ficou) [algum|um] <so_timer> [está] [<ativos>]",
    "(lista|liste|listar|mostra|mostre|mostrar|<diga>|lê|leia|ver) [todos] [os] [meus] <so_timers> [<ativos>]",
    "[os] [meus] <so_timers> [<ativos>]",
    "[quando] [o] <timer> [<qual>] (termina|acaba) [quando]",
    "quando [é que] (termina|acaba) o <timer> [<qual>]",
    "quando [é que] toca o <so_timer> [<qual>]",
)

THIS_ONE = (
    "(o|esse|este|aquele) <so_timer> (<nomeado>|<na_area>)",
    "[e] [o|a|é o|é a] (de|do|da|dos|das|para|pro|pra|para o) [o|a] {name:nome}",
    "[e] [o|a|é o] (de|do|da) {duration:duracao}",
    "[e] (no|na|o do|o da|o de) {area:area}",
    "[o|é o] (das|da|do) {time:hora}",
    "(o|a) (primeiro|primeira|segundo|segunda|terceiro|terceira|último|última)",
)

CORRECTING = (
    "(não|na verdade|aliás) [é|são|era|eram|de|por|quero|na verdade|eu quis dizer|quis dizer|eu disse] {duration:nova}",
    "(não|na verdade|aliás) (são|eram|de) {int:minutos}",
    "[eu] (quis dizer|queria dizer|disse) [de] ({duration:nova}|{int:minutos} [minutos])",
    "<mudar> [ele|esse|isso] para {duration:nova}",
)
