"""WHERE: the territories of France as reference data, and datasets found by territory."""
