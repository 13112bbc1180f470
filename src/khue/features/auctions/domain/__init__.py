"""What is decided about auctions, without a database: terms, standings, results."""
