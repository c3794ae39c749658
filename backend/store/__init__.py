"""The tables and who reads and writes them."""
