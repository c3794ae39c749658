"""The agent workspace: a help desk's ticket page that hosts the panel over the ZAF wire protocol."""
