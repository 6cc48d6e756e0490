SELECT way, factor, steps FROM factors WHERE claim = :id ORDER BY way, factor
