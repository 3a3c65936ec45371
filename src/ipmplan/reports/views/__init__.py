"""What each reader may see, as facts: pages get one of these and nothing else, so that they cannot show more."""
