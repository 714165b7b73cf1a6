"""Words that the engine writes as codes, as a screen says them."""
