"""Pictures and pages made from a plan: terminal, figures, the HTML report and the object a notebook holds."""
