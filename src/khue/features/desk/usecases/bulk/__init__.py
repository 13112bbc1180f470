"""One deed on many tasks: ordered at once, done row by row."""

from khue.features.desk.usecases.bulk.ordering import order_bulk, stop_bulk
from khue.features.desk.usecases.bulk.running import run_bulk

__all__ = ["order_bulk", "run_bulk", "stop_bulk"]
