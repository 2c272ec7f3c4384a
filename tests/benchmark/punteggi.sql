-- A made-up body with ten acts, 200 units, 20 000 objectives and 100 000 indicators, each with a target and a value.
insert into evidenze.versione by name
select
    'atto' || n as atto_id,
    'logico' || n as atto_logico_id,
    'ente' as ente_id,
    2020 as anno,
    'piano ' || n as atto_logico,
    1 as versione,
    n || '.pdf' as nome_file,
    n::varchar as sha256,
    date '2020-02-01' as data,
    'Comune di Borgo Inventato' as ente
from range(10) as r(n);

insert into evidenze.struttura_citata by name
select
    'atto' || n % 10 as atto_id,
    'ente' as ente_id,
    2020 as anno,
    'struttura' || n as struttura_citata_id,
    'struttura' || n as struttura_id,
    'direzione' as livello,
    'Direzione ' || n as denominazione
from range(200) as r(n);

insert into main.dim_obiettivo by name
select
    'obiettivo' || n as obiettivo_id,
    'atto' || n % 10 as atto_id,
    'evidenza' || n as evidenza_id,
    'obiettivo' as tabella_pubblicata,
    n as ordinale,
    case when n % 4 = 3 then 'F' else 'OD' end as tipo,
    case when n % 4 = 3 then 'fase' else 'direzione' end as livello,
    false as citato,
    n::varchar as numero,
    'Obiettivo ' || n as titolo,
    case when n % 4 = 3 then 'obiettivo' || (n - 3) end as padre_id,
    'struttura' || n % 200 as struttura_id
from range(20000) as r(n);

insert into main.dim_indicatore by name
select
    'indicatore' || n as indicatore_id,
    'obiettivo' || n // 5 as obiettivo_id,
    'atto' || (n // 5) % 10 as atto_id,
    'evidenza' || n as evidenza_id,
    'kpi' as tabella_pubblicata,
    'target_raw' as campo_target,
    1 + n % 5 as ordinale,
    'Indicatore ' || n as testo,
    'Registro' as fonte,
    '>= 80%' as target
from range(100000) as r(n);

insert into main.fact_target by name
select
    'target' || indicatore_id as target_id,
    indicatore_id,
    1 as parte,
    atto_id,
    evidenza_id,
    2020 as anno,
    target as testo,
    case when hash(indicatore_id) % 5 = 0 then 'data' else 'soglia' end as genere,
    case when hash(indicatore_id) % 5 = 0 then 'entro' else '>=' end as operatore,
    case when hash(indicatore_id) % 5 > 0 then 80 end as valore,
    '%' as unita,
    case when hash(indicatore_id) % 5 = 0 then date '2020-12-31' end as scadenza,
    case when hash(indicatore_id) % 5 > 0 then 'crescente' else '' end as verso
from main.dim_indicatore;

insert into main.fact_rilevazione by name
select
    'rilevazione' || indicatore_id as rilevazione_id,
    indicatore_id,
    parte,
    date '2020-12-31' as data,
    1 as n,
    case when genere = 'soglia' then 40 + hash(indicatore_id) % 60 end as valore,
    case when genere = 'data' then date '2020-12-30' end as valore_data,
    'valore' as testo,
    timestamp '2021-01-31' as caricata_il,
    'prova.csv' as origine
from main.fact_target;

insert into punteggi.regola by name
select
    'R4' as regola,
    'Comune di Borgo Inventato' as ente,
    2020 as anno,
    'obiettivi_direzione' as componente,
    'peso' as parametro,
    '40' as valore;
