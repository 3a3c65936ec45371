"""Text in and text out: the portfolio folder or workbook, plan.json, approved plans."""
