-- I documenti dell'ultima corsa per esito dell'ultimo carico. Grana: uno stato. Chiave: stato.
with
ultima as (
    select run_id from qualita.corsa order by iniziata_il desc limit 1
)
select
    case when d.stato = 'invariato' then coalesce(e.stato, d.stato) else d.stato end as stato,
    count(*) as documenti
from qualita.documento as d
inner join ultima as u on u.run_id = d.run_id
left join (
    select s.sha256, arg_max(s.stato, c.iniziata_il) as stato
    from qualita.documento as s
    inner join qualita.corsa as c on c.run_id = s.run_id
    where s.stato <> 'invariato'
    group by s.sha256
) as e on e.sha256 = d.sha256
group by all
order by all
