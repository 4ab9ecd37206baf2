"""Folders of files laid out as one tool wants them."""
