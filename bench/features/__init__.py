"""How far the product's features are from a hand: what somebody presses, how far down it is, and what moves meanwhile.

`hand` counts, `replay` does one feature, `table` does them all; the other modules list what there is to do.
"""
