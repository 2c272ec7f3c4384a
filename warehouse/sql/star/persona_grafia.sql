-- grain: a spelling under which acts print a person; key: persona_citata_id.
select
    ente_id,
    persona_citata_id,
    any_value(persona_id) as persona_id,
    max(nominativo) as nominativo,
    min(anno) as primo_anno,
    max(anno) as ultimo_anno,
    count(*) as atti,
    any_value(unificata_da) as fonte
from evidenze.persona_citata
group by ente_id, persona_citata_id;
