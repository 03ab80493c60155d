"""The administrator's own map: outlines of communes, EPCI, départements and régions."""
