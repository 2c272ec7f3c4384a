-- grain: a printed text of the relation that isn't empty and has no place on any page. Law of the fields.
with testi as (
    unpivot (select evidenza_id, {campi} from {relazione})
    on columns(* exclude (evidenza_id)) into name campo value testo
)

select
    t.evidenza_id as dove,
    t.campo || ' senza riquadro' as che_cosa
from testi as t
anti join evidenze.campo as c on t.evidenza_id = c.evidenza_id and t.campo = c.campo
where t.testo <> ''
order by dove, che_cosa;
