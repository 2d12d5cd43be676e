"""A list that is never written down."""

from dataclasses import dataclass

from assistant.skills import Reply, skill


@dataclass(frozen=True)
class Note:
    what: str

    def run(self, world):
        if self.what == "veneno":
            raise OSError("disk full")
        DONE.append((self.what, world.speaker))


DONE = []


@skill(
    "(põe|bota) {text:item} na lista",
    "põe na lista",
    follow_ups=["e {text:item}"],
    examples=["põe leite na lista"],
)
def poe(ctx, item=None):
    if item is None:
        return Reply("Certo. O que eu ponho na lista?", asks="item")
    if item == "vento":
        return Reply("Vento não dá. O que eu ponho na lista?", asks="item")
    return Reply(f"Anotado: {item}.", (Note(item),))


@skill("(limpa|apaga) a lista", examples=["limpa a lista"])
def limpa(ctx):
    return Reply(
        "Limpo a lista inteira?", confirms=(Note("limpa"),), confirmed="Lista limpa.", refused="Então ela fica como está."
    )


@skill("conta a lista")
def conta(ctx):
    return Reply("")


@skill("estraga a lista")
def estraga(ctx):
    raise KeyError("lista")
