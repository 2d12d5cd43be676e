"""The words by which people speak of lists: rules and lists for the templates of skills/lista.py."""

GROCERIES = """
    leite; ovo; ovos; pão; pães; arroz; feijão; açúcar; sal; café; chá; óleo; azeite; vinagre; manteiga; margarina
    queijo; presunto; mussarela; requeijão; iogurte; creme de leite; leite condensado; farinha; farinha de trigo
    fubá; aveia; macarrão; molho de tomate; extrato de tomate; carne; carne moída; frango; peixe; linguiça; salsicha
    bacon; atum; sardinha; alface; tomate; tomates; cebola; cebolas; alho; batata; batatas; cenoura; cenouras
    brócolis; couve; repolho; pepino; pimentão; abobrinha; mandioca; milho; ervilha; banana; bananas; maçã; maçãs
    laranja; laranjas; limão; limões; uva; uvas; mamão; melancia; abacaxi; manga; morango; abacate; pera; água; suco
    refrigerante; cerveja; vinho; biscoito; bolacha; bolo; chocolate; sorvete; pipoca; granola; mel; geleia; gelo
    fermento; maionese; mostarda; ketchup; pimenta; orégano; salsinha; cebolinha; coentro; papel higiênico
    papel toalha; sabão; sabão em pó; sabonete; detergente; amaciante; água sanitária; desinfetante; esponja
    saco de lixo; sacos de lixo; guardanapo; guardanapos; xampu; shampoo; condicionador; pasta de dente
    escova de dente; desodorante; fralda; fraldas; ração; pilha; pilhas; vela; velas; fósforo; lâmpada; lâmpadas
    álcool
"""
"""What after "põe leite" can be no other thing than a further one, if only "e ovos" is said."""

GOODS = {text.strip(): text.strip() for line in GROCERIES.splitlines() for text in line.split(";") if text.strip()}
LISTS = {
    "dono": {"minha": "eu", "minhas": "eu", "meus": "eu"},
    "comum": GOODS,
    "usual": dict.fromkeys(("feira", "compra", "sacolão", "supermercado"), "compras"),
}
RULES = {
    "adicionar": (
        "(adiciona|adicione|adicionar|põe|ponha|bota|bote|botar|coloca|coloque|colocar|inclui|inclua|incluir|acrescenta"
        "|acrescente|acrescentar|junta|junte|juntar|anota|anote|anotar|escreve|escreva|escrever|insere|insira|inserir|mete) [aí]"
    ),
    "remover": (
        "(tira|tire|tirar|remove|remova|remover|retira|retire|retirar|apaga|apague|apagar|exclui|exclua|excluir|risca|risque|riscar"
        "|deleta|delete|elimina|elimine)"
    ),
    "concluir": (
        "(termina|termine|terminar|terminei|completa|complete|completar|completei|marca|marque|marcar|risca|risque|conclui|conclua"
        "|já fiz|fiz|já comprei|comprei)"
    ),
    "feito": "como (feito|feita|concluído|concluída|completo|completa|comprado|comprada|pronto)",
    "de_que": "(de|do|da|dos|das|para|pro|pra|para o|para a) ({list:lista}|{name:lista})",
    "lista": "([nossa] lista [<de_que>]|{dono:dono} lista [<de_que>])",
    "na_lista": "(à|a|na|em|da|de|para a|pra|dessa|nessa|ao|no) <lista>",
    "na_tal_lista": "(à|a|na|em|da|de|para a|pra|nessa|ao|no) ([nossa] lista <de_que>|{dono:dono} lista [<de_que>])",
    "na_conhecida": "(à|a|na|em|nessa|ao) ([nossa] lista [(de|do|da|dos|das) {list:lista}]|{dono:dono} lista)",
    "nas_compras": "(às|nas|na|no|ao|aos|nos|das|da) ({list:lista}|{usual:lista})",
    "ler": "(lê|leia|ler|<diga>|mostra|mostre|repassa|quero ver|quero ouvir|vê|ver)",
    "ter": "(tem|há|está|consta|temos|falta|ficou)",
    "quantos": "(o|a|os|as|um|uma|uns|umas|mais|{number:quantos} [(quilo|quilos|litro|litros|pacotes|caixas|latas|garrafas) de])",
}
