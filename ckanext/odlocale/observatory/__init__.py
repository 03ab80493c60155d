"""WHAT IS SEEN: how far open data has come in the territories, by whom, how fast and how well."""
