SELECT count(*) FILTER (WHERE verdict = 'unverified') AS unverified,
       count(*) FILTER (WHERE notice IN ('retracted', 'withdrawn')) AS retracted
FROM works
