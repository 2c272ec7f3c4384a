-- grain: two records of the same kind, one of each act, that may be the same; key: a, b.
-- Likeness is the share of their words that both have.
create or replace temp table differenza_candidata as
select
    a.evidenza_id as a,
    b.evidenza_id as b,
    a.ordinale,
    b.ordinale as ordinale_b,
    coalesce(a.chiave = b.chiave, false) as stessa_chiave,
    len(list_intersect(a.parole, b.parole)) / len(list_distinct(a.parole || b.parole)) as somiglianza
from differenza_record as a
join differenza_record as b on a.tabella = b.tabella
where a.lato = 'a'
    and b.lato = 'b'
    and (stessa_chiave or somiglianza >= $soglia);
