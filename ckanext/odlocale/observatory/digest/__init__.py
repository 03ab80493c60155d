"""A letter each month about a territory, or whom an animator accompanies, to those who asked for it."""
