"""What may become of a plan: runs through its own network, and how good earlier forecasts were."""
