"""Pages that people outside of planning read: a view goes in, HTML or Markdown comes out, by templates that can be replaced."""

from ipmplan.reports.pages.client import client_page
from ipmplan.reports.pages.staff import staff_page

__all__ = ["client_page", "staff_page"]
