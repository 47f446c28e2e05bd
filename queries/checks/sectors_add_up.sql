-- id       = "sectors_add_up"
-- name     = "Biểu báo cáo: cộng các lĩnh vực, cộng các mục bằng dòng tổng"
-- severity = "warn"
-- audit    = true
-- by_source = true
with part as (
    select publisher, indicator, agency_code, period_id, section, sector, numerator, source_id
    from figure_part
    where numerator is not null and denominator is null
),
-- Of the sectors of each section, of the totals of sections, and of all sectors: what they come to, and the total that is said.
summed as (
    select publisher, indicator, agency_code, period_id, section, 'lĩnh vực' as what, cast(sum(numerator) as bigint) as added
    from part where sector is not null and section is not null
    group by publisher, indicator, agency_code, period_id, section
    union all
    select publisher, indicator, agency_code, period_id, null, 'mục', cast(sum(numerator) as bigint)
    from part where sector is null and section is not null
    group by publisher, indicator, agency_code, period_id
    union all
    select publisher, indicator, agency_code, period_id, null, 'lĩnh vực', cast(sum(numerator) as bigint)
    from part where sector is not null
    group by publisher, indicator, agency_code, period_id
)
select
    summed.agency_code,
    called.label || ' ' || summed.period_id || case summed.section when 'ministry' then ' hệ thống các Bộ'
        when 'province' then ' hệ thống tỉnh, thành phố' else coalesce(' ' || summed.section, '') end || ' ' || summed.indicator as subject_id,
    'cộng các ' || summed.what || ' được ' || cast(summed.added as string) || ', dòng tổng ghi ' || cast(total.numerator as string) as detail,
    total.source_id
from summed
join part as total
    on total.sector is null and coalesce(total.section, '') = coalesce(summed.section, '')
    and total.publisher = summed.publisher and total.indicator = summed.indicator
    and total.agency_code = summed.agency_code and total.period_id = summed.period_id
join agency_of_figure as called on called.agency_code = summed.agency_code and called.period_id = summed.period_id
where total.numerator <> summed.added
