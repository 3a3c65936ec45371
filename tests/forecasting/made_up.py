"""Histories whose truth is known."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from ipmplan.forecasting.effort import FinishedTask

DAY = date(2024, 1, 1)


def history(n: int, seed: int, *, exact: float = 0.0, spread: float = 0.6, shared: float = 0.0) -> list[FinishedTask]:
    """`n` tasks, two a day, by four people and of three kinds, whose log ratios are t-like about effects of person, kind and project."""
    rng = np.random.default_rng(seed)
    people, kinds = rng.normal(0, 0.3, 4), rng.normal(0, 0.2, 3)
    factors: dict[int, float] = {}
    rows = []
    for k in range(n):
        person, kind, estimate = int(rng.integers(4)), int(rng.integers(3)), float(np.exp(rng.normal(1.5, 0.8)))
        project = k // 20
        factor = factors.setdefault(project, float(rng.standard_normal()))
        noise = np.sqrt(shared) * factor + np.sqrt(1 - shared) * rng.standard_normal()
        log = people[person] + kinds[kind] + spread * noise
        ratio = 1.0 if rng.random() < exact else float(np.exp(log))
        asked = DAY + timedelta(days=k // 2)
        finished = asked + timedelta(days=int(rng.integers(1, 5)))
        rows.append(
            FinishedTask(estimate, estimate * ratio, finished, f"p{person}", f"k{kind}", "", f"P{project}", asked)
        )
    return rows
