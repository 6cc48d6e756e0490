-- Overclaims
-- Statements that are worded more strongly than the evidence is graded (GRADE guidelines 26).
--   wording (facet): how strongly it is worded there
--   passage: where it is worded so
--   fitting: words that GRADE would use for this certainty
--   document (facet): document of that passage
--   steps: how many levels the wording is above the grade
SELECT
  c.id AS claim, c.claim AS text, s.passage, s.document, s.wording, c.evidence_strength, graded.phrase AS fitting,
  worded.rank - graded.rank AS steps
FROM claims c
JOIN strengths graded ON graded.name = c.evidence_strength
JOIN statements s ON s.claim = c.id
JOIN strengths worded ON worded.wording = s.wording
WHERE worded.rank > graded.rank AND c.status IN ('active', 'contested')
