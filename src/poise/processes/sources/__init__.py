"""What is imposed from outside: prescribed currents and fluxes."""
