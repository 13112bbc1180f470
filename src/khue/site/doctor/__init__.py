"""``khue doctor``: looks at the machine, the database, the record and the work, and says what to do. Changes nothing."""
