-- grain: a name of a person in the whole edition, attached as `intero`; key: nominativo.
select distinct nominativo
from intero.evidenze.persona_citata
where nominativo <> '';
