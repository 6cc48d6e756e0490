"""Tests of the import of claim sets."""
