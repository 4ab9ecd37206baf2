"""Text and mentions with exact offsets, for tools that read annotations."""
