"""``/moissonnage``: the pages on which people decide about harvests."""
