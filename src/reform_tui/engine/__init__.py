"""Jobs, workers, agenda and the life of alerts: it depends only on (dirty units, now)."""
