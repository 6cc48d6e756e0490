SELECT t.id, t.label, count(*) AS claims FROM claims c JOIN terms t ON t.id = c.population
GROUP BY t.id ORDER BY t.label LIMIT 200
