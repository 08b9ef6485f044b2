"""Ion channels: passive paths for one ion or several."""
