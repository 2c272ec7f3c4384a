-- grain: one row. How many rows the relation has, and a hash of them that doesn't depend on their order.
select
    count(*) as righe,
    coalesce(sum(hash(r)::hugeint), 0)::varchar as impronta
from (select {colonne} from {relazione}) as r;
