"""A house for conversations: devices that do at once what they are told."""

from __future__ import annotations

from dataclasses import replace

from assistant.errors import ServiceUnreachableError
from assistant.services.home.names import HouseLists
from assistant.services.home.protocol import Entity, House
from assistant.services.protocol import Services
from tests.skills.serviced import Talk

GROUND, UPSTAIRS = "Térreo", "Primeiro Andar"
ENTITIES = (
    Entity("light.sala", ("Luz da Sala",), "Sala", GROUND, state="off", attributes={"brightness": None}),
    Entity("light.abajur", ("Abajur da Sala",), "Sala", GROUND, state="on", attributes={"brightness": 128}),
    Entity("light.cozinha", ("Luz da Cozinha",), "Cozinha", GROUND, state="off"),
    Entity("light.quarto", ("Luz do Quarto",), "Quarto", UPSTAIRS, state="on", attributes={"brightness": 255}),
    Entity("switch.cafeteira", ("Cafeteira",), "Cozinha", GROUND, state="off"),
    Entity("switch.bancada", ("Tomada da Bancada",), "Cozinha", GROUND, state="on"),
    Entity("fan.quarto", ("Ventilador de Teto",), "Quarto", UPSTAIRS, state="off", attributes={"percentage": 40}),
    Entity("cover.sala", ("Cortina da Sala",), "Sala", GROUND, "curtain", "closed", {"current_position": 0}),
    Entity("cover.quarto", ("Cortina do Quarto",), "Quarto", UPSTAIRS, "curtain", "open", {"current_position": 60}),
    Entity("cover.garagem", ("Portão da Garagem",), "Garagem", GROUND, "garage", "closed"),
    Entity("binary_sensor.janela", ("Janela do Quarto",), "Quarto", UPSTAIRS, "window", "on"),
    Entity("lock.entrada", ("Porta da Frente",), "Entrada", GROUND, state="locked"),
    Entity("climate.sala", ("Ar da Sala",), "Sala", GROUND, None, "cool", {"temperature": 23, "current_temperature": 25.5}),
    Entity("sensor.fora", ("Temperatura do Jardim",), "Jardim", None, "temperature", "19.4", {"unit_of_measurement": "°C"}),
    Entity("vacuum.robo", ("Aspirador",), "Sala", GROUND, state="docked"),
    Entity("lawn_mower.jardim", ("Cortador",), "Jardim", None, state="docked"),
    Entity("light.escada", ("Luz da Escada",), "Escada", None, state="unavailable"),
    Entity("scene.filme", ("Hora do Filme",)),
    Entity("person.ana", ("Ana",), state="home"),
    Entity("person.joao", ("João",), state="Trabalho"),
)
AREAS = {area: (area,) for area in ("Sala", "Cozinha", "Quarto", "Garagem", "Entrada", "Jardim", "Escada")}
AREAS["Sala"] = ("Sala", "sala de estar")


class LivingHome:
    """`calls` is what it was told; `down`: nobody answers."""

    def __init__(self):
        self.now = House(ENTITIES, AREAS, {GROUND: (GROUND,), UPSTAIRS: (UPSTAIRS, "andar de cima")})
        self.calls, self.down = [], False

    def house(self):
        return self.now

    def call(self, service, entities, data):
        if self.down:
            raise ServiceUnreachableError("down", "A casa não respondeu. Vou continuar tentando por um minuto.")
        self.calls.append((service, tuple(entities), dict(data)))
        self.now = replace(
            self.now, entities=tuple(_told(e, service, data) if e.id in entities else e for e in self.now.entities)
        )


def _told(entity, service, data):
    state = {
        **{"turn_on": "on", "turn_off": "off", "open_cover": "open", "close_cover": "closed", "lock": "locked"},
        **{"unlock": "unlocked", "start": "cleaning", "return_to_base": "docked", "start_mowing": "mowing", "dock": "docked"},
    }.get(service.partition(".")[2], entity.state)
    known = {
        "brightness_pct": "brightness",
        "position": "current_position",
        "temperature": "temperature",
        "percentage": "percentage",
    }
    told = {known[key]: value * 2.55 if key == "brightness_pct" else value for key, value in data.items() if key in known}
    return replace(entity, state=state, attributes={**entity.attributes, **told})


class HomeTalk(Talk):
    """A conversation in this house."""

    def __init__(self, folder, home):
        self.home = home
        self._names = HouseLists()
        super().__init__(folder, Services(home=home))

    def say(self, text):
        self.lists = self._names(self.home.house())
        return super().say(text)
