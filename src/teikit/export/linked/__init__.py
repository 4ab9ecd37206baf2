"""Places, people and letters as data that other data can be joined to."""
