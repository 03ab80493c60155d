"""What is expected of a territory: the plugin odlocale_socle."""
