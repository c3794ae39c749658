"""Commands for the people who run it, one file each; `commands.py` lists them."""
