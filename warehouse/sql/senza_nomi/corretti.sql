-- grain: a name in a correction of a field that holds names, in the whole edition, attached as `intero`; key: nome.
select distinct nome
from (
    select unnest([valore_stampato, valore_usato]) as nome
    from intero.main.correzione
    where {}
)
where nome <> '';
