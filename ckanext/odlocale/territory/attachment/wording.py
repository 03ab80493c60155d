"""Why a territory is proposed, in a sentence for the person who decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import ckan.plugins.toolkit as tk

from ckanext.odlocale.territory.attachment.proposing import Narrowing, Proof, Proposal, Sign


class Names(Protocol):
    """Where the names of territories are looked up."""

    def name(self, territory: str) -> str: ...


def evidence(proposal: Proposal, names: Names) -> str:
    """What speaks for a proposal, a sentence for each sign."""
    return " ".join(_SENTENCES[proof.sign](proof, names) for proof in proposal.proofs)


def _successor(proof: Proof, names: Names) -> str:
    sentence = tk._("{former} is part of {name} today.")
    return sentence.format(former=names.name(proof.value), name=names.name(proof.territory))


def _siren(proof: Proof, names: Names) -> str:
    return tk._("The SIREN {siren} is that of {name}.").format(
        siren=proof.value, name=names.name(proof.territory)
    )


def _name(proof: Proof, _names: Names) -> str:
    text = proof.value[:80]
    if proof.namesakes > 1:
        sentence = tk._("{number} territories answer to “{text}”.")
        return sentence.format(number=proof.namesakes, text=text)
    narrowed = _NARROWED.get(proof.narrowed) if proof.narrowed else None
    return (narrowed or _alone)().format(text=text)


def _alone() -> str:
    return tk._("Only this territory answers to “{text}”.")


_NARROWED: dict[Narrowing, Callable[[], str]] = {
    Narrowing.HINT: lambda: tk._(
        "Of those that answer to “{text}”, it is the one in the place that is named."
    ),
    Narrowing.DATASETS: lambda: tk._(
        "Of those that answer to “{text}”, it is the one that the organization's datasets come from."
    ),
    Narrowing.PORTAL: lambda: tk._(
        "Of those that answer to “{text}”, it is the one in this portal's territory."
    ),
}


def _datasets(proof: Proof, names: Names) -> str:
    number = int(proof.value)
    sentence = tk.ungettext(
        "{number} dataset of the organization comes from there.",
        "{number} datasets of the organization come from there.",
        number,
    )
    return sentence.format(number=number)


_SENTENCES: dict[Sign, Callable[[Proof, Names], str]] = {
    Sign.SUCCESSOR: _successor,
    Sign.SIREN: _siren,
    Sign.NAME: _name,
    Sign.DATASETS: _datasets,
}
