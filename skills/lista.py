"""Listas de compras, de tarefas e de qualquer outra coisa: pôr, tirar, ler, limpar. Da casa, ou de quem diz "minha"."""

import re

from assistant.language.announcements import is_action, listed
from assistant.language.quantities import items, numbers
from assistant.language.quantities.items import Thing
from assistant.language.words.text import sentence, tokenize
from assistant.skills import Context, Reply, skill
from assistant.skills.domains.list_words import GOODS, LISTS, RULES
from assistant.skills.domains.lists import (
    LISTS_UNTOLD,
    TASKS,
    THEM,
    AddItems,
    ClearList,
    Place,
    RemoveItems,
    as_written,
    instead_of,
    is_only_said,
    just_added,
    kept_back,
    list_key,
    meant,
    place,
    said_where,
    says_all,
    spoken,
    spoken_of,
    those,
)
from assistant.skills.domains.personal import is_kept_back
from assistant.skills.domains.undoing import CANNOT_UNDO, UNDO
from assistant.store import Item

MAX_READ, MAX_AT_ONCE = 10, 50
MAX_ITEMS = 10_000
MAX_LETTERS, MAX_LISTS = 100, 100

_COUNTED = re.compile(r"[Ee] (?P<item>.+?)(?: também)?[.?!]?")


@skill(
    "<adicionar> [mais|também] {text:item} (<na_lista>|<nas_compras>)",
    "(<na_lista>|<nas_compras>) <adicionar> [mais|também] {text:item}",
    "<adicionar> (<na_tal_lista>|<nas_compras>) [mais|também] {text:item}",
    "<adicionar> na lista (mais|também|o|a|os|as|um|uma) {text:item}",
    "[eu|a gente|nós] (preciso|precisamos|temos que|tenho que|tem que|precisa) comprar {text:item}",
    "acabou [o|a|os|as] {text:item} <adicionar> <na_lista>",
    "<adicionar> (algo|uma coisa|coisas|um item|itens) (<na_lista>|<nas_compras>)",
    "<adicionar> (<na_conhecida>|<nas_compras>)",
    rules=RULES,
    lists=LISTS,
    follow_ups=[
        "[e] <adicionar> [também|mais] {text:item}",
        "[e] (também|mais) {text:item}",
        "e [<quantos>] {comum:item} [também]",
    ],
    examples=["adiciona leite, ovos e pão à lista de compras", "põe lavar o carro na minha lista de tarefas"],
)
def adiciona(
    ctx: Context,
    item: str | None = None,
    lista: str | None = None,
    dono: str | None = None,
    quantos: float | None = None,
) -> Reply:
    if not item:
        lista, dono = (lista, dono) if lista else spoken_of(ctx, dono)
        return Reply(f"O que eu coloco {place(ctx, lista, dono == 'eu').where()}?", asks="item")
    item, lista, dono = said_where(item, lista, dono)
    texts = items.split(as_written(ctx.heard, item), _known(ctx))
    if item in GOODS and (counted := _COUNTED.fullmatch(ctx.heard)):
        texts = [counted["item"]]  # "e dois pães": how many was said before what
    if lista is None:
        lista, dono = spoken_of(ctx, dono)
    if lista is None and texts and is_action(texts[0]):
        lista = TASKS
    where = place(ctx, lista, dono == "eu")
    if objection := _objection(texts, where):
        return Reply(objection)
    things = [items.parse(text) for text in texts]
    new = tuple(Item(it.text, items.key(it.text), it.quantity, it.unit) for it in things)
    effects = (AddItems(where.name, where.owner, new),)
    if where.found is None and not where.is_usual:
        if len(ctx.store.lists()) >= MAX_LISTS:
            return Reply("Já há listas demais. Apague alguma primeiro.")
        question = f"Não há {where.called}. Quer que eu crie, com {listed([items.speak(it) for it in things])}?"
        return Reply(question, confirms=effects, confirmed=f"Criei a {where.called}.", refused="Tudo bem, não criei.")
    if is_only_said(ctx, things):
        question = f"Coloco {as_written(ctx.heard, item)} {where.where()}?"
        return Reply(question, confirms=effects, confirmed=_added(ctx, where, things), refused="Tudo bem.")
    mentions = {**where.mentions, THEM: [it.text for it in things]}
    if wrong := instead_of(ctx, where):
        text = f"certo, {listed([items.speak(it) for it in things])} em vez de {listed([it.text for it in wrong])}"
        return Reply(sentence(text), (RemoveItems(tuple(it.id for it in wrong)), *effects), mentions=mentions)
    return Reply(_added(ctx, where, things), effects, mentions=mentions)


def _added(ctx: Context, where: Place, things: list[Thing]) -> str:
    there = {it.key: it for it in ctx.store.items(where.found.id)} if where.found else {}
    fresh = [items.speak(it) for it in things if items.key(it.text) not in there]
    known = [it for it in things if items.key(it.text) in there]
    to = where.where().replace("na ", "à ", 1)
    parts = [f"adicionei {listed(fresh[:MAX_READ])}{_and_more(len(fresh))} {to}"] if fresh else []
    for it in known[:3]:
        before = there[items.key(it.text)]
        if it.quantity is None:
            parts.append(f"{before.text} já {_was(before)} {'lá' if fresh else where.where()}")
        else:
            total = (before.quantity or 0) + it.quantity if before.unit == it.unit else it.quantity
            verb = "são" if total >= 2 else "é"
            parts.append(f"agora {verb} {items.speak(Thing(it.text, total, it.unit))}{'' if fresh else ' ' + where.where()}")
    return sentence("; ".join(parts))


def _was(it: Item) -> str:
    return "estão" if items.agrees(Thing(it.text, it.quantity, it.unit)) else "está"


def _and_more(n: int) -> str:
    return f" e mais {numbers.speak(n - MAX_READ)}" if n > MAX_READ else ""


def _objection(texts: list[str], where: Place) -> str | None:
    if not texts:
        return "Não entendi o que é para pôr na lista."
    if any(len(text) > MAX_LETTERS for text in texts):
        return "Isso é comprido demais para uma lista."
    if len(texts) > MAX_AT_ONCE:
        return f"São coisas demais de uma vez. Diga até {numbers.speak(MAX_AT_ONCE)}."
    if where.found and where.found.n_items + len(texts) > MAX_ITEMS:
        return sentence(f"a {where.called} está cheia")
    if len(where.name) > MAX_LETTERS:
        return "Esse nome é comprido demais para uma lista."
    return None


def _known(ctx: Context) -> frozenset[str]:
    return frozenset(items.key(text) for text in ctx.store.names().items)


@skill(
    "<remover> [o|a|os|as] {text:item} (<na_lista>|<nas_compras>)",
    "<concluir> [o|a|os|as] {text:item} [<feito>] <na_lista>",
    "(marca|marque|marcar) {text:item} <feito>",
    "[eu] já comprei [o|a|os|as] {comum:item} [e [o|a|os|as] {text:outros}]",
    "[eu] já comprei [o|a|os|as] {text:item} (<na_lista>|<nas_compras>)",
    rules=RULES,
    lists=LISTS,
    follow_ups=["[e] <remover> [também] [o|a|os|as] {text:item}", "(já comprei|comprei|já fiz) {text:item}"],
    examples=["tira o leite da lista de compras", "já comprei os ovos"],
)
def remove(ctx: Context, item: str, lista: str | None = None, dono: str | None = None, outros: str | None = None) -> Reply:
    item = f"{item} e {outros}" if outros else item
    item, lista, dono = said_where(item, lista, dono)
    lista, dono = (lista, dono) if lista else spoken_of(ctx, dono)
    where = place(ctx, lista, dono == "eu")
    if where.found is None or not where.found.n_items:
        return _empty(where)
    there = ctx.store.items(where.found.id)
    texts = those(ctx, item) or items.split(as_written(ctx.heard, item), _known(ctx))
    found = [(text, meant(there, text)) for text in texts]
    gone = list(dict.fromkeys(it for _, them in found for it in them if len(them) == 1))
    if several := next((them for _, them in found if len(them) > 1), None):
        return Reply(f"Qual deles: {listed([spoken(it) for it in several[:MAX_READ]])}?", asks="item")
    absent = [text for text, them in found if not them]
    parts = [f"tirei {listed([it.text for it in gone])} da {'sua ' if where.owner else ''}{where.called}"] if gone else []
    if absent:
        parts.append(f"não achei {listed(absent)}" + ("" if gone else f" {where.where()}"))
    effects = (RemoveItems(tuple(it.id for it in gone)),) if gone else ()
    return Reply(sentence("; ".join(parts)), effects, mentions=where.mentions)


@skill(
    "[<diga>] [o] que [é que] [eu|a gente|ainda|mais] <ter> [ainda] (na|nessa|em) <lista>",
    "[<diga>] [o] que [é que] [eu|a gente|ainda|mais] <ter> [ainda] (nas|na|no) {list:lista}",
    "<ler> [para mim] [a|toda a] <lista>",
    "<ler> [para mim] (as|os) [minhas|nossas] {list:lista}",
    "[<diga>] [o] que [ainda] (falta|tem|tenho|temos|preciso|precisamos|é preciso|devo) [que|de|para|eu] comprar",
    "[<diga>] [o] que [é que] [eu] [ainda] (falta|tem|tenho|temos) [que|para|a|de] fazer [hoje]",
    "[<diga>] (quais|que) são (as|os) ({dono:dono}|nossas) {list:lista}",
    "(como está|qual é|cadê) a <lista>",
    "quantos itens [eu] (tem|há|tenho|temos|estão) (na|em) <lista>",
    rules=RULES,
    lists=LISTS,
    follow_ups=["[e] [o] que [é que] [mais|ainda] <ter> [ainda] (nela|nessa)", "<ler> [para mim] ela [toda]"],
    examples=["o que tem na lista de compras", "o que falta comprar"],
)
def le(ctx: Context, lista: str | None = None, dono: str | None = None) -> Reply:
    to_do = lista is None and "fazer" in [token.folded for token in tokenize(ctx.heard)]
    lista, dono = (lista, dono) if lista or to_do else spoken_of(ctx, dono)
    where = place(ctx, TASKS if to_do else lista, dono == "eu")
    if (untold := kept_back(ctx, where, dono == "eu")) is not None:
        return Reply(untold)
    if where.found is None or not where.found.n_items:
        return _empty(where)
    n_items = where.found.n_items
    first = [spoken(it) for it in ctx.store.items(where.found.id, MAX_READ)]
    if n_items == 1:
        return Reply(sentence(f"{where.where()} só há {first[0]}"))
    if n_items <= MAX_READ:
        return Reply(sentence(f"{where.where()} há {numbers.speak(n_items)} itens: {listed(first)}"))
    count = numbers.speak(n_items)
    text = f"{where.where()} há {count} itens; os {numbers.speak(MAX_READ)} primeiros são {listed(first)}"
    return Reply(sentence(text), mentions={"lista": where.name})


def _empty(where: Place) -> Reply:
    if where.found is None and not where.is_usual:
        return Reply(f"Não há {where.called}.")
    return Reply(f"A {'sua ' if where.owner else ''}{where.called} está vazia.")


@skill(
    "[<diga>] (tem|há|falta) {text:item} (na|em) <lista>",
    rules=RULES,
    lists=LISTS,
    examples=["tem leite na lista de compras?"],
    shown=False,
)
def tem(ctx: Context, item: str, lista: str | None = None, dono: str | None = None) -> Reply:
    where = place(ctx, lista, dono == "eu")
    if (untold := kept_back(ctx, where, dono == "eu")) is not None:
        return Reply(untold)
    found = meant(ctx.store.items(where.found.id), item) if where.found else []
    if not found:
        return Reply(sentence(f"não, {item} não {'estão' if items.agrees(items.parse(item)) else 'está'} {where.where()}"))
    return Reply(sentence(f"sim, {where.where()} há {listed([spoken(it) for it in found[:MAX_READ]])}"))


@skill(
    "(limpa|limpe|limpar|esvazia|esvazie|esvaziar|zera|zere|zerar) [toda] [a] <lista> [toda|inteira]",
    "<remover> (tudo|todos os itens|todas as coisas) (da|de|na) <lista>",
    "<remover> [toda] [a] <lista> [toda|inteira]",
    rules=RULES,
    lists=LISTS,
    follow_ups=["(limpa|limpe|limpar|esvazia|esvazie|zera|zere) (ela|tudo)", "<remover> tudo [dela]"],
    examples=["limpa a lista de compras"],
)
def limpa(ctx: Context, lista: str | None = None, dono: str | None = None) -> Reply:
    lista, dono = (lista, dono) if lista else spoken_of(ctx, dono)
    where = place(ctx, lista, dono == "eu")
    if (untold := kept_back(ctx, where, dono == "eu")) is not None:
        return Reply(untold)
    forget = where.found is not None and not where.is_usual and says_all(ctx.heard)
    if where.found is None or not (where.found.n_items or forget):
        return _empty(where)
    n_items = where.found.n_items
    count = f"tem {numbers.speak(n_items)} {'item' if n_items == 1 else 'itens'}" if n_items else "está vazia"
    question = f"A {where.called} {count}. {'Apago a lista' if forget else 'Apago tudo'}?"
    done = f"Apaguei a {where.called}." if forget else f"Limpei a {where.called}."
    return Reply(question, confirms=(ClearList(where.found.id, forget),), confirmed=done, refused="Tudo bem, deixei como estava.")


@skill(
    "[<diga>] (quais|que) [são] [as] [minhas|nossas] listas [eu|nós|a gente|que] [existem|há|tem|tenho|temos|você tem]",
    "[<diga>] quantas listas [eu] (há|tem|tenho|temos|existem)",
    "(mostra|lista|<diga>) [as] [minhas|nossas|todas as] listas",
    "[as] [minhas] listas",
    rules=RULES,
    examples=["quais listas existem"],
)
def quais(ctx: Context) -> Reply:
    there = [it for it in ctx.store.lists() if it.owner in {"", ctx.speaker or ""}]
    untold = f" {LISTS_UNTOLD}" if is_kept_back(ctx, [it.owner for it in ctx.store.lists()]) else ""
    if not there:
        return Reply(f"Ainda não há nenhuma lista{' de todos' if untold else ''}.{untold}")
    if len(there) == 1:
        return Reply(sentence(f"só a {Place(there[0].name, there[0].owner).called}") + untold)
    named = [("a sua " if it.owner else "a ") + Place(it.name, it.owner).called for it in there[:MAX_READ]]
    count = numbers.speak(len(there), feminine=True)
    return Reply(sentence(f"há {count} listas: {listed(named)}{_and_more(len(there))}") + untold)


@skill(
    "(cria|crie|criar|faz|faça|fazer|começa|comece|abre|nova) [uma] [nova] lista <de_que>",
    "(cria|crie|criar|quero) uma lista [nova] (chamada|com o nome) {name:lista}",
    rules=RULES,
    examples=["cria uma lista de presentes"],
)
def cria(ctx: Context, lista: str) -> Reply:
    where = place(ctx, lista, mine=False)
    if where.found is not None or where.is_usual:
        return Reply(f"A {where.called} já existe.")
    if len(ctx.store.lists()) >= MAX_LISTS or len(lista) > MAX_LETTERS or not list_key(lista):
        return Reply("Não posso criar mais essa lista.")
    return Reply(f"Criei a {where.called}.", (AddItems(lista, ""),), mentions={"lista": lista})


@skill("(desfaz|desfaça) a lista", shown=False, follow_ups=UNDO)
def desfaz(ctx: Context) -> Reply:
    added = just_added(ctx)
    if not added:
        return Reply(CANNOT_UNDO)
    called = place(ctx, ctx.topic.mentions.get("lista"), mine=False).called
    return Reply(f"Tirei {listed([it.text for it in added])} da {called}.", (RemoveItems(tuple(it.id for it in added)),))
