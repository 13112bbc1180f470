"""The rulebook's engine room: the law of a city as values (``lawbook``), and the rules that are written on them."""
