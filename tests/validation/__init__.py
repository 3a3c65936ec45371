"""What is wrong with a portfolio, what is odd, and what no plan can keep."""
