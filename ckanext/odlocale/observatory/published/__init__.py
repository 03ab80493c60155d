"""The figures as datasets of the portal itself: open data about open data, written again each night."""
