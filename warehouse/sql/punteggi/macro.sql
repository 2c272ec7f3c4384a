-- Kept in the published file: the views need it.
-- Why a mean has a figure or none: of its elements how many count, how many are measured, how many wait for a value,
-- and how many are left out (not measurable, or without a target).
create macro punteggi.stato_insieme(contano, misurati, in_attesa, esclusi) as
    case
        when contano = 0 and esclusi > 0 then 'non_rilevabile'
        when contano = 0 then 'senza_indicatori'
        when misurati = contano then 'misurato'
        when in_attesa > 0 then 'in_attesa_di_rilevazione'
        else 'non_calcolabile'
    end;
