"""What goes with the documentation: its pictures and how they are taken."""
