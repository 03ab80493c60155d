"""One page about a territory, to be printed and laid on the table of who decides."""
