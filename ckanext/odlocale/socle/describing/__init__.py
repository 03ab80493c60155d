"""How a dataset is described: licence, frequency, coverage and high-value category, as DCAT-AP has them."""
