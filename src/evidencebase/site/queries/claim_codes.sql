SELECT name, items, codes FROM claim_codes
