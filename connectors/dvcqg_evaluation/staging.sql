-- Per unit: its group's score, then up to eight metrics under the portal's own codes. The answer does not name its group, but each
-- group has a metric no other has; one with none of them, or with more than eight, gets no indicator and is listed.
select
    source_sheet, source_row,
    case
        when parse_count(json_size("metrics.code")) > 8 then null
        when json_holds("metrics.code", 'DOSSIER_SYNC') then 'transparency_766'
        when json_holds("metrics.code", 'ORIGINAL_RESULT_AVAILABLE') then 'digitised_766'
        when json_holds("metrics.code", 'DOSSIER_RECEIVING_SATISFACTION') then 'satisfaction_766'
    end as indicator,
    coalesce("departmentCode", "departmentName") as agency_code, "departmentName" as agency_code_also,
    cast(null as string) as numerator, cast(null as string) as denominator, "ratio" as value, "totalScore" as score
from raw
union all
select
    source_sheet, source_row, lower(json_item("metrics.code", 1)) || '_766', coalesce("departmentCode", "departmentName"), "departmentName",
    json_item("metrics.numerator", 1), json_item("metrics.denominator", 1),
    json_item("metrics.ratio", 1), json_item("metrics.score", 1)
from raw where json_item("metrics.code", 1) is not null
union all
select
    source_sheet, source_row, lower(json_item("metrics.code", 2)) || '_766', coalesce("departmentCode", "departmentName"), "departmentName",
    json_item("metrics.numerator", 2), json_item("metrics.denominator", 2),
    json_item("metrics.ratio", 2), json_item("metrics.score", 2)
from raw where json_item("metrics.code", 2) is not null
union all
select
    source_sheet, source_row, lower(json_item("metrics.code", 3)) || '_766', coalesce("departmentCode", "departmentName"), "departmentName",
    json_item("metrics.numerator", 3), json_item("metrics.denominator", 3),
    json_item("metrics.ratio", 3), json_item("metrics.score", 3)
from raw where json_item("metrics.code", 3) is not null
union all
select
    source_sheet, source_row, lower(json_item("metrics.code", 4)) || '_766', coalesce("departmentCode", "departmentName"), "departmentName",
    json_item("metrics.numerator", 4), json_item("metrics.denominator", 4),
    json_item("metrics.ratio", 4), json_item("metrics.score", 4)
from raw where json_item("metrics.code", 4) is not null
union all
select
    source_sheet, source_row, lower(json_item("metrics.code", 5)) || '_766', coalesce("departmentCode", "departmentName"), "departmentName",
    json_item("metrics.numerator", 5), json_item("metrics.denominator", 5),
    json_item("metrics.ratio", 5), json_item("metrics.score", 5)
from raw where json_item("metrics.code", 5) is not null
union all
select
    source_sheet, source_row, lower(json_item("metrics.code", 6)) || '_766', coalesce("departmentCode", "departmentName"), "departmentName",
    json_item("metrics.numerator", 6), json_item("metrics.denominator", 6),
    json_item("metrics.ratio", 6), json_item("metrics.score", 6)
from raw where json_item("metrics.code", 6) is not null
union all
select
    source_sheet, source_row, lower(json_item("metrics.code", 7)) || '_766', coalesce("departmentCode", "departmentName"), "departmentName",
    json_item("metrics.numerator", 7), json_item("metrics.denominator", 7),
    json_item("metrics.ratio", 7), json_item("metrics.score", 7)
from raw where json_item("metrics.code", 7) is not null
union all
select
    source_sheet, source_row, lower(json_item("metrics.code", 8)) || '_766', coalesce("departmentCode", "departmentName"), "departmentName",
    json_item("metrics.numerator", 8), json_item("metrics.denominator", 8),
    json_item("metrics.ratio", 8), json_item("metrics.score", 8)
from raw where json_item("metrics.code", 8) is not null
