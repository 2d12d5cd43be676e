"""The words by which people speak of timers: rules for the templates of skills/temporizador.py."""

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
