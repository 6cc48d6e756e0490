SELECT
  c.id, c.claim, c.kind, c.evidence_strength, c.direction, c.status, c.superseded_by, c.support, c.note, c.file, c.line,
  c.topics AS topics_json, c.documents AS documents_json, c.relations AS relations_json,
  c.population, p.label AS population_label,
  c.intervention, i.label AS intervention_label,
  c.comparator, k.label AS comparator_label,
  c.outcome, o.label AS outcome_label, o.importance AS outcome_importance,
  s.id AS surrogate_for, s.label AS surrogate_for_label
FROM claims c
LEFT JOIN terms p ON p.id = c.population
LEFT JOIN terms i ON i.id = c.intervention
LEFT JOIN terms k ON k.id = c.comparator
LEFT JOIN terms o ON o.id = c.outcome
LEFT JOIN terms s ON s.id = o.surrogate_for
WHERE c.id = :id
