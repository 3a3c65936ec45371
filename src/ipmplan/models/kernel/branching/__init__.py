"""Which tasks begin at which moment, tried one after the other: compiled."""
