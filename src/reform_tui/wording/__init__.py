"""Sentences of the core, known again by their templates and said in the language of a screen."""
