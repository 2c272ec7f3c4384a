-- grain: a loading of a value for a day; key: indicatore_id, parte, data, n. In the order of loading.
select
    indicatore_id,
    parte,
    data,
    testo,
    coalesce(fonte, '') as fonte,
    origine
from main.fact_rilevazione
order by indicatore_id, parte, data, n;
