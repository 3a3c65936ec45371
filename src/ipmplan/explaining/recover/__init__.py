"""Ways to reach a date: each is planned with and judged, and only those are kept that no other one beats."""

from ipmplan.explaining.recover.menu import Menu, Route, recover
from ipmplan.explaining.recover.wanted import Wanted

__all__ = ["Menu", "Route", "Wanted", "recover"]
