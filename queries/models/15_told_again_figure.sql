-- Adds the rows of one export that tell of a procedure or a published figure once more.
insert into told_again
with held as (
    select
        procedure_code, procedure_name, sector, service_level, level, agency_code, announced_at, effective_at, published_at,
        processing_days, fee_amount, source_id, source_sheet, source_row
    from procedure_version
    qualify row_number() over (
        partition by source_id, procedure_code, agency_code, level, announced_at
        order by effective_at desc nulls last, published_at desc nulls last, source_sheet desc, source_row desc
    ) = 1
)
select
    'procedure', told.agency_code, told.procedure_code,
    told.source_id, told.source_sheet, told.source_row, held.source_id, held.source_sheet, held.source_row,
    concat_ws(
        ', ',
        case when told.procedure_name is distinct from held.procedure_name or told.sector is distinct from held.sector then 'tên, lĩnh vực' end,
        case when told.service_level is distinct from held.service_level then 'mức độ' end,
        case when told.effective_at is distinct from held.effective_at then 'ngày hiệu lực' end,
        case when told.published_at is distinct from held.published_at then 'ngày công khai' end,
        case when told.processing_days is distinct from held.processing_days then 'thời hạn' end,
        case when told.fee_amount is distinct from held.fee_amount then 'phí' end
    )
from held
join procedure_version as told on told.source_id = held.source_id and told.procedure_code = held.procedure_code
    and told.agency_code is not distinct from held.agency_code and told.level is not distinct from held.level
    and told.announced_at is not distinct from held.announced_at
where told.source_row <> held.source_row or told.source_sheet is distinct from held.source_sheet;

insert into told_again
select
    'figure', held.agency_code, concat_ws(' ', held.indicator, held.agency_code, held.period_id, held.section, held.sector),
    told.source_id, told.source_sheet, told.source_row, held.source_id, held.source_sheet, held.source_row,
    case
        when told.numerator is distinct from held.numerator or told.denominator is distinct from held.denominator
            or told.value is distinct from held.value or told.score is distinct from held.score then 'số liệu'
        else ''
    end
from figure_part as held
join figure_version as told on told.source_id = held.source_id and told.publisher = held.publisher and told.indicator = held.indicator
    and told.agency_code = held.agency_code and told.period_id = held.period_id and told.sector is not distinct from held.sector
    and told.section is not distinct from held.section
where told.source_row <> held.source_row or told.source_sheet is distinct from held.source_sheet;
