"""Scenarios: listed, made from templates, edited in a form, taken away and brought back."""
