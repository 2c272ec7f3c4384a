-- grain: a person in a body, whatever the spelling; key: persona_id.
-- The spelling under which people unify the others (main.persona_grafia has them all); case apart it is one, and the
-- greatest stands. Validity from the first to the last plan year that names the person.
select
    ente_id,
    persona_id,
    coalesce(max(nominativo) filter (where persona_citata_id = persona_id), max(nominativo)) as nominativo,
    coalesce(max(cognome) filter (where persona_citata_id = persona_id), max(cognome)) as cognome,
    coalesce(max(nome) filter (where persona_citata_id = persona_id), max(nome)) as nome,
    make_date(min(anno), 1, 1) as valid_from,
    make_date(max(anno), 12, 31) as valid_to
from evidenze.persona_citata
group by ente_id, persona_id;
