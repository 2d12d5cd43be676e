"""The words by which people speak of a house: rules and lists for the templates of skills/casa.py."""

from __future__ import annotations

from collections.abc import Iterable


def _meaning(**words: str) -> dict[str, str]:
    """light="luz; luzes" → {"luz": "light", "luzes": "light"}."""
    return {word.strip(): value for value, listed in words.items() for word in listed.split(";")}


def _each(words: Iterable[str], value: object) -> dict[str, object]:
    return dict.fromkeys(words, value)


_OPEN = "abre abra abrir abras levanta levante levantar levantas sobe suba subir ergue erga erguer"
_CLOSE = "fecha feche fechar feches fechas baixa baixe baixar baixas abaixa abaixe abaixar desce desça descer"
_SET = (
    "põe ponha pôr ponhas muda mude mudar mudas altera altere alterar coloca coloque colocar colocas deixa deixe deixar deixas "
    "define defina definir seta setar ajusta ajuste ajustar ajustas bota bote botar regula regule regular"
)

RULES = {
    "ligar": (
        "(liga|ligue|ligar|ligas|ligues|acende|acenda|acender|acendes|acendas|ativa|ative|ativar|ativas|aciona|acione|acionar)"
    ),
    "desligar": "(desliga|desligue|desligar|desligas|desligues|apaga|apague|apagar|apagas|apagues|desativa|desative|desativar)",
    "mudar": f"({'|'.join(_SET.split())})",
    "iniciar": "(inicia|inicie|iniciar|inicias|começa|comece|começar|começas)",
    "cancelar": "(cancela|cancele|cancelar|para|pare|parar|interrompe|interrompa)",
    "voltar": "(volta|volte|voltar|retorna|retorne|retornar|traz|traga|trazer|recolhe|recolha|recolher|manda|mande|mandar)",
    "limpar": "(limpa|limpe|limpar|limpas|aspira|aspire|aspirar|aspiras|varre|varra|varrer)",
    "o": "(o|a|os|as)",
    "os": "((todos|todas|todo|toda) [o|a|os|as]|o|a|os|as)",
    "em": "(em|no|na|nos|nas|do|da|dos|das|de) [o|a]",
    "de": "(de|do|da|dos|das)",
    "aqui": "(aqui|daqui|aqui dentro|neste cômodo|nesta sala|neste quarto|nesta área|nesse cômodo|nessa sala)",
    "casa": (
        "(da casa|de casa|em casa|da casa (toda|inteira)|de toda a casa|em toda a casa|por toda a casa|na casa (toda|inteira)"
        "|por todo o lado|em todo o lado|em todos os (cômodos|quartos|lugares))"
    ),
    "andar": "[piso|andar] {floor:floor} [piso|andar]",
    "lugar": "(<em> {area:area}|<em> <andar>)",
    "onde": "(<lugar>|<aqui>|<casa>)",
    "para": "(a|à|ao|para|pra|pro|em|no|na|até) [o|a]",
    "luz": "(luz|luzes|lâmpada|lâmpadas|candeeiro|candeeiros|iluminação)",
    "que": "({luzes:domain}|{ventiladores:domain}|{interruptores:domain}|{aparelhos:domain})",
    "fechadura": "(fechadura|fechaduras|tranca|trancas|cadeado|cadeados|trinco|trincos)",
    "brilho": "[o] (brilho|luminosidade|intensidade|claridade)",
    "tanto": "({percent:brightness}|{int:brightness}|{niveis:brightness})",
    "branco": "({brancos:temperature}|{int:temperature} [k|kelvin|kelvins])",
    "temperatura_da_cor": "[a] temperatura [de|da] [a] cor",
    "graus": "(grau|graus|graus celsius)",
    "ate": "(a|à|ao|até [a|o]|para|pra|em|na|no|pela)",
    "posicao": "({percent:position}|{int:position}|{niveis:position})",
    "velocidade": "({percent:percentage}|{int:percentage}|{velocidades:percentage})",
    "qual": "((qual|quais|que|quanto) [é|são])",
    "quais": "((que|qual|quais) [são|é] [os|as|a|o])",
    "quantos": "(quantos|quantas)",
    "alguma": "((há|tem|existe|existem|está|estão|tá|tão|ficou|ficaram) [algum|alguma|alguns|algumas])",
    "todas": "([está|estão|tá|tão] (todos|todas) [os|as])",
    "ligavel": "({luzes:domain}|{ventiladores:domain}|{comutadores:domain}|{aparelhos:domain})",
    "onde_ha": "({area:area}|<andar>|<aqui>|<casa>)",
    "estado": "({ligado:state}|{aberto:state}|{trancado:state})",
    "todo_mundo": "(todos|todo mundo|toda a gente|todas as pessoas)",
    "executar": "(executa|execute|executar|corre|correr|roda|rode|rodar|faz|faça|fazer)",
    "quantos_graus": "((em|mais) {number:quanto} <graus>)",
    "quanto": "(<um_pouco>|(em|mais) {percent:quanto}|{percent:quanto})",
    "esta": "(está|estão|tá|tão|existe|existem|ficou|ficaram|continua|continuam)",
    "base": "((para|pra|à|na) [a] (base|doca|estação|casinha)|de volta|de volta (para|pra|à) [a] (base|doca|estação)|carregar)",
    "base_dela": "[voltar] <base>",
    "ela": "(ela|ele|elas|eles|isso|isto|essa|esse|essas|esses)",
    "por_tempo": "(por|durante) [apenas|só|uns|umas] {duration:por}",
    "de_outro": "(em|no|na|nos|nas|do|da|dos|das|de) [o|a] {room:room}",
    "pouquinho": "((só|mais) (um pouco|um pouquinho|um tiquinho)|um pouco|um pouquinho|um tiquinho) [mais]",
    "um_pouco": "(um pouco|um pouquinho|um tiquinho|bem|muito|só um pouco)",
}

LISTS = {
    "abrir": _each(_OPEN.split(), "cover"),
    "fechar": _each(_CLOSE.split(), "cover"),
    "mover": _each(f"{_OPEN} {_CLOSE} {_SET}".split(), "cover"),
    "trancar": _meaning(lock="tranca; tranque; trancar; trancas; tranques"),
    "destrancar": _meaning(lock="destranca; destranque; destrancar; destrancas; destranques"),
    "tudo": {"tudo": "all"},
    "acender": _each(("acende", "acenda", "acender", "acendes"), "light"),
    "apagar": _each(("apaga", "apague", "apagar", "apagas"), "light"),
    "mexer": {**_each(_OPEN.split(), "up"), **_each(_CLOSE.split(), "down")},
    "ela": _each(("ela", "ele", "elas", "eles", "isso", "isto", "essa", "esse", "essas", "esses", "tudo isso"), "isso"),
    "luzes": _meaning(light="luz; luzes; lâmpada; lâmpadas; candeeiro; candeeiros; iluminação"),
    "ventiladores": _meaning(fan="ventilador; ventiladores; ventoinha; ventoinhas"),
    # Home Assistant's sentences mean lights by these.
    "interruptores": _meaning(light="interruptor; interruptores; tomada; tomadas"),
    "comutadores": _meaning(switch="interruptor; interruptores; tomada; tomadas"),
    "aparelhos": _meaning(
        climate="ar; ar condicionado; ares condicionados; aquecedor; aquecedores; aquecimento; climatizador",
        media_player="tv; tvs; televisão; televisões; televisor",
    ),
    "climas": _meaning(climate="ar; ar condicionado; aquecedor; aquecimento; climatizador"),
    "fechaduras": _meaning(
        lock="porta; portas; janela; janelas; portão; portões; fechadura; fechaduras; trinco; trincos; cadeado; cadeados; tranca"
    ),
    "coberturas": _meaning(
        awning="toldo; toldos",
        blind="persiana; persianas",
        curtain="cortina; cortinas; curtinha; curtinhas",
        door="porta; portas",
        garage="porta da garagem; portas da garagem; portão da garagem; portões da garagem; garagem",
        gate="portão; portões; porteira; porteiras",
        shade="estore; estores; cortina rolô; cortinas rolô; persiana rolô; persianas rolô",
        shutter="veneziana; venezianas",
        window="janela; janelas",
    ),
    "ligado": _meaning(
        on="ligado; ligada; ligados; ligadas; aceso; acesa; acesos; acesas; funcionando",
        off="desligado; desligada; desligados; desligadas; apagado; apagada; apagados; apagadas",
    ),
    "aberto": _meaning(
        open="aberto; aberta; abertos; abertas",
        closed="fechado; fechada; fechados; fechadas",
        opening="abrindo",
        closing="fechando",
    ),
    "trancado": _meaning(
        locked="trancado; trancada; trancados; trancadas",
        unlocked="destrancado; destrancada; destrancados; destrancadas",
    ),
    "zonas": {zone: zone for zone in ("casa", "trabalho", "serviço", "escola", "faculdade", "academia", "escritório", "rua")},
    "niveis": {
        **_each(("máximo", "máxima", "forte", "alto", "alta", "total", "tudo"), 100),
        **_each(("médio", "média"), 50),
        **_each(("mínimo", "mínima", "fraco", "fraca", "baixo", "baixa"), 1),
    },
    "velocidades": {
        **_each(("máximo", "máxima", "forte", "alto", "alta", "rápido", "rápida"), 100),
        **_each(("médio", "média"), 50),
        **_each(("mínimo", "mínima", "fraco", "fraca", "baixo", "baixa", "devagar"), 20),
    },
    "brancos": {
        **_each(("luz de vela", "luz de velas"), 1900),
        **_each(("branco quente", "branca quente", "brancas quentes", "luz quente"), 2700),
        **_each(("branco neutro", "branca neutra", "luz neutra"), 3500),
        **_each(("branco frio", "branca fria", "brancas frias", "luz fria"), 4000),
        "luz do dia": 6500,
    },
    "mais": _meaning(
        up="aumenta; aumente; aumentar; aumentas; sobe; suba; subir",
        down="diminui; diminua; diminuir; reduz; reduza; reduzir; abaixa; abaixe; abaixar; baixa; baixe; baixar",
    ),
    "claridade": _meaning(
        up="mais claro; mais clara; mais claras; mais forte; mais fortes; mais brilho; mais luz; menos escuro; menos escura",
        down="mais escuro; mais escura; mais escuras; mais fraco; mais fraca; mais fracas; menos claro; menos clara; "
        "menos forte; menos brilho; menos luz",
    ),
    "calor": _meaning(
        up="mais quente; mais quentinho; menos frio; mais calor",
        down="mais frio; mais fria; mais fresco; menos quente; mais gelado",
    ),
    "mais_menos": _meaning(up="mais", down="menos"),
    "mais_um": _meaning(more="mais; mais um pouco; mais um pouquinho; um pouco mais; um pouquinho mais; de novo; outra vez"),
    "esquentar": _meaning(
        up="esquenta; esquente; esquentar; aquece; aqueça; aquecer",
        down="esfria; esfrie; esfriar; refresca; refresque; refrescar",
    ),
    "termostatos": {"termostato": "Termostato"},
    "ventoinhas": {"exaustor": "Exaustor", "ventilador de teto": "Ventilador de Teto", "circulador de ar": "Circulador de ar"},
    "aspiradores": {
        "aspirador": "Aspirador",
        "aspirador de pó": "Aspirador",
        "robô": "Robô",
        "robô aspirador": "Robô aspirador",
        "aspirador robô": "Aspirador robô",
    },
    "cortadores": {
        "cortador": "Cortador",
        "cortador de grama": "Cortador",
        "cortador da grama": "Cortador",
        "robô cortador": "Cortador",
        "robô cortador de grama": "Cortador",
    },
}
