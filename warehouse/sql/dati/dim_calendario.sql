-- grain: a day; key: data. Wide enough for any plan and its results.
select
    giorno::date as data,
    year(giorno) as anno,
    quarter(giorno) as trimestre,
    month(giorno) as mese,
    day(giorno) as giorno,
    isodow(giorno) as giorno_settimana
from range(date '2010-01-01', date '2041-01-01', interval 1 day) as giorni(giorno);
