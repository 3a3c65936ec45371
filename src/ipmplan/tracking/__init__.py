"""Where the work stands against what was approved: slips, earned value and schedule, money, margin, invoices."""
