-- Per indicator, period and agency: the published figure.
-- {metrics} indicators; {periods} number and id of each period
with asked (number, period_id) as (values {periods}),
newest as (
    select figure.indicator, asked.number, figure.agency_code, figure.numerator, figure.denominator
    from figure
    join asked on asked.period_id = figure.period_id
    where figure.indicator in ({metrics}) and figure.sector is null
    qualify row_number() over (
        partition by figure.indicator, asked.number, figure.agency_code
        order by figure.snapshot_at desc, figure.publisher
    ) = 1
)
select
    indicator, number, agency_code,
    coalesce(numerator, 0) as numerator, coalesce(denominator, 0) as denominator
from newest
