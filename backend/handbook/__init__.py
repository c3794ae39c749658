"""The process as data: `handbook.yml`, its types (`model`) and its reader (`loader`)."""
