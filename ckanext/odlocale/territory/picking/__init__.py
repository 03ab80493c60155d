"""Picking one territory or organization among very many: what is offered, how it is shown, what was meant."""
