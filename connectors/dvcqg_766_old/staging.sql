-- Scores only. What an abbreviation means is what the portal's own endpoints say, not what it seems to stand for: CLGQ is the provision
-- of online services, TTTT is payment. A score of progress without its counts stays apart from `progress_766`, which it would displace.
select source_sheet, source_row, 'total_766' as indicator, "MA_COQUAN" as agency_code, "TONG_SCORE" as score from raw
union all
select source_sheet, source_row, 'transparency_766', "MA_COQUAN", "CKMB" from raw where "CKMB" is not null
union all
select source_sheet, source_row, 'progress_score_766', "MA_COQUAN", "TDGQ" from raw where "TDGQ" is not null
union all
select source_sheet, source_row, 'online_766', "MA_COQUAN", "CLGQ" from raw where "CLGQ" is not null
union all
select source_sheet, source_row, 'payment_766', "MA_COQUAN", "TTTT" from raw where "TTTT" is not null
union all
select source_sheet, source_row, 'digitised_766', "MA_COQUAN", "MDSH" from raw where "MDSH" is not null
union all
select source_sheet, source_row, 'satisfaction_766', "MA_COQUAN", "MDHL" from raw where "MDHL" is not null
