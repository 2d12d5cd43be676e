"""As perguntas do próprio lugar e suas respostas, e quando ele abre e fecha: de um arquivo YAML que se edita a qualquer hora.

Strategy: `more` makes a function of every question of the file that config.yaml names (questions.file), and of its opening
hours; the file is watched, and read anew when it changes. perguntas.exemplo.yaml, beside this file, shows all there is.
"""

import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from assistant.language.calendar import dates
from assistant.language.calendar.opening_words import OpeningWords
from assistant.skills import Context, Reply, skill

TODAY, WEEKEND = "+0d", "weekend"
LUGAR = "aqui|isso aqui|isto aqui|vocês|o lugar|o estabelecimento|o local|as portas|os portões"
RULES = {
    "abre": "(abre|abrem|abrirá|abrirão|(vai|vão) abrir|(começa|começam) a (funcionar|atender))",
    "fecha": "(fecha|fecham|fechará|fecharão|(vai|vão) fechar|encerra|encerram|(para|param) de (funcionar|atender))",
    "aberto": "(aberto|aberta|abertos|abertas|funcionando|atendendo|fechado|fechada|fechados|fechadas)",
    "esta": "(está|estão|tá|estará|estarão|vai estar|vão estar|fica|ficam)",
    "funciona": "(funciona|funcionam|atende|atendem|<esta> <aberto>)",
    "quando": "([a|em] que (horas|hora|horário)|[em] qual horário|quando|a partir de que horas|de que horas)",
    "ate": "([a|até] que (horas|hora|horário)|quando|até quando)",
    "dia": "[em|no|na|nos|nas|de|do|da|aos|às|para|pro] {date:dia}",
    "cumprir": "(de funcionamento|de atendimento|de abertura|de visitação|de visita)",
    "feriados": "(feriado|feriados) [nacional|nacionais]",
}
# What follows a question about any of these is about all of that day.
E_DIA = ("[e] [se for] <dia>", "[e] <dia> [<abre>|<fecha>|<funciona>]")
ABRE = (
    "[<diga>] <quando> [é que] [<lugar>] <abre> [<lugar>] [<dia>]",
    "[<diga>] <quando> [é que] [<lugar>] [<dia>] <abre>",
    "[<lugar>] <abre> [<dia>] (que horas|quando|a que horas) [<dia>]",
    "<dia> [<lugar>] <abre> (que horas|quando|a que horas)",
    "[<diga>] [qual [é]] [o] horário (de abertura|de abrir|que <abre>|em que <abre>) [<do_lugar>] [<dia>]",
)
FECHA = (
    "[<diga>] <ate> [é que] [<lugar>] <fecha> [<lugar>] [<dia>]",
    "[<diga>] <ate> [é que] [<lugar>] [<dia>] <fecha>",
    "[<lugar>] <fecha> [<dia>] (que horas|quando|a que horas) [<dia>]",
    "<dia> [<lugar>] <fecha> (que horas|quando|a que horas)",
    "[<diga>] até (que horas|que hora|quando) [é que] [<lugar>] <funciona> [<lugar>] [<dia>]",
    "[<lugar>] <funciona> até (que horas|que hora|quando) [<dia>]",
    "[<diga>] [qual [é]] [o] horário (de fechamento|de fechar|que <fecha>|em que <fecha>) [<do_lugar>] [<dia>]",
)
HORARIO = (
    "[<diga>] (qual [é]|quais são) [o|os] (horário|horários) (<cumprir> [<do_lugar>]|<do_lugar>) [<dia>]",
    "[<diga>] (quais são [os]|quais os) horários [<dia>]",
    "[<diga>] qual [é] [o] horário <dia>",
    "[<diga>] [o|os] (horário|horários) <cumprir> [<do_lugar>] [<dia>]",
    "[<diga>] [o|os] (horário|horários) <do_lugar> [<dia>]",
    "[<diga>] (quando|(em|a|) (que|quais) (dias|horas|horários|horário)) [é que] [<lugar>] <funciona> [<lugar>] [<dia>]",
    "[<diga>] <quando> [é que] [<lugar>] abre e fecha [<dia>]",
    "[em] (que|quais) dias [é que] [<lugar>] (<abre>|<funciona>)",
    "[<lugar>] <funciona> (que horas|quando|que dias|quais dias)",
)
ABERTO = (
    "[<lugar>] <esta> [<lugar>] <aberto> [agora|já|ainda|<dia>]",
    "[<lugar>] (já|ainda) (está|estão|tá) [<lugar>] <aberto> [agora]",
    "[<lugar>] já (abriu|abriram|fechou|fecharam)",
    "[<lugar>] (<abre>|<funciona>|<fecha>|abrem) <dia>",
    "<dia> [<lugar>] (<abre>|<funciona>|<fecha>)",
    "<dia> [<lugar>] <esta> <aberto>",
    "(tem|há|vai ter) (atendimento|expediente) [agora|<dia>]",
    "[<lugar>] <abre> (todo dia|todos os dias)",
)
FERIADO = (
    "[<lugar>] (<abre>|<funciona>|<fecha>) (em|no|nos|aos|de) <feriados>",
    "(em|no|nos|aos) <feriados> [<lugar>] (<abre>|<funciona>|<fecha>)",
    "(tem|há) (atendimento|expediente) (em|no|nos|aos) <feriados>",
    "[<diga>] [qual [é]] [o] horário (de|em|no|nos|dos) <feriados>",
)

OUTRO = ("[<diga>] (<quando>|<ate>) [é que] (<abre>|<fecha>|<funciona>) (o|a|os|as) {name:nome}",)


def watched(settings: Mapping[str, Any]) -> Iterable[Path]:
    return [settings["file"]] if settings.get("file") else []


def more(settings: Mapping[str, Any]) -> Iterable[Callable[..., Reply]]:
    if not settings.get("file"):
        return []
    from assistant.skills.domains.questions import read_questions

    path = settings["file"]
    found = read_questions(path)
    functions = [_answering(question, found.rules, path) for question in found.questions]
    return functions if found.place is None else [*functions, *_opening(found.place, path)]


def _answering(question, rules: Mapping[str, str], path: Path) -> Callable[..., Reply]:
    def answer(ctx: Context) -> Reply:
        return Reply(_varied(question.answers, ctx), picture=question.picture)

    answer.__name__ = question.name
    return skill(
        *(f"[<diga>] {phrase}" for phrase in question.phrases),
        examples=[question.example],
        rules=rules,
        replies=question.answers,
        written_at=(path, question.line),
    )(answer)


def _varied(answers: tuple[str, ...], ctx: Context) -> str:
    """One of them, the same to the same words; but not what was said just now."""
    number = zlib.crc32(ctx.heard.encode())
    if answers[number % len(answers)] == ctx.last_answer:
        number += 1
    return answers[number % len(answers)]


def _opening(place, path: Path) -> list[Callable[..., Reply]]:
    """The functions that answer when a place is open."""
    words = OpeningWords(place.name, place.hours)

    def abre(ctx: Context, dia: str | None = None) -> Reply:
        return Reply(_about(dia, words, ctx) or words.opening(ctx.now))

    def fecha(ctx: Context, dia: str | None = None) -> Reply:
        return Reply(_about(dia, words, ctx) or words.at_present(ctx.now))

    def aberto(ctx: Context, dia: str | None = None) -> Reply:
        return Reply(_about(None if dia == TODAY else dia, words, ctx) or words.at_present(ctx.now))

    def horario(ctx: Context, dia: str | None = None) -> Reply:
        return Reply(_about(dia, words, ctx) or words.week())

    def outro(ctx: Context, nome: str) -> Reply:
        return Reply(f"Só sei o horário {words.of}.")

    def feriado(ctx: Context) -> Reply:
        return Reply(words.on_holidays())

    rules = {**RULES, "lugar": f"({LUGAR}|{words.name})", "do_lugar": f"(daqui|de vocês|do lugar|do local|{words.of})"}
    return [
        skill(*texts, rules=rules, examples=examples, follow_ups=follow_ups, written_at=(path, place.line))(function)
        for function, texts, examples, follow_ups in (
            (abre, ABRE, ["que horas abre", "que horas abre amanhã"], ()),
            (fecha, FECHA, ["que horas fecha", "que horas fecha no sábado"], ()),
            (aberto, ABERTO, ["está aberto agora", "abre no domingo"], E_DIA),
            (horario, HORARIO, ["qual é o horário de funcionamento"], ()),
            (feriado, FERIADO, ["abre no feriado"], ()),
            (outro, OUTRO, ["que horas abre o correio"], ()),
        )
    ]


def _about(dia: str | None, words: OpeningWords, ctx: Context) -> str | None:
    """What is said about a day, if one was asked about."""
    if dia is None:
        return None
    today = ctx.now.date()
    days = [dates.resolve(value, today) for value in (("sat", "sun") if dia == WEEKEND else (dia,))]
    return " ".join(words.on(day, today) for day in days if day) or dates.objection(dia, today) or "Esse dia não existe."
