SELECT nature, date, notice, source, seen FROM notices WHERE work = :key ORDER BY date DESC, nature, source
