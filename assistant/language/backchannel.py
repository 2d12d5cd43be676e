"""What is said over an answer and wants no turn ("aham"), and what ends the answer at once ("para", "já chega")."""

from __future__ import annotations

import re

from assistant.language.words.phonetics import fold

MAX_WORDS = 6
"""Nobody says more to show that they listen."""
_HUMMING = (
    r"a+h*a+[mn]?|a+r+a+m?|a+h?[mn]+|u+[hn]*u+[mn]*|u+[hn]+r?u+m+|u+h+|u*h*u*m+|h+u*m+r?u*m*|h+[ae]+[mn]*|[ae]+h+|mm+|m+h+m+|o+h+"
    r"|uau"
)
_AGREEING = (
    r"sei|ta|ta bom|ta bem|ta certo|ta joia|ok|okay|okey|certo|isso|isso ai|isso mesmo|entendi|saquei|claro|pois e|e|e mesmo"
    r"|legal|beleza|joia|verdade|exato|ata|ah ta|ah sim|ah e|bom|sim|perfeito|bacana"
)
_MARVELLING = r"nossa|serio|opa|poxa|puxa|caramba|olha|ai|ui|ops|eita|uai"
_NOISE = (
    r"k[ks]*k|(k+a+)+k*|(r+s+)+|(h+[aei]+){2,}h*|([aei]+h+){2,}|k?of|cof|cough|risos?|tosse|tossindo|pigarro|at?chim+"
    r"|psi+u+|sh+|pf+|af+"
)
_BACKCHANNEL = re.compile(rf"({_HUMMING}|{_AGREEING}|{_MARVELLING}|{_NOISE})( ({_HUMMING}|{_AGREEING}|{_MARVELLING}|{_NOISE}))*")
_NO_ANSWER = re.compile(rf"((?!u+m$|a+h*a+[mn]?$|u+[hn]*r?u+m+$|h+u+m*r?u+m$)({_HUMMING})|{_NOISE})( ({_NOISE}))*")

_BEFORE = (
    r"ja|agora|tudo bem|ta|ta bom|ta bem|ok|okay|certo|por favor|assistente|ai|ah|ei|o|oh|opa|gente|calma|espera|hum"
    r"|entendi"
)
_STOPPING = (
    r"para|pare|parar|chega|basta|stop|silencio|quiet[oa]|calad[oa]|cala( a)? boca|cale se|pode parar|pode ficar quiet[oa]"
    r"|(fica|fique) (quiet[oa]|calad[oa]|em silencio)|ja chega|cancela|cancele|cancelar|esquece|esqueca"
    r"|deixa( isso)?( pra| para) la|deixa quieto|ja entendi|nao precisa( mais)?"
)
_AFTER = r"ja|ai|agora|tudo|isso|com isso|de falar|por favor|assistente|ta|ta bom|obrigad[oa]|valeu|mesmo"
_STOP = re.compile(rf"(({_BEFORE}) )*({_STOPPING})( ({_STOPPING}|{_AFTER}))*")


def is_backchannel(text: str, is_asked: bool = False) -> bool:
    """Whether somebody only shows that they listen, laughs or coughs.

    is_asked: a question is open, which "isso", "tá" and "aham" answer; humming and noises still answer nothing.
    """
    words = _plain(text)
    if not words or words.count(" ") >= MAX_WORDS:
        return False
    return (_NO_ANSWER if is_asked else _BACKCHANNEL).fullmatch(words) is not None


def is_stop(text: str) -> bool:
    """Whether it bids be silent or forget it, and nothing of anything else: not "para o timer", nor "para de tocar"."""
    return _STOP.fullmatch(_plain(text)) is not None


def _plain(text: str) -> str:
    """Its words, without accents, signs and letters said long ("paaara")."""
    return " ".join(re.findall(r"[^\W\d_]+", fold(text)))
