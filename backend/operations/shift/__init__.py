"""What belongs to a shift and to no ticket."""
