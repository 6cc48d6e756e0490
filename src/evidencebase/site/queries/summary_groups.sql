SELECT c.population, p.label AS population_label, c.intervention, i.label AS intervention_label,
       c.comparator, k.label AS comparator_label, count(*) AS claims
FROM claims c
LEFT JOIN terms p ON p.id = c.population
LEFT JOIN terms i ON i.id = c.intervention
LEFT JOIN terms k ON k.id = c.comparator
WHERE c.kind IN ('effect', 'harm') AND c.status IN ('active', 'contested')
  AND (:population = '' OR c.population = :population)
  AND (:intervention = '' OR c.intervention = :intervention)
  AND (:comparator = '' OR c.comparator = :comparator)
GROUP BY c.population, c.intervention, c.comparator
ORDER BY count(*) DESC, p.label, i.label
LIMIT 200
