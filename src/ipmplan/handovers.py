"""What a plan says about begun work that is handed over, or could be."""

from __future__ import annotations
