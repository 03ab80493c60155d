"""Tests mirror the package; a package so that they may share helpers by name."""
