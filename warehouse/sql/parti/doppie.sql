-- grain: a row of the relation whose key is there twice. Rows whose key is NULL are another rule's.
select r.*
from {relazione} as r
semi join (
    select {chiave}
    from {tra}
    group by all
    having count(*) > 1
) using ({chiave})
