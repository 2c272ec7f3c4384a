-- grain: a printed spelling of a person in the whole edition, attached as `intero`, and the person's name;
-- key: grafia, persona.
with nomi as (
    select
        persona_id,
        max(nominativo) as nominativo
    from intero.evidenze.persona_citata
    where persona_citata_id = persona_id
    group by persona_id
)

select distinct
    c.nominativo as grafia,
    n.nominativo as persona
from intero.evidenze.persona_citata as c
join nomi as n using (persona_id);
