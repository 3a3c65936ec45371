"""What ties the people of one task to those of another, for every model that has literals for who does what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ipmplan.instance import Relation

if TYPE_CHECKING:
    from ortools.sat.python import cp_model


def tie(
    model: cp_model.CpModel,
    relation: Relation,
    person: int,
    mine: Sequence[cp_model.IntVar],
    others: Sequence[cp_model.IntVar],
) -> None:
    """Make `same` or `other` hold for a person.

    Parameters
    ----------
    model
        The model.
    relation, person
        What has to hold, for whom.
    mine, others
        Literals that are true when the person does a part of the relation's task, or of the other one.
    """
    known = person in relation.people
    for literal in mine:
        if relation.same and not known:
            model.add_bool_or([*others, ~literal])
        elif not relation.same and known:
            model.add(literal == 0)
        elif not relation.same:
            for other in others:
                model.add_bool_or([~literal, ~other])
