"""Territory by standard: how far each collectivité has come with each set of the socle."""
