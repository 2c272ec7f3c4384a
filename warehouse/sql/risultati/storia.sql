-- grain: a loading of a value for a day; key: indicatore_id, parte, data, n. In the order of loading.
-- What the acts print themselves (n from 0 down) was loaded by nobody.
select
    indicatore_id,
    parte,
    data,
    testo,
    coalesce(fonte, '') as fonte,
    origine
from main.fact_rilevazione
where n > 0
order by indicatore_id, parte, data, n;
