SELECT columns, items, codes FROM codes WHERE of_table = :of_table
