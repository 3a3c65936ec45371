"""Kinds of published problems: each is a portfolio to plan and a definition to judge the plan by."""
