-- Pair what is free on both sides and each other's best candidate; an equal key counts as much as a quarter of the
-- words. Ties go to the first on paper.
insert into differenza_coppia by name
with libere as (
    select
        *,
        somiglianza + case when stessa_chiave then 0.25 else 0 end as punti
    from differenza_candidata
    where a not in (select a from differenza_coppia)
        and b not in (select b from differenza_coppia)
)

select
    a,
    b,
    case when stessa_chiave then 'chiave' else 'somiglianza' end as modo,
    somiglianza
from libere
qualify row_number() over (partition by a order by punti desc, ordinale_b) = 1
    and row_number() over (partition by b order by punti desc, ordinale) = 1
returning a;
