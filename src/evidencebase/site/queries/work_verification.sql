SELECT verdict, registries, confirmed, notice, asked, noticed, changed, searched, unanswered, agency, meant, meant_id, other,
       nearest, types AS types_json, same_record, reason, address, person, decided
FROM verifications WHERE work = :key
