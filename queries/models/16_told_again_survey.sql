-- Adds the rows of one export in which a paper answers a question once more.
insert into told_again
with answered as (
    select
        agency_code, cast(surveyed_at as date) as on_day, survey_kind, factor, question, text_key(paper_code) as paper, paper_code,
        answer, score, answer_count, source_id, source_sheet, source_row,
        row_number() over (
            partition by source_id, agency_code, cast(surveyed_at as date), survey_kind, factor, question, text_key(paper_code)
            order by surveyed_at desc, source_sheet desc, source_row desc
        ) as place
    from survey_version
    where paper_code is not null
)
select
    'survey', held.agency_code, concat_ws(' ', 'phiếu', held.paper_code, held.factor, held.question),
    told.source_id, told.source_sheet, told.source_row, held.source_id, held.source_sheet, held.source_row,
    concat_ws(
        ', ',
        case when told.answer is distinct from held.answer then 'mức đánh giá' end,
        case when told.score is distinct from held.score then 'điểm' end,
        case when told.answer_count <> held.answer_count then 'số phiếu' end
    )
from answered as held
join answered as told on told.source_id = held.source_id and told.agency_code = held.agency_code and told.on_day = held.on_day
    and told.survey_kind is not distinct from held.survey_kind and told.factor = held.factor
    and told.question is not distinct from held.question and told.paper = held.paper and told.place > 1
where held.place = 1;
