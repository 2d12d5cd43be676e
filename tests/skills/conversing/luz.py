"""A house of lamps that remembers nothing but what it is told."""

from dataclasses import dataclass

from assistant.errors import ServiceUnreachableError
from assistant.skills import Reply, skill

ROOMS = {"sala": "sala", "cozinha": "cozinha", "quarto": "quarto", "garagem": "garagem"}


@dataclass(frozen=True)
class Switch:
    room: str
    on: bool

    def run(self, world):
        if self.room == "garagem":
            raise ServiceUnreachableError("no answer", "A garagem não responde.")
        return "A luz do quarto já está acesa." if self.room == "quarto" and self.on else None


@skill(
    "(acende|liga) [a] luz [(da|do|na|no) {comodo:comodo}]",
    lists={"comodo": ROOMS},
    follow_ups=["(acende|liga) (ela|isso|de novo)", "e (na|no|a da|a do) {comodo:comodo}"],
    examples=["acende a luz da sala"],
)
def acende(ctx, comodo=None):
    return switch(ctx, comodo, True)


@skill(
    "(apaga|desliga) [a] luz [(da|do|na|no) {comodo:comodo}]",
    lists={"comodo": ROOMS},
    follow_ups=["(apaga|desliga) (ela|isso|de novo)", "e (na|no|a da|a do) {comodo:comodo}"],
    examples=["apaga a luz da cozinha"],
)
def apaga(ctx, comodo=None):
    return switch(ctx, comodo, False)


def switch(ctx, room, on):
    room = room or (ctx.topic.mentions.get("luz") if ctx.topic else None)
    if room is None:
        return Reply("De que cômodo?", asks="comodo")
    text = f"{'Acendi' if on else 'Apaguei'} a luz: {room}."
    return Reply(text, (Switch(room, on),), mentions={"luz": room, "ouvido": ctx.heard})


@skill("esquece a luz", follow_ups=["esquece ela"])
def esquece(ctx):
    return Reply(f"Esqueci a luz: {ctx.topic.mentions['luz']}.")


@skill("pergunta à garagem")
def pergunta(ctx):
    raise ServiceUnreachableError("no answer", "A garagem não responde.")
