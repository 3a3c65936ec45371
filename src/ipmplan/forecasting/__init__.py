"""Forecasts learned from history: effort, remaining hours, project durations, stated dates. Arrays in, quantiles and samples out."""
