"""One file of the valid rows of everything below a territory, published with what it is made of."""
