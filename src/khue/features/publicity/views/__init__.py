"""Pages and files of the room."""

from khue.features.publicity.views.exchange import catalogue, exchange, exchange_file
from khue.features.publicity.views.files import awards_file, flow_file, giving, times_file
from khue.features.publicity.views.money import money

__all__ = ["awards_file", "catalogue", "exchange", "exchange_file", "flow_file", "giving", "money", "times_file"]
