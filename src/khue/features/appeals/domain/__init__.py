"""Appeals as pure values: states, clocks, who may file, who may decide."""
