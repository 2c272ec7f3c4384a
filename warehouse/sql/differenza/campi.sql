-- The fields of a relation's records in the two acts (parameters). The key is NULL where the relation has none.
insert into differenza_campo by name
with righe as (
    select
        case when atto_id = $a then 'a' else 'b' end as lato,
        '{nome}' as tabella,
        evidenza_id,
        ordinale,
        {chiave} as chiave,
        {campi}
    from {relazione}
    where atto_id in ($a, $b)
)

select *
from (
    unpivot righe
    on columns(* exclude (lato, tabella, evidenza_id, ordinale, chiave))
    into name campo value valore
)
where valore not in ('', '[]', '{{}}');
