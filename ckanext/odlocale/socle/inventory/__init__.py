"""The catalogue that each authority owes, made from the datasets that the portal has of it."""
