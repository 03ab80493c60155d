"""Rules about French data that Table Schema has no word for, under the names Validata gave them."""
