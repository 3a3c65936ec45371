"""The dependency graph in networkx: which task waits for which, before anything is planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipmplan.study.scope import Scope

if TYPE_CHECKING:
    import networkx as nx


def dependency_graph(scope: Scope) -> nx.MultiDiGraph[str]:
    """Planned tasks as nodes, links as edges with their `type` and `lag` (portfolio working ticks).

    Examples
    --------
    >>> from datetime import date
    >>> from ipmplan.core.portfolio import Portfolio, Task
    >>> from ipmplan.study.scope import Scope
    >>> from ipmplan.core.work import Link
    >>> tasks = (Task("T1"), Task("T2", after=(Link("T1"),)))
    >>> list(dependency_graph(Scope(Portfolio("studio", date(2026, 1, 5), tasks=tasks))).edges(data="type"))
    [('T1', 'T2', 'FS')]
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from(task.id for task in scope.tasks)
    for link in scope.links:
        graph.add_edge(link.before, link.after, type=link.type, lag=link.lag)
    return graph


def work_order(graph: nx.MultiDiGraph[str]) -> list[str]:
    """All tasks, predecessors first; among tasks that could come next, the one that was added first.

    Raises
    ------
    networkx.NetworkXUnfeasible
        When tasks wait for themselves; a portfolio that was validated has none of these.
    """
    import networkx as nx

    rank = {name: number for number, name in enumerate(graph)}
    return list(nx.lexicographical_topological_sort(nx.DiGraph(graph), key=rank.__getitem__))


def heads(graph: nx.MultiDiGraph[str], task: str) -> frozenset[str]:
    """Everything that a task waits for, directly or through others."""
    import networkx as nx

    return frozenset(nx.ancestors(graph, task))
