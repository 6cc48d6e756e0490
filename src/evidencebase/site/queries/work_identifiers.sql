SELECT scheme, value, valid FROM identifiers WHERE work = :key ORDER BY scheme, value
