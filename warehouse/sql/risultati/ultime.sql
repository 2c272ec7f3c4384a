-- grain: the last loading of a value for a day; key: indicatore_id, parte, data.
select
    indicatore_id,
    parte,
    data,
    n,
    testo,
    coalesce(fonte, '') as fonte
from main.fact_rilevazione
qualify n = max(n) over (partition by indicatore_id, parte, data);
